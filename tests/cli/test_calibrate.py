"""`daybreak calibrate` and `daybreak validate trials`: what they refuse, and what the shipped calibration says."""

import json

import pytest
import typer
from typer.testing import CliRunner

from daybreak.cli.calibrate import _write, calibrate
from daybreak.cli.validate import validate
from daybreak.science.mechanism.quantified import shipped as shipped_numbers
from daybreak.science.trials import posterior, target_file
from daybreak.science.trials.calibrated import UNTOLD, space
from daybreak.science.trials.calibration import Plan
from daybreak.science.trials.calibration import calibrate as science_calibrate
from daybreak.science.trials.evidence import calibration_trials
from tests.science.trials.test_calibration import PLAIN, TRIALS, WORKSHOP


def run(command, *words):
    """The command with these words."""
    if isinstance(command, typer.Typer):
        app = command
    else:
        app = typer.Typer()
        app.command()(command)
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "100"})


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--into", "nowhere"), "The folder nowhere does not exist"),
        (("--keep", "nowhere"), "The folder nowhere does not exist"),
        (("--runs", "many"), "write numbers of 20 or more"),
        (("--runs", "3"), "write numbers of 20 or more"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_exit_code_two(words, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused = run(calibrate, *words)
    assert (refused.exit_code, said in refused.output) == (2, True)


def test_the_shipped_posterior_is_of_the_shipped_mechanism():
    assert posterior.shipped().name.startswith(f"mechanism {shipped_numbers().sha256[:12]}, ")


def test_the_shipped_posterior_holds_every_number_it_should():
    set_by_trials = {name for coordinate in space().coordinates for name in coordinate.sets}
    assert set(posterior.shipped().names) == set_by_trials | set(UNTOLD)


def test_the_shipped_emulators_are_of_these_trials_and_this_mechanism():
    target = target_file.shipped(calibration_trials(), space(), shipped_numbers().sha256)
    assert [one.trial.id for one in target.likelihoods] == [t.id for t in calibration_trials()]


def test_validation_says_every_number_by_name_and_how_it_compares_with_naive_forecasts():
    found = json.loads(run(validate, "trials", "--steps", 200, "--json").stdout)
    assert len(found["foretold"]) == sum(len(trial.counted) for trial in calibration_trials())
    assert [score["title"][:11] for score in found["scores"]] == ["Mean change", "Response an"]
    assert 0 <= found["covered_50"] <= found["covered_90"] <= 1


def test_what_a_calibration_found_is_written_with_the_draws_it_is_of(tmp_path):
    quick = Plan(runs=(60,), steps=300, draws=100, checked=20)
    _write(science_calibrate(TRIALS[:3], PLAIN, WORKSHOP, quick), tmp_path)
    said = json.loads((tmp_path / "calibration.json").read_text(encoding="utf-8"))
    assert said["posterior"]["posterior_sha256"] == posterior.read(tmp_path / "posterior.npz").sha256
    assert [row["name"] for row in said["parameters"]] == list(PLAIN.names)
    assert all(row["posterior"] == sorted(row["posterior"]) for row in said["parameters"])
    assert said["r_hat"] >= 0.9
    assert said["effective_draws"] > 0
