"""docs/tutorial.md runs, and says what it prints."""

import re

import pytest

from tests.science.tutorial import IMAGES, PAGE, REMEDY, alike, blocks, rewritten, run

TEXT = PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """What every block prints today."""
    return run(TEXT, tmp_path_factory.mktemp("tutorial"))


def test_every_block_prints_what_the_page_says(printed):
    stale = [block.code for block, now in zip(blocks(TEXT), printed, strict=True) if not alike(now, block.printed)]
    assert stale == [], REMEDY


def test_every_figure_it_shows_was_drawn_by_it_and_is_small():
    shown = re.findall(r"\]\(images/(tutorial-[\w-]+\.png)\)", TEXT)
    assert shown
    assert [name for name in shown if f'"{name}"' not in TEXT] == []
    assert [name for name in shown if (IMAGES / name).stat().st_size > 100_000] == []


def test_every_page_it_names_is_there():
    pages = set(re.findall(r"\]\(([\w-]+\.md)", TEXT))
    assert pages
    assert [page for page in pages if not (PAGE.parent / page).exists()] == []


def test_it_speaks_to_the_public_names_alone():
    modules = {
        line.split()[1] for block in blocks(TEXT) for line in block.code.splitlines() if line.startswith("from ")
    }
    assert modules == {"daybreak.science", "pathlib"}


def test_numbers_may_differ_by_their_last_digit_and_words_may_not():
    assert alike("day 1: -14.2 points", "day 1: -14.3 points")
    assert not alike("day 1: -14.2 points", "day 1: -11.2 points")
    assert not alike("day 1: -14.2 points", "day 1: -14.2 point")
    assert not alike("1 2", "1 2 3")


def test_writing_the_page_anew_changes_what_is_printed_and_nothing_else():
    page = "# T\n\n```python\nprint(1)\n```\n\n```text\n0\n```\nwords\n\n```python\nx = 1\n```\nend\n"
    assert [block.printed for block in blocks(page)] == ["0\n", ""]
    assert rewritten(page, ["1\n", ""]) == page.replace("\n0\n", "\n1\n")
    assert rewritten(page, ["", ""]) == page.replace("\n```text\n0\n```\n", "")
