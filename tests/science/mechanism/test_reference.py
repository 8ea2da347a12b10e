"""docs/mechanism.md is what the declaration says today."""

from pathlib import Path

from daybreak.science.mechanism.model import mechanism
from daybreak.science.mechanism.quantified import shipped
from daybreak.science.mechanism.reference import document, main

PAGE = Path(__file__).parents[3] / "docs" / "mechanism.md"
REMEDY = "docs/mechanism.md is out of date: run python -m daybreak.science.mechanism.reference docs/mechanism.md"


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == document(), REMEDY


def test_every_number_state_and_quantity_is_on_the_page():
    page = document()
    assert [n.id for n in shipped().values() if f"| `{n.name}` | {n.meaning} |" not in page] == []
    assert [name for name in mechanism().states if f"`d {name} / dt = " not in page] == []
    assert [name for name in mechanism().quantities if f"`{name} = " not in page] == []


def test_it_is_written_where_it_is_told(tmp_path):
    assert main([str(tmp_path / "page.md")]) == 0
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == document()


def test_without_a_place_it_asks_for_one(capsys):
    assert main([]) == 2
    assert "Say where" in capsys.readouterr().err
