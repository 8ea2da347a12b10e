"""The citation names the version, the numbers and the publications they rest on."""

from daybreak import __version__
from daybreak.science.mechanism.citation import citation
from daybreak.science.mechanism.quantified import shipped


def test_it_names_version_numbers_and_publications():
    lines = citation().splitlines()
    assert f"Daybreak {__version__}" in lines[0]
    assert shipped().sha256[:12] in lines[0]
    assert any(line.startswith("- Kotermanski SE") for line in lines)
    assert len(lines) == len(set(lines))


def test_what_was_only_assumed_from_a_publication_is_not_cited_for_it():
    assert "Phoumthipphavong" not in citation()
