"""`daybreak trial` as people type it, on the mechanism itself and the parameters that are shipped."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from daybreak.cli.trial import trial

PROTOCOLS = Path(__file__).parents[2] / "protocols"
SMALL = """
title: A small trial
scale: madrs
control: midazolam
visits: [24h, 7d]
population: {baseline: {mean: 34, sd: 6}}
relapse: {score_at_least: 20, from: 24h}
arms:
- {name: ketamine, n: 12, doses: {route: im, mg_per_kg: 0.5}}
- {name: midazolam, n: 12, sham: [0]}
"""


@pytest.fixture
def file(tmp_path):
    """A small protocol."""
    path = tmp_path / "small.yaml"
    path.write_text(SMALL)
    return path


def run(*words, columns=80):
    """The command with these words, on a terminal so many columns wide."""
    return CliRunner().invoke(trial, [str(word) for word in words], env={"COLUMNS": str(columns)})


def test_it_shows_every_arm_and_visit_with_half_and_nine_in_ten(file):
    shown = run("run", file, "--draws", 6).output
    for words in (
        "A small trial",
        "ketamine  n 12, 1 doses",
        "midazolam  n 12",
        "day 1",
        "day 7",
        "nine in ten",
        "Relapse",
    ):
        assert words in shown


@pytest.mark.parametrize("command", [("run",), ("compare",), ("power", "--sizes", "8,16")])
def test_no_number_is_cut_on_a_screen_of_eighty_columns(file, command):
    first, *rest = command
    lines = run(first, file, "--draws", 6, *rest).output.splitlines()
    assert max(len(line) for line in lines) <= 80
    assert not any(line.rstrip().endswith("…") for line in lines)


def test_schedules_fit_the_screen_too():
    lines = run("schedules", "--draws", 2, "--n", 4, "--weeks", 8).output.splitlines()
    assert max(len(line) for line in lines) <= 80
    assert not any("……" in line or line.rstrip().endswith("…") for line in lines)


def test_json_is_the_outcome_and_nothing_else(file):
    found = json.loads(run("run", file, "--draws", 6, "--json").stdout)
    assert [arm["name"] for arm in found["arms"]] == ["ketamine", "midazolam"]
    assert [visit["time_h"] for visit in found["arms"][0]["visits"]] == [24.0, 168.0]
    change = found["arms"][0]["visits"][0]["change"]
    assert change["p05"] <= change["p25"] <= change["median"] <= change["p75"] <= change["p95"] < 0
    assert len(found["model"]["posterior_sha256"]) == 64


def test_the_same_seed_gives_the_same_result_whatever_the_workers(file):
    alone, shared = (run("run", file, "--draws", 30, "--json", "--workers", n).stdout for n in (1, 2))
    assert alone == shared


def test_n_replaces_that_of_the_file(file):
    assert json.loads(run("run", file, "--draws", 3, "--n", 5, "--json").stdout)["arms"][0]["n"] == 5


def test_a_stopped_run_goes_on(file, tmp_path):
    keep = tmp_path / "kept"
    first = run("run", file, "--draws", 30, "--keep", keep, "--json").stdout
    kept = {path.name: path.stat().st_mtime_ns for path in keep.iterdir()}
    again = run("run", file, "--draws", 30, "--keep", keep, "--json").stdout
    assert len(kept) == 2
    assert {path.name: path.stat().st_mtime_ns for path in keep.iterdir()} == kept
    assert again == first


def test_a_comparison_is_of_every_arm_with_the_last(file):
    found = json.loads(run("compare", file, "--draws", 6, "--json").stdout)
    assert (found["against"], [row["arm"] for row in found["differences"]]) == ("midazolam", ["ketamine", "ketamine"])
    assert found["differences"][0]["change"]["median"] < 0


def test_a_larger_trial_has_more_power(file):
    found = json.loads(run("power", file, "--sizes", "4,80", "--at", "24h", "--draws", 40, "--json").stdout)
    small, large = (row["power"] for row in found["sizes"])
    assert small < large
    assert [row["n"] for row in found["sizes"]] == [4, 80]


def test_a_figure_is_written(file, tmp_path):
    for name in ("a.png", "a.svg"):
        shown = run("run", file, "--draws", 4, "--plot", tmp_path / name)
        assert shown.exit_code == 0
        assert (tmp_path / name).stat().st_size > 5000


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "nowhere.yaml"), "cannot be read"),
        (("compare", "FILE", "--against", "placebo"), "There is no arm 'placebo'"),
        (("power", "FILE", "--sizes", "some"), "write numbers of 2 or more"),
        (("power", "FILE", "--at", "3d"), "one of the visits"),
        (("power", "FILE", "--measure", "mood"), "change, response, remission"),
        (("run", "FILE", "--plot", "a.pdf"), "neither .png nor .svg"),
        (("schedules", "--dose", "much"), "0.5mg/kg or 40mg"),
        (("schedules", "--route", "rectal"), "rectal"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_exit_code_two(file, words, said):
    refused = run(*(file if word == "FILE" else word for word in words), *(("--draws", 2)))
    assert (refused.exit_code, said in refused.output) == (2, True), refused.output


@pytest.mark.parametrize("path", sorted(PROTOCOLS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_example_can_be_run(path):
    assert run("run", path, "--draws", 2, "--n", 4, "--json").exit_code == 0
