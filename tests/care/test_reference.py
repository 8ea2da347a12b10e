"""The reference pages: up to date in docs/, complete, and a stale page is noticed."""

from pathlib import Path

import pytest

from daybreak.care import reference
from daybreak.care.findings import Certainty
from daybreak.care.roles import ACTS
from daybreak.care.rules import shipped

DOCS = Path(__file__).parents[2] / "docs"


def test_the_pages_in_docs_say_what_the_data_says() -> None:
    assert reference.stale_pages(DOCS) == [], "run `python -m daybreak.care.reference`"


def test_every_rule_act_and_source_is_on_the_page() -> None:
    page = reference.rules_page()
    for rule in shipped().values():
        assert f"`{rule.id}`" in page
        assert rule.source in page
    for act in ACTS:
        assert f"`{act}`" in page


@pytest.mark.parametrize(
    ("certainty", "words"),
    [
        (Certainty.RECALLED, "unverified until checked"),
        (Certainty.DESIGN, "a choice of this project, for the medical director to review"),
    ],
)
def test_a_number_that_was_not_read_says_so_in_its_row(certainty: Certainty, words: str) -> None:
    rows = {line.split("`")[1]: line for line in reference.rules_page().splitlines() if line.count("`") >= 2}
    unsure = [rule.id for rule in shipped().values() if rule.certainty == certainty]
    assert unsure
    assert all(rows[rule_id].endswith(f"| {words} |") for rule_id in unsure)


def test_every_table_row_has_as_many_cells_as_its_head() -> None:
    for page in reference.pages().values():
        tables = [block for block in page.split("\n\n") if block.startswith("| ")]
        assert tables
        for table in tables:
            assert len({line.count(" | ") for line in table.splitlines()}) == 1


def test_the_state_diagrams_show_every_move() -> None:
    page = reference.states_page()
    for move in ("integration --> dosing", "open --> abandoned", "injected --> ended", "closed --> [*]"):
        assert move in page


def test_a_stale_page_is_noticed_written_and_then_up_to_date(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert reference.main([str(tmp_path), "--check"]) == 1
    assert "Stale: rules.md, states.md." in capsys.readouterr().err
    assert reference.main([str(tmp_path)]) == 0
    assert reference.main([str(tmp_path), "--check"]) == 0
    (tmp_path / "rules.md").write_text("changed by hand")
    assert reference.main([str(tmp_path), "--check"]) == 1
