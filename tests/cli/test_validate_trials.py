"""What `daybreak validate trials` shows, and where it may write."""

import numpy as np
from scipy import stats
from typer.testing import CliRunner

from daybreak.cli.validate import validate
from daybreak.cli.validate_trials import _show
from daybreak.science.trials.naive import Naive
from daybreak.science.trials.validation import Foretold
from tests.science.trials.examples import published

TRIAL = published()


def foretold(number: int, middle: float, sd: float) -> Foretold:
    """A forecast of a number of the made-up trial."""
    draws = stats.norm(middle, sd).ppf((np.arange(200) + 0.5) / 200)
    return Foretold(TRIAL, TRIAL.observed[number], draws, Naive(middle, sd), Naive(0, 8 * sd))


def test_every_number_its_scores_and_what_missed_are_shown(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "110")
    found = [foretold(0, -14.0, 3.0), foretold(1, 9.0, 3.0)]
    _show(found, [foretold(0, -2.0, 3.0)])
    said = capsys.readouterr().out
    assert "Of 2 numbers 50 % inside the 50 % interval, 50 % inside the 90 % interval" in said
    assert said.count("OUT") == 2
    assert "better: than the better of these two." in said
    assert "Made up: midazolam, mean change, day 1: -6.0, foretold 9.0: too little improvement" in " ".join(
        said.split()
    )


def test_a_folder_that_is_not_there_is_refused_before_anything_is_computed(tmp_path):
    refused = CliRunner().invoke(validate, ["trials", "--write", str(tmp_path / "nowhere")])
    assert refused.exit_code == 2
    assert "does not exist: create it first." in " ".join(refused.output.split())
