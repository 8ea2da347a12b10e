"""What is known of ketamine, held against the calibrated parameters: facts that a set of numbers must not lose."""

from functools import cache

import numpy as np
import pytest

from daybreak.science.trials import posterior
from daybreak.science.trials.course_simulator import simulate
from daybreak.science.trials.protocol_file import as_protocol
from daybreak.science.trials.run import Run, run

VISITS = ("2h", "4h", "24h", "3d", "7d", "14d")


@cache
def outcome(mg_per_kg=0.5, scale="madrs"):
    """One infusion and saline, 40 simulated trials of 60."""
    dose = {"route": "iv_infusion", "mg_per_kg": mg_per_kg, "duration": "40min"}
    protocol = as_protocol(
        {
            "title": "One infusion",
            "scale": scale,
            "control": "saline",
            "visits": list(VISITS),
            "population": {"baseline": {"mean": 34.5, "sd": 6}, "leaving_per_week": 0},
            "arms": [{"name": "ketamine", "n": 60, "doses": dose}, {"name": "saline", "n": 60, "sham": [0]}],
        }
    )
    return run(Run(protocol, posterior.shipped(), simulate, trials=40))


def change(mg_per_kg=0.5):
    """Median change at each visit after one infusion minus that after saline."""
    drug, saline = outcome(mg_per_kg).arms
    return dict(zip(VISITS, np.median(drug.shown["change"] - saline.shown["change"], axis=0), strict=True))


def spread():
    """Median SD of change at each visit, of both arms together."""
    both = np.mean([np.median(arm.shown["sd"], axis=0) for arm in outcome().arms], axis=0)
    return dict(zip(VISITS, both, strict=True))


def test_relief_is_there_within_hours():
    assert change()["4h"] < -4.0


def test_relief_is_best_at_about_a_day():
    assert min(change(), key=lambda visit: change()[visit]) == "24h"


def test_it_is_gone_by_two_weeks_as_far_as_trials_could_tell():
    """A quarter at most is left, which a trial with 30 patients in each arm would not tell from nothing."""
    assert change()["24h"] * 0.25 < change()["14d"] < 0.0
    assert change()["14d"] > -1.96 * spread()["14d"] * np.sqrt(2 / 30)
    assert change()["24h"] < -1.96 * spread()["24h"] * np.sqrt(2 / 30)


def test_half_of_it_is_left_after_a_week():
    assert 0.35 < change()["7d"] / change()["24h"] < 0.7


def test_a_fifth_of_the_dose_is_weaker():
    assert change(0.1)["24h"] > 0.7 * change()["24h"]
    assert change(0.1)["7d"] > 0.5 * change()["7d"]


def test_twice_the_dose_is_about_as_good():
    assert change(1.0)["24h"] == pytest.approx(change()["24h"], rel=0.35)
