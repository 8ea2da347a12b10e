"""Knows how well the model foretells a trial it has not seen: one published trial after the other is left out.

For each trial the draws of the posterior are weighted anew as if it had not been seen (Pareto-smoothed importance
sampling); where the weights cannot be relied on (k of 0.7 or more) the posterior is drawn again without it. The
forecast of its numbers then carries the uncertainty of the parameters, the difference between trials and chance at its
size, and is held against what was published and against two forecasts that need no model (naive.py). The medians of the
priors were chosen by people who knew these trials, so this is a test of the numbers' consistency, not a blind one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.trials.calibration import Target
from daybreak.science.trials.evidence import Measure, Observed, PublishedTrial
from daybreak.science.trials.likelihood import TrialLikelihood
from daybreak.science.trials.naive import JUDGED, Naive, crps_normal, crps_sample, last_carried, pooled_mean
from daybreak.science.trials.posterior import HETEROGENEITY, Posterior
from daybreak.science.trials.predicted import Predicted, predict
from daybreak.science.trials.sampling import draw, smoothed
from daybreak.science.trials.simulator import Simulator

COVERED_90 = (0.80, 0.97)
BETTER_BY = 0.20
_DRAWS, _RELIABLE_K = 800, 0.7
_AGAIN = 20
"""Simulated trials for each draw of the parameters, where the mechanism itself is run."""


@dataclass(frozen=True)
class Foretold:
    """One published number, its forecast (a sample) and the naive forecasts, all as they are compared."""

    trial: PublishedTrial
    observed: Observed
    draws: Array
    pooled: Naive | None
    carried: Naive | None

    @property
    def interval_90(self) -> tuple[float, float]:
        """The central nine tenths of the forecast."""
        return _central(self.draws, 90.0)

    @property
    def interval_50(self) -> tuple[float, float]:
        """The central half of the forecast."""
        return _central(self.draws, 50.0)

    @property
    def median(self) -> float:
        """The middle of the forecast."""
        return float(np.median(self.draws))

    @property
    def inside_90(self) -> bool:
        """Whether the published number lies in the central nine tenths."""
        low, high = self.interval_90
        return low <= self.observed.compared <= high

    @property
    def inside_50(self) -> bool:
        """Whether it lies in the central half."""
        low, high = self.interval_50
        return low <= self.observed.compared <= high

    @property
    def crps(self) -> float:
        """The score of the forecast; less is better."""
        return crps_sample(self.draws, self.observed.compared)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready, on the scale of comparison."""
        return {
            "observation": self.observed.id,
            "study": self.trial.study,
            "source": self.trial.source,
            "arms": list(self.observed.arms),
            "than": self.observed.than,
            "active": any(self.trial.protocol.arm(name).active for name in self.observed.arms),
            "measure": self.observed.measure.value,
            "at_h": self.observed.at_h,
            "unit": self.observed.measure.unit,
            "published": round(self.observed.compared, 4),
            "median": round(self.median, 4),
            "interval_50": [round(value, 4) for value in self.interval_50],
            "interval_90": [round(value, 4) for value in self.interval_90],
            "inside_50": self.inside_50,
            "inside_90": self.inside_90,
            "crps": round(self.crps, 6),
            "crps_pooled": self._scored(self.pooled),
            "crps_carried": self._scored(self.carried),
        }

    def _scored(self, naive: Naive | None) -> float | None:
        """The score of a naive forecast, where there is one."""
        return None if naive is None else round(crps_normal(naive, self.observed.compared), 6)


@dataclass(frozen=True)
class Score:
    """How a group of forecasts did; CRPS and error in points, or in % points for shares."""

    title: str
    n: int
    covered_50: float
    covered_90: float
    crps: float
    crps_pooled: float
    crps_carried: float
    error: float
    absolute_error: float

    @property
    def better_by(self) -> float:
        """By which share the CRPS is less than that of the better naive forecast."""
        return 1.0 - self.crps / min(self.crps_pooled, self.crps_carried)


