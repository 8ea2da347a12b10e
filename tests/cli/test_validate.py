"""`daybreak validate pharmacokinetics` as people type it."""

import json

import pytest
from typer.testing import CliRunner

from daybreak.cli.validate import validate
from daybreak.science import validation_kinetics
from daybreak.science.published_kinetics import published_kinetics


def run(*words):
    """Run the command with these words."""
    return CliRunner().invoke(validate, [str(word) for word in words], env={"COLUMNS": "140"})


def test_it_shows_each_value_with_its_source_criterion_and_verdict():
    shown = run("pharmacokinetics")
    assert shown.exit_code == 0
    for words in (
        "Kamp 2020",
        "doi:10.1016/j.bja.2020.06.067",
        "0.85–1.2",
        "pass",
        "no criterion",
        "set on it",
        "recalled",
    ):
        assert words in shown.output
    assert "FAIL" not in shown.output


def test_it_says_where_the_model_is_far_off():
    far = run("pharmacokinetics").output.partition("Where it is far off")[2]
    for words in ("R-norketamine", "Hydroxynorketamine", "Goldway 2025", "Glue 2017"):
        assert words in far


def test_json_lists_every_comparison():
    found = json.loads(run("pharmacokinetics", "--json").stdout)
    assert len(found["comparisons"]) == sum(found["summary"].values())
    assert found["summary"]["pass"] >= 22
    assert all(comparison["source"] for comparison in found["comparisons"])


def test_the_plot_is_a_png(tmp_path):
    assert run("pharmacokinetics", "--plot", tmp_path / "v.png").exit_code == 0
    assert (tmp_path / "v.png").read_bytes().startswith(b"\x89PNG")


def test_a_plot_in_a_missing_folder_is_refused_with_a_sentence(tmp_path):
    shown = run("pharmacokinetics", "--plot", tmp_path / "missing" / "v.png")
    assert (shown.exit_code, "does not exist" in shown.output) == (2, True)


def test_a_missed_criterion_ends_with_exit_code_1(monkeypatch: pytest.MonkeyPatch):
    from dataclasses import replace

    wrong = tuple(
        replace(p, observed=(p.observed[0] * 2,)) if p.id == "persson.S_art" else p for p in published_kinetics()
    )
    monkeypatch.setattr(validation_kinetics, "published_kinetics", lambda: wrong)
    shown = run("pharmacokinetics")
    assert shown.exit_code == 1
    assert "FAIL" in shown.output
