"""Knows what the first dose of an arm does in the hour: dissociation and pressure, by the acute model (prediction.py).

Its numbers are those of the acute model, with its own variability between people; the posterior of the trials has no
part in them. The person is the mean of those enrolled in weight and age.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from daybreak.science.dosing import Dose
from daybreak.science.population import Subject
from daybreak.science.prediction import predict
from daybreak.science.trials.outcomes import Spread
from daybreak.science.trials.protocol import Arm, Enrolment

PEOPLE = 300
SHOWN = {"cadss": "CADSS points", "systolic_rise": "mmHg", "diastolic_rise": "mmHg"}
_STEP_MIN = 5.0


@dataclass(frozen=True)
class Acute:
    """At its height, by name (`SHOWN`): how people differ. `over_min`: when dissociation is over, the middle and the
    last twentieth of those it reaches; None where that is later than four hours."""

    height: Mapping[str, Spread]
    over_min: tuple[float | None, float | None]

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        heights = {name: spread.as_dict() for name, spread in self.height.items()}
        return {
            "at_its_height": heights,
            "dissociation_over_min": dict(zip(("median", "p95"), self.over_min, strict=True)),
        }


def acute(arm: Arm, enrolment: Enrolment) -> Acute | None:
    """The acute effects of the first dose of `arm`; None where there is none."""
    if not arm.active:
        return None
    first = min(arm.steps, key=lambda step: step.from_h).amount
    subject = Subject(weight_kg=enrolment.weight_kg[0], age_y=enrolment.age_y[0])
    dose = Dose(route=first.route, mg=first.for_weight(subject.weight_kg), duration_min=first.minutes, form=first.form)
    found = predict([dose], subject, n=PEOPLE, step_min=_STEP_MIN)
    over = found.milestones.spread("fade")
    return Acute({name: _height(found.series[name].percentiles) for name in SHOWN}, (over["median"], over["p95"]))


def _height(percentiles: Mapping[str, Any]) -> Spread:
    """The band where its median is largest."""
    at = int(percentiles["median"].argmax())
    return Spread(**{name: float(percentiles[name][at]) for name in ("p05", "p25", "median", "p75", "p95")})