def leave_one_out(
    target: Target,
    posterior: Array,
    *,
    steps: int,
    seed: int = 1,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> tuple[Foretold, ...]:
    """The forecast of every counted number of every trial, from the other trials.

    `posterior`: points (draws, coordinates) of the density that has seen them all. `steps`: of the sampler, where it
    has to draw again.
    """
    found: list[Foretold] = []
    trials = [one.trial for one in target.likelihoods]
    for number, one in enumerate(target.likelihoods, start=1):
        points = blind(target, one, posterior, steps=steps, seed=seed + number)
        others = [trial for trial in trials if trial.id != one.trial.id]
        found += foretell(target, one, points, others, seed + number)
        progress(number, len(target.likelihoods))
    return tuple(found)


def blind(target: Target, one: TrialLikelihood, posterior: Array, *, steps: int, seed: int) -> Array:
    """Points of the density that has not seen the trial of `one`, (draws, coordinates)."""
    emulated = target.emulated[one.trial.id]
    predicted = emulated(posterior[:, : target.space.mechanism])
    seen = one.log_probability(predicted, target.shifts(posterior), emulated.error)
    weights, k = smoothed(-seen)
    if k < _RELIABLE_K:
        chosen = np.random.default_rng(seed).choice(posterior.shape[0], size=_DRAWS, p=weights)
        return np.asarray(posterior[chosen])
    start = np.median(posterior, axis=0)
    return draw(target.without(one.trial.id), start, steps=steps, keep=_DRAWS, seed=seed).points


def foretell(
    target: Target, one: TrialLikelihood, points: Array, others: Sequence[PublishedTrial], seed: int
) -> list[Foretold]:
    """The forecasts of the counted numbers of one trial, at `points`."""
    emulated = target.emulated[one.trial.id]
    predicted = emulated(points[:, : target.space.mechanism])
    return _drawn(one, predicted, target.shifts(points), emulated.error, others, seed)


def _drawn(
    one: TrialLikelihood,
    predicted: Predicted,
    shifts: Mapping[str, Array],
    error: Array,
    others: Sequence[PublishedTrial],
    seed: int,
) -> list[Foretold]:
    """What such a trial would show: one draw of its shifts and of chance for each draw of the parameters."""
    covariance = one.covariance(predicted, shifts, error)
    noise = np.random.default_rng(seed).standard_normal((predicted.mean.shape[0], len(one.columns), 1))
    apart = (np.linalg.cholesky(covariance) @ noise)[:, :, 0]
    drawn = predicted.mean[:, list(one.columns)] + apart
    return [
        Foretold(one.trial, observed, _possible(observed, drawn[:, at]), *_naive(observed, one.trial, others))
        for at, observed in enumerate(one.observed)
    ]


def scores(foretold: Sequence[Foretold]) -> tuple[Score, ...]:
    """Changes in points, and shares in % points: those that the naive forecasts can be asked for."""
    changes = [one for one in foretold if one.observed.measure is Measure.CHANGE]
    shares = [one for one in foretold if one.observed.measure in (Measure.RESPONSE, Measure.REMISSION)]
    groups = (("Mean change (points)", changes, 1.0), ("Response and remission (% points)", shares, 100.0))
    return tuple(_score(title, members, unit) for title, members, unit in groups if members)


def coverage(foretold: Sequence[Foretold]) -> tuple[float, float]:
    """The share of all published numbers inside the 50 % and the 90 % intervals."""
    return (
        float(np.mean([one.inside_50 for one in foretold])),
        float(np.mean([one.inside_90 for one in foretold])),
    )


def missed(foretold: Sequence[Foretold]) -> tuple[Foretold, ...]:
    """Those outside their 90 % interval."""
    return tuple(one for one in foretold if not one.inside_90)


def _score(title: str, members: Sequence[Foretold], unit: float) -> Score:
    naive = [(one.pooled, one.carried) for one in members]
    apart = np.array([one.median - one.observed.compared for one in members])
    return Score(
        title=title,
        n=len(members),
        covered_50=float(np.mean([one.inside_50 for one in members])),
        covered_90=float(np.mean([one.inside_90 for one in members])),
        crps=unit * float(np.mean([one.crps for one in members])),
        crps_pooled=unit * _mean_crps([pooled for pooled, _ in naive], members),
        crps_carried=unit * _mean_crps([carried for _, carried in naive], members),
        error=unit * float(apart.mean()),
        absolute_error=unit * float(np.abs(apart).mean()),
    )


def _mean_crps(forecasts: Sequence[Naive | None], members: Sequence[Foretold]) -> float:
    pairs = zip(forecasts, members, strict=True)
    return float(np.mean([crps_normal(naive, one.observed.compared) for naive, one in pairs if naive is not None]))


def _naive(
    observed: Observed, trial: PublishedTrial, others: Sequence[PublishedTrial]
) -> tuple[Naive | None, Naive | None]:
    if observed.measure not in JUDGED or not others:
        return None, None
    return pooled_mean(observed, trial, others), last_carried(observed, trial, others)


def _possible(observed: Observed, drawn: Array) -> Array:
    return np.clip(drawn, 0.0, 1.0) if observed.measure.percent else drawn


def _central(draws: Array, percent: float) -> tuple[float, float]:
    low, high = np.percentile(draws, [50.0 - percent / 2.0, 50.0 + percent / 2.0])
    return float(low), float(high)


def meets_target(foretold: Sequence[Foretold]) -> bool:
    """Whether the 90 % intervals cover what they should, and every group scores enough better than the naive ones."""
    low, high = COVERED_90
    return low <= coverage(foretold)[1] <= high and all(score.better_by >= BETTER_BY for score in scores(foretold))


def foretell_checks(
    trials: Sequence[PublishedTrial], posterior: Posterior, simulator: Simulator, *, draws: int = 40, people: int = 100
) -> tuple[Foretold, ...]:
    """The numbers of trials that were never fitted, foretold by the whole posterior with the mechanism itself."""
    values = posterior.draws(0, draws)
    mechanism = {name: value for name, value in values.items() if name not in HETEROGENEITY}
    shifts = {name: values[name] for name in HETEROGENEITY}
    found: list[Foretold] = []
    for number, trial in enumerate(trials):
        predicted = predict(trial, mechanism, people, simulator)
        n = len(trial.observed)
        one = TrialLikelihood(trial, tuple(range(n)), np.eye(n))
        again = np.repeat(np.arange(draws), _AGAIN)
        wide = {name: value[again] for name, value in shifts.items()}
        found += _drawn(one, predicted.chosen(again), wide, np.zeros(n), (), number)
    return tuple(found)
