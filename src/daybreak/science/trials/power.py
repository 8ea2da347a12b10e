"""Knows how often a planned trial would show its effect, if the model is right and for all that is not known.

In each simulated trial the two arms are compared at one visit as the trial's statistician would: mean changes by
Welch's t, shares by the score test. Power is the share of simulated trials with a two-sided p below 0.05 in favour of
the first arm. Averaged over the posterior it is the assurance: lower than the power at any one assumed effect.
"""

import math
from dataclasses import dataclass

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.trials.outcomes import ArmOutcome, Spread, spread_of

Z_975 = 1.959963985
MEASURES = ("change", "response", "remission")


class PowerError(ValueError):
    """A comparison that cannot be made. Its text is one sentence saying what to change."""


@dataclass(frozen=True)
class Power:
    """Of `measure` at `visit_h`: the assurance, its Monte Carlo error, and the difference trials would show."""

    measure: str
    visit_h: float
    n: tuple[int, int]
    assurance: float
    error: float
    difference: Spread


def power(first: ArmOutcome, second: ArmOutcome, measure: str, visit_h: float) -> Power:
    """How often `first` is shown to be better than `second`. Raises `PowerError` on an unknown measure or visit."""
    if measure not in MEASURES:
        raise PowerError(f"Power is known for {', '.join(MEASURES)}: {measure!r} is none of them.")
    if visit_h not in first.visits_h:
        raise PowerError("The comparison must be at one of the visits of the protocol.")
    one, other = first.at(measure, visit_h), second.at(measure, visit_h)
    z = _mean_z(first, second, visit_h) if measure == "change" else _share_z(one, other, first, second, visit_h)
    shown = np.isfinite(z) & (z > Z_975)
    assurance = float(shown.mean())
    return Power(
        measure=measure,
        visit_h=visit_h,
        n=(first.arm.n, second.arm.n),
        assurance=assurance,
        error=math.sqrt(max(assurance * (1.0 - assurance), 1e-12) / z.size),
        difference=spread_of(one - other),
    )


def _mean_z(first: ArmOutcome, second: ArmOutcome, visit_h: float) -> Array:
    """Welch's statistic, positive where the first arm fell further; held against the normal bound."""
    apart = second.at("change", visit_h) - first.at("change", visit_h)
    variance = [arm.at("sd", visit_h) ** 2 / _seen(arm, visit_h) for arm in (first, second)]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(apart / np.sqrt(variance[0] + variance[1]))


def _share_z(one: Array, other: Array, first: ArmOutcome, second: ArmOutcome, visit_h: float) -> Array:
    """The score statistic of two shares, positive where more of the first arm reached it."""
    n, m = _seen(first, visit_h), _seen(second, visit_h)
    pooled = (one * n + other * m) / (100.0 * (n + m))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((one - other) / 100.0 / np.sqrt(pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m)))


def _seen(arm: ArmOutcome, visit_h: float) -> Array:
    return arm.at("seen", visit_h) / 100.0 * arm.arm.n
