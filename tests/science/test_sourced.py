"""Both files of numbers are read by the same rules."""

import hashlib
from importlib import resources

import pytest

from daybreak.science import parameters
from daybreak.science.mechanism import quantified
from daybreak.science.sourced import Certainty, ParameterError, Source, by_id

FILES = {
    "parameters": (parameters, "daybreak.science", "parameters.toml"),
    "mechanism": (quantified, "daybreak.science.mechanism", "mechanism.toml"),
}


@pytest.mark.parametrize("kind", FILES)
def test_the_version_is_the_sha256_of_the_file(kind):
    module, package, name = FILES[kind]
    assert module.shipped().sha256 == hashlib.sha256(resources.files(package).joinpath(name).read_bytes()).hexdigest()


@pytest.mark.parametrize("kind", FILES)
def test_every_number_is_read_and_names_a_source_that_is_there(kind):
    module, package, name = FILES[kind]
    content = resources.files(package).joinpath(name).read_text(encoding="utf-8")
    assert len(module.shipped()) == sum(line in ("[[parameter]]", "[[number]]") for line in content.splitlines())
    assert [n.id for n in module.shipped().values() if not isinstance(n.source, Source)] == []


def test_one_changed_byte_is_another_version():
    content = resources.files("daybreak.science.mechanism").joinpath("mechanism.toml").read_bytes()
    assert quantified.parse(content + b"\n").sha256 != quantified.shipped().sha256


def test_a_number_with_an_unknown_source_is_refused_by_name():
    content = b'[source.s]\nauthors = "A"\nyear = 1\nwhere = "J"\ndoi = ""\n[[number]]\nid = "a.b"\nsource = "t"\n'
    with pytest.raises(ParameterError, match=r"Number a\.b: 't'"):
        by_id(content, "number", lambda entry, sources: sources[entry["source"]])


def test_a_source_is_cited_by_its_doi_and_named_by_its_first_author():
    source = Source("s", "Alpha A, Beta B", 2020, "Journal", "10.1000/x")
    assert (source.citation, source.short) == ("Alpha A, Beta B 2020. doi:10.1000/x", "Alpha A 2020")


def test_every_certainty_is_explained():
    assert all(certainty.meaning.endswith(".") for certainty in Certainty)
