"""What a nurse might read off a synthetic patient: the predicted medians, the person's own strength, a little noise."""

import math
from collections.abc import Mapping
from random import Random
from typing import Any

from daybreak.project.demo_people import Someone

LIGHT_SEDATION = 4
DEEP_ENOUGH = 4.0
"""Dissociation from which this clinic's patients answer slowly."""


def at_rest(someone: Someone, chance: Random) -> dict[str, int]:
    """Baseline values."""
    systolic, diastolic, heart_rate = someone.resting
    return {
        "systolic": systolic + chance.randint(-3, 4),
        "diastolic": diastolic + chance.randint(-2, 3),
        "heart_rate": heart_rate + chance.randint(-3, 4),
        "spo2": chance.choice((97, 98, 98, 99)),
        "respiratory_rate": chance.choice((13, 14, 14, 15)),
        "dissociation": 0,
        "moaas": 5,
    }


def under_the_dose(
    someone: Someone, prediction: Mapping[str, Any] | None, minute: float, chance: Random
) -> dict[str, int]:
    """Values ``minute`` minutes after the injection; without a prediction as at rest."""
    values = at_rest(someone, chance)
    for quantity, series in (
        ("systolic", "systolic_rise"),
        ("diastolic", "diastolic_rise"),
        ("heart_rate", "heart_rate_rise"),
    ):
        values[quantity] += round(someone.feels * _median(prediction, series, minute))
    felt = someone.feels * _median(prediction, "dissociation", minute) + chance.uniform(-0.4, 0.4)
    values["dissociation"] = min(10, max(0, round(felt)))
    values["moaas"] = LIGHT_SEDATION if felt >= DEEP_ENOUGH else 5
    values["spo2"] -= 1 if felt >= DEEP_ENOUGH else 0
    return values


def _median(prediction: Mapping[str, Any] | None, series: str, minute: float) -> float:
    """The predicted median at a minute, between the two nearest points."""
    if prediction is None:
        return 0.0
    times, medians = prediction["time_min"], prediction["series"][series]["median"]
    after = next((place for place, time in enumerate(times) if time >= minute), len(times) - 1)
    before = max(after - 1, 0)
    span = times[after] - times[before]
    share = (minute - times[before]) / span if span else 0.0
    return float(medians[before] + share * (medians[after] - medians[before])) if math.isfinite(share) else 0.0
