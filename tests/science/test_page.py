"""The parts that every generated page is put together from."""

from daybreak.science.page import certainties, flowed, joined, sources, table, with_unit, written
from daybreak.science.parameters import shipped


def test_a_bar_inside_a_cell_does_not_split_it():
    assert table(["a", "b"], [["1|2", "3"]]) == "| a | b |\n|---|---|\n| 1/2 | 3 |\n"


def test_what_became_too_long_is_broken_and_the_rest_left_alone():
    long, row = "word " * 30, "| " + "cell " * 40 + "|"
    paragraph, item, kept = f"## H\n{long.strip()}\nend", f"- a {long}\n  b\n- c", f"    {'code ' * 40}"
    page = f"{paragraph}\n\n### T\n{row}\n\n{item}\n\n{row}\n\n{kept}\n\nshort\nlines\n"
    told = flowed(page)
    assert told.split() == page.split()
    assert f"\n{row}\n\n{kept}\n\nshort\nlines\n" in told
    assert [line for line in told.split("\n") if len(line) > 120 and line.startswith(("word", "- ", "  b"))] == []
    assert "\n- c\n" in told


def test_a_number_without_a_unit_is_written_alone():
    assert (with_unit(0.5, "1"), with_unit(12345.678, "mL")) == ("0.5", "1.235e+04 mL")


def test_parts_are_one_empty_line_apart():
    assert joined(["a\n\n", "b"]) == "a\n\nb\n"


def test_every_number_is_counted_once_by_its_certainty():
    rows = certainties(shipped(), "parameters").splitlines()[4:]
    assert sum(int(row.split("|")[2]) for row in rows) == len(shipped())


def test_every_source_is_listed_once_and_in_order():
    lines = sources(shipped(), "Sources").splitlines()[2:]
    assert len(lines) == len({parameter.source.id for parameter in shipped().values()})
    assert lines == sorted(lines)


def test_a_page_is_written_where_it_is_told_or_asks(tmp_path, capsys):
    assert written(lambda: "words\n", [str(tmp_path / "p.md")], "docs/p.md") == 0
    assert (tmp_path / "p.md").read_text(encoding="utf-8") == "words\n"
    assert written(lambda: "words\n", [], "docs/p.md") == 2
    assert capsys.readouterr().err == "Say where to write the page, such as docs/p.md.\n"
