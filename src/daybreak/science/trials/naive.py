"""Knows two forecasts that need no model, to be beaten: the pooled mean curve, and the last value carried on.

Both see what the model sees: the other trials, and for the carried value the earlier visits of the same arm. Each
comes with the spread it had on the other trials, so that it is judged as an honest forecast and not as a point.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.trials.evidence import Measure, Observed, PublishedTrial

JUDGED = (Measure.CHANGE, Measure.RESPONSE, Measure.REMISSION)
"""The measures that enough trials report to pool them."""
_WIDTH = 1.0
"""Of the pooled curve, in units of the logarithm of time: values within a factor of about three weigh in."""


@dataclass(frozen=True)
class Naive:
    """A normal forecast, in the unit in which the observation is compared."""

    mean: float
    sd: float


@dataclass(frozen=True)
class _Value:
    trial: str
    active: bool
    measure: Measure
    at_h: float
    value: float
    n: int
    carried: float


def pooled_mean(observed: Observed, trial: PublishedTrial, others: Sequence[PublishedTrial]) -> Naive:
    """What arms of this kind showed at about this time in the other trials, weighted by their size."""
    known = _known(others, observed.measure)
    target = _one(trial, observed)
    mean, spread = _curve(target, known)
    return Naive(_unit(mean, trial, observed), _unit(spread, trial, observed))


def last_carried(observed: Observed, trial: PublishedTrial, others: Sequence[PublishedTrial]) -> Naive:
    """What this arm showed at the visit before, or no change where there is none."""
    known = _known(others, observed.measure)
    apart = np.array([value.value - value.carried for value in known if value.active == _one(trial, observed).active])
    spread = float(np.sqrt(np.mean(apart**2))) if apart.size else 0.3
    return Naive(_unit(_one(trial, observed).carried, trial, observed), _unit(max(spread, 0.02), trial, observed))


def _curve(target: _Value, known: Sequence[_Value]) -> tuple[float, float]:
    same = [value for value in known if value.active == target.active]
    if not same:
        return 0.0, 0.3
    apart = np.array([math.log(value.at_h / target.at_h) for value in same])
    weights = np.array([value.n for value in same]) ** 0.5 * (np.exp(-0.5 * (apart / _WIDTH) ** 2) + 1e-3)
    shown = np.array([value.value for value in same])
    mean = float(np.average(shown, weights=weights))
    spread = float(np.sqrt(np.average((shown - mean) ** 2, weights=weights)))
    return mean, max(spread, 0.05)


def _known(trials: Sequence[PublishedTrial], measure: Measure) -> list[_Value]:
    return [
        _one(trial, observed)
        for trial in trials
        for observed in trial.observed
        if observed.measure is measure and observed.counted
    ]


def _one(trial: PublishedTrial, observed: Observed) -> _Value:
    """The observation as a share: a change in units of the baseline, so that scales can be pooled."""
    before = [
        other
        for other in trial.observed
        if other.arms == observed.arms and other.measure is observed.measure and other.at_h < observed.at_h
    ]
    carried = max(before, key=lambda other: other.at_h).compared if before else 0.0
    whole = _whole(trial, observed)
    return _Value(
        trial=trial.id,
        active=any(trial.protocol.arm(name).active for name in observed.arms),
        measure=observed.measure,
        at_h=observed.at_h,
        value=observed.compared / whole,
        n=observed.n,
        carried=carried / whole,
    )


def _whole(trial: PublishedTrial, observed: Observed) -> float:
    return trial.protocol.enrolment.baseline.mean if observed.measure is Measure.CHANGE else 1.0


def _unit(share: float, trial: PublishedTrial, observed: Observed) -> float:
    return share * _whole(trial, observed)


def crps_normal(naive: Naive, value: float) -> float:
    """The continuous ranked probability score of a normal forecast (less is better), in its unit."""
    z = (value - naive.mean) / naive.sd
    density = math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)
    below = 0.5 * math.erfc(-z / math.sqrt(2.0))
    return naive.sd * (z * (2.0 * below - 1.0) + 2.0 * density - 1.0 / math.sqrt(math.pi))


def crps_sample(draws: Array, value: float) -> float:
    """The same score of a forecast that is a sample."""
    ordered = np.sort(draws)
    n = ordered.size
    spread = 2.0 / n**2 * float(((np.arange(1, n + 1) - 0.5 * (n + 1)) * ordered).sum())
    return float(np.abs(ordered - value).mean() - spread)
