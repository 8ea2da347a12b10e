"""`daybreak simulate` as people type it."""

import json

import pytest
import typer
from typer.testing import CliRunner

from daybreak.cli.simulate import simulate

IM = ["--route", "im", "--dose", "0.5mg/kg", "--weight", "80kg", "--n", "40"]


@pytest.fixture
def run():
    """Run the command with these words."""
    app = typer.Typer()
    app.command()(simulate)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "120"})


def test_it_shows_concentrations_bands_and_milestones(run):
    shown = run(*IM)
    assert shown.exit_code == 0
    for words in ("40 mg ketamine, intramuscular injection, 80 kg", "ng/mL", "begins", "peaks", "fades", "nine in ten"):
        assert words in shown.output


def test_on_a_narrow_screen_the_minutes_stay_and_no_number_is_cut():
    app = typer.Typer()
    app.command()(simulate)
    shown = CliRunner().invoke(app, IM, env={"COLUMNS": "80"}).output
    assert " min " in shown
    assert [line.split()[0] for line in shown.splitlines() if line.startswith("    5 ")] == ["5"]
    assert "…" not in shown


def test_json_is_the_prediction_and_nothing_else(run):
    found = json.loads(run(*IM, "--json", "--age", 41, "--sex", "female").stdout)
    assert found["inputs"]["mg"] == 40.0
    assert (found["inputs"]["age_y"], found["inputs"]["sex"]) == (41, "female")
    assert found["model"]["n"] == 40
    assert len(found["time_min"]) == len(found["series"]["ketamine"]["median"]) == 241


def test_pounds_and_an_infusion_are_understood(run):
    infusion = [
        "--route",
        "iv_infusion",
        "--dose",
        "40 mg",
        "--weight",
        "176lb",
        "--n",
        20,
        "--duration",
        "1h",
        "--json",
    ]
    dose = json.loads(run(*infusion).stdout)["inputs"]["doses"][0]
    assert (dose["mg"], dose["duration_min"]) == (40.0, 60.0)


def test_an_infusion_takes_forty_minutes_unless_told(run):
    infusion = ["--route", "iv_infusion", "--dose", "40mg", "--weight", "80kg", "--n", 20, "--json"]
    assert json.loads(run(*infusion).stdout)["inputs"]["doses"][0]["duration_min"] == 40.0


def test_the_plot_is_a_png(run, tmp_path):
    shown = run(*IM, "--plot", tmp_path / "dose.png")
    assert (tmp_path / "dose.png").read_bytes().startswith(b"\x89PNG")
    assert "Figure written to" in shown.output


@pytest.mark.parametrize("hours", ["30min", "72h"])
def test_short_and_long_simulations_are_possible(run, hours):
    assert run(*IM, "--horizon", hours).exit_code == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--route", "ear", "--dose", "40mg", "--weight", "80kg"], "'ear' is not a route the model knows"),
        (["--route", "im", "--dose", "40", "--weight", "80kg"], "'40' has no unit"),
        (["--route", "im", "--dose", "40ml", "--weight", "80kg"], "'40ml' is not a dose"),
        (["--route", "im", "--dose", "40mg", "--weight", "800kg"], "outside 20 to 400 kg"),
        (["--route", "im", "--dose", "40mg", "--weight", "80kg", "--duration", "40min"], "Only an infusion"),
        (["--route", "im", "--dose", "40mg", "--weight", "80kg", "--form", "pure"], "'pure' is not a form"),
        (["--route", "im", "--dose", "40mg", "--weight", "80kg", "--age", "5"], "adults only"),
        (["--route", "im", "--dose", "40mg", "--weight", "80kg", "--sex", "x"], "use female or male"),
        (["--route", "im", "--dose", "40mg", "--weight", "80kg", "--horizon", "900h"], "at most 14 days"),
        (["--route", "im", "--dose", "40mg", "--weight", "80kg", "--plot", "x.gif"], "neither .png nor .svg"),
    ],
)
def test_nonsense_is_refused_with_a_sentence_and_exit_code_2(run, words, sentence):
    shown = run(*words)
    assert shown.exit_code == 2
    assert sentence in shown.stderr
    assert "Traceback" not in shown.output
    assert shown.stdout == ""
