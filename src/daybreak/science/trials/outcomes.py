"""Knows what is reported of a trial: per arm and visit the change, its SD, response, remission, relapse and thoughts of
suicide; each with the intervals that hold it in half and in nine of ten such trials.

One simulated trial has its own draw of the model's parameters, its own shift of setting and treatment, and its own
patients, as many as the arm has. So the spread of simulated trials carries the uncertainty of the parameters, the
difference between trials, and chance at that size.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.trials.clock import words
from daybreak.science.trials.protocol import Among, Arm, Protocol, Relapse
from daybreak.science.trials.ratings import Ratings

MEASURES = ("change", "sd", "response", "remission", "suicidal", "seen")
UNITS = {
    "change": "points",
    "sd": "points",
    "response": "%",
    "remission": "%",
    "suicidal": "%",
    "seen": "%",
    "relapse": "%",
}
LABELS = {
    "change": "Mean change",
    "sd": "SD of change",
    "response": "Response",
    "remission": "Remission",
    "suicidal": "Thoughts of suicide, of those who had them",
    "seen": "Still seen",
    "relapse": "Relapse",
}
_QUANTILES = {"p05": 5.0, "p25": 25.0, "median": 50.0, "p75": 75.0, "p95": 95.0}


@dataclass(frozen=True)
class Spread:
    """The middle of many simulated trials, and the bounds of half and of nine in ten of them."""

    p05: float
    p25: float
    median: float
    p75: float
    p95: float

    def as_dict(self) -> dict[str, float | None]:
        """JSON-ready, to four significant digits; what nobody could show is null."""
        return {key: _number(getattr(self, key)) for key in _QUANTILES}


@dataclass(frozen=True)
class ArmOutcome:
    """One arm: for each measure what every simulated trial showed, (trials, visits); relapse has one column."""

    arm: Arm
    visits_h: tuple[float, ...]
    shown: Mapping[str, Array]

    def spread(self, measure: str, at: int) -> Spread:
        """The spread of `measure` at the visit numbered `at`."""
        return spread_of(self.shown[measure][:, at])

    def at(self, measure: str, visit_h: float) -> Array:
        """What every simulated trial showed at `visit_h`, (trials,)."""
        return np.asarray(self.shown[measure][:, self.visits_h.index(visit_h)])


@dataclass(frozen=True)
class TrialOutcome:
    """All arms of one protocol, and what they were computed with."""

    protocol: Protocol
    arms: tuple[ArmOutcome, ...]
    trials: int
    seed: int
    model: Mapping[str, str]

    def arm(self, name: str) -> ArmOutcome:
        """The outcome of the arm called `name`; `ProtocolError` where there is none."""
        return self.arms[self.protocol.arms.index(self.protocol.arm(name))]

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "title": self.protocol.title,
            "scale": self.protocol.scale,
            "model": dict(self.model),
            "trials": self.trials,
            "seed": self.seed,
            "arms": [_arm_dict(outcome) for outcome in self.arms],
        }


def spread_of(values: Array) -> Spread:
    """The quantiles of `values`, those that are not a number left out; all not-a-number where nothing is left."""
    known = values[np.isfinite(values)]
    if known.size == 0:
        return Spread(*[float("nan")] * 5)
    return Spread(*(float(value) for value in np.percentile(known, list(_QUANTILES.values()))))


def summarise(protocol: Protocol, ratings: Ratings) -> dict[str, Array]:
    """What one trial shows of one arm: each measure at each visit, (visits,); not-a-number where nobody is seen."""
    seen = ratings.seen
    counted = seen.sum(axis=0).astype(np.float64)
    change = np.where(seen, ratings.change, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = change.sum(axis=0) / counted
        squares = (np.where(seen, ratings.change - mean, 0.0) ** 2).sum(axis=0)
        sd = np.sqrt(squares / (counted - 1.0))
        at_baseline = ratings.suicidal[:, :1] & seen
        still = (ratings.suicidal[:, 1:] & at_baseline).sum(axis=0) / at_baseline.sum(axis=0)
        shown = {
            "change": mean,
            "sd": sd,
            "response": 100.0 * (ratings.improved_by(protocol.response_percent) & seen).sum(axis=0) / counted,
            "remission": 100.0 * ((ratings.score <= protocol.remission_at_most) & seen).sum(axis=0) / counted,
            "suicidal": 100.0 * still,
        }
    shown["seen"] = 100.0 * counted / seen.shape[0]
    if protocol.relapse is not None:
        shown["relapse"] = np.array([relapsed(protocol, protocol.relapse, ratings)])
    return shown


def relapsed(protocol: Protocol, rule: Relapse, ratings: Ratings) -> float:
    """% of those well at `rule.from_h` who later score at least `rule.score_at_least`, enough visits in a row."""
    start = protocol.visits_h.index(rule.from_h)
    if rule.among is Among.RESPONDERS:
        well = ratings.improved_by(protocol.response_percent)[:, start]
    else:
        well = ratings.score[:, start] <= protocol.remission_at_most
    well = well & ratings.seen[:, start]
    if not well.any():
        return float("nan")
    high = (ratings.score >= rule.score_at_least)[well, start + 1 :] & ratings.seen[well, start + 1 :]
    in_a_row = high
    for step in range(1, rule.visits_in_a_row):
        in_a_row = in_a_row[:, :-1] & high[:, step:]
    return float(100.0 * in_a_row.any(axis=1).mean())


def _arm_dict(outcome: ArmOutcome) -> dict[str, Any]:
    visits = [
        {
            "time_h": hours,
            "when": words(hours),
            **{measure: outcome.spread(measure, at).as_dict() for measure in MEASURES},
        }
        for at, hours in enumerate(outcome.visits_h)
    ]
    relapse = {"relapse": outcome.spread("relapse", 0).as_dict()} if "relapse" in outcome.shown else {}
    return {
        "name": outcome.arm.name,
        "n": outcome.arm.n,
        "doses": len(outcome.arm.given_h),
        "visits": visits,
        **relapse,
    }


def _number(value: float) -> float | None:
    return None if not np.isfinite(value) else float(f"{value:.4g}")
