"""docs/science.md is what the code says today."""

from pathlib import Path

import pytest

from daybreak.science.parameters import shipped
from daybreak.science.reference import document, main
from daybreak.science.validation import validate

DOCS = Path(__file__).parents[2] / "docs"
REMEDY = "docs/science.md is out of date: run python -m daybreak.science.reference docs/science.md"


@pytest.fixture(scope="module")
def page():
    """The page as the code would write it now."""
    return document()


def test_the_page_is_up_to_date(page):
    assert (DOCS / "science.md").read_text(encoding="utf-8") == page, REMEDY


def test_the_figure_it_shows_is_there():
    assert (DOCS / "images" / "pharmacokinetics.png").read_bytes().startswith(b"\x89PNG")


def test_every_parameter_and_comparison_is_on_the_page(page):
    assert [p.id for p in shipped().values() if f"| {p.meaning} |" not in page] == []
    assert [c.id for c in validate() if c.what not in page] == []


def test_it_is_written_where_it_is_told(tmp_path, page):
    assert main([str(tmp_path / "page.md")]) == 0
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == page


def test_without_a_place_it_asks_for_one(capsys):
    assert main([]) == 2
    assert "Say where" in capsys.readouterr().err
