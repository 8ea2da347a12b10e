"""The file of parameters: complete, sourced, refused when wrong."""

import hashlib
import re
from importlib import resources

import pytest

from daybreak.science.parameters import parse, shipped
from daybreak.science.sourced import Certainty, ParameterError

GOOD = """
[source.x]
authors = "X"
year = 2000
where = "J"
doi = ""
[[parameter]]
id = "a.b"
symbol = "b"
meaning = "m"
value = 1.0
unit = "L"
source = "x"
certainty = "read"
"""


def test_every_parameter_has_unit_meaning_source_and_certainty():
    for parameter in shipped().values():
        assert parameter.unit
        assert parameter.meaning
        assert parameter.source.authors
        assert parameter.certainty in Certainty


def test_a_number_that_was_not_read_says_why_it_is_what_it_is():
    silent = [p.id for p in shipped().values() if p.certainty is not Certainty.READ and not p.note]
    assert silent == []


def test_every_number_that_was_read_names_its_evidence():
    assert [p.id for p in shipped().values() if p.certainty is Certainty.READ and not p.evidence] == []


def test_every_doi_looks_like_one():
    sources = {parameter.source for parameter in shipped().values()}
    assert [s.id for s in sources if s.doi and not re.fullmatch(r"10\.\d{4,}/\S+", s.doi)] == []


def test_the_version_is_the_sha256_of_the_file():
    content = resources.files("daybreak.science").joinpath("parameters.toml").read_bytes()
    assert shipped().sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("value = 1.0", "value = nan"), "not a number"),
        (('certainty = "read"', 'certainty = "sure"'), "sure"),
        (('source = "x"', 'source = "y"'), "'y'"),
        (('unit = "L"\n', ""), "'unit'"),
        (
            ('certainty = "read"', 'certainty = "read"\nspread = { between_people = -1.0, certainty = "read" }'),
            "negative",
        ),
        (
            (
                'certainty = "read"',
                'certainty = "read"\nspread = { law = "logit", between_people = 1, certainty = "read" }',
            ),
            "logit scale",
        ),
    ],
)
def test_a_wrong_entry_is_refused_by_name(change, sentence):
    with pytest.raises(ParameterError, match=f"a.b.*{sentence}"):
        parse(GOOD.replace(*change).encode())


def test_an_entry_given_twice_is_refused():
    entry = GOOD[GOOD.index("[[parameter]]") :]
    with pytest.raises(ParameterError, match="twice"):
        parse((GOOD + entry).encode())


def test_every_certainty_is_explained():
    assert all(certainty.meaning.endswith(".") for certainty in Certainty)
