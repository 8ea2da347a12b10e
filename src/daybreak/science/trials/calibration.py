"""Knows how the population parameters are set on the published trials, and how far that can be relied on.

The mechanism is run at points of the parameters (bank.py); an emulator of what each trial is expected to show is fitted
(emulator.py); the posterior is drawn with the emulator in the likelihood, its error included (likelihood.py,
sampling.py); the mechanism is run again at points from that posterior, made wider; and so on for a few waves. In the
end the mechanism itself, not the emulator, is run at draws of the posterior, and the two are compared.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.trials.bank import Progress, Workshop, run_bank
from daybreak.science.trials.calibrated import Space
from daybreak.science.trials.emulator import Emulator
from daybreak.science.trials.emulator import fit as fit_emulator
from daybreak.science.trials.evidence import PublishedTrial
from daybreak.science.trials.likelihood import TrialLikelihood, counted
from daybreak.science.trials.posterior import HETEROGENEITY, Posterior, made
from daybreak.science.trials.predicted import Predicted, correlation, joined
from daybreak.science.trials.relevance import relevant
from daybreak.science.trials.sampling import Draws, draw, pareto_k

WIDER = 1.3
"""By how much the points of the next wave are spread out more than the posterior."""
_FARTHEST, _BOUND = 3.0, 4.0
_SEARCHING = 2000
"""Steps of the sampler in every wave but the last."""
_LAST_WAVES = 3
"""Whose runs the last emulator rests on; those before lie too far out."""
PEOPLE_FOR_CORRELATION = 4000
PEOPLE_FOR_CHECK = 500
"""In each arm where the mechanism is held against its emulator: chance among few people would look like an error."""


@dataclass(frozen=True)
class Plan:
    """How much work: runs of each wave, steps of the sampler, draws kept, draws at which the mechanism is run again."""

    runs: tuple[int, ...] = (250, 250, 400, 400)
    steps: int = 12000
    draws: int = 2000
    checked: int = 30
    seed: int = 1


@dataclass(frozen=True)
class Emulated:
    """The emulator of one trial: expectations and sensitivities of all its observations, from some `columns`."""

    emulator: Emulator
    columns: tuple[int, ...]
    observations: int
    percent: tuple[int, ...] = ()

    def __call__(self, points: Array) -> Predicted:
        """What is expected at `points` (draws, coordinates of the mechanism)."""
        n = self.observations
        found = self.emulator(points[:, list(self.columns)])
        mean = found[:, :n].copy()
        for column in self.percent:
            mean[:, column] = np.clip(mean[:, column], 0.0, 1.0)
        return Predicted(mean, found[:, n : 2 * n], found[:, 2 * n :], np.zeros_like(mean))

    @property
    def error(self) -> Array:
        """What each expectation may be off, (observations,)."""
        return self.emulator.error[: self.observations]


@dataclass(frozen=True)
class Target:
    """The posterior density: the prior is standard normal, the likelihood is that of the emulated trials."""

    space: Space
    emulated: Mapping[str, Emulated]
    likelihoods: tuple[TrialLikelihood, ...]
    noise: float = 1.0

    def __call__(self, points: Array) -> Array:
        """Log density at `points` (n, coordinates), up to a constant; nothing farther out than `_BOUND` is believed."""
        asked = np.atleast_2d(points)
        points = np.clip(asked, -_BOUND, _BOUND)
        total = -0.5 * (points**2).sum(axis=1)
        shifts = self.shifts(points)
        for one in self.likelihoods:
            emulated = self.emulated[one.trial.id]
            predicted = emulated(points[:, : self.space.mechanism])
            total = total + one.log_probability(predicted, shifts, self.noise * emulated.error)
        return np.asarray(np.where((np.abs(asked) > _BOUND).any(axis=1), -np.inf, total))

    def shifts(self, points: Array) -> dict[str, Array]:
        """How much trials differ at `points`."""
        values = self.space.values(points)
        return {name: values[name] for name in HETEROGENEITY}

    def without(self, trial: str) -> "Target":
        """The density that has not seen `trial`."""
        others = tuple(one for one in self.likelihoods if one.trial.id != trial)
        return Target(self.space, self.emulated, others, self.noise)


@dataclass(frozen=True)
class Calibration:
    """What came of it: the posterior, its density and draws, and how near the emulator was to the mechanism."""

    posterior: Posterior
    target: Target
    correlations: Mapping[str, Array]
    draws: Draws
    exact: Mapping[str, Predicted]
    emulator_off: float
    pareto_k: float
    unsolved: float
    waves: tuple[Mapping[str, float], ...] = field(default=())


def calibrate(
    trials: Sequence[PublishedTrial],
    space: Space,
    workshop: Workshop,
    plan: Plan,
    *,
    untold: Callable[[int], Mapping[str, Array]] = lambda n: {},
    progress: Callable[[str], Progress] = lambda title: lambda done, of: None,
) -> Calibration:
    """The posterior after `trials`. `untold(n)` gives n draws of the numbers that the trials do not tell of."""
    points = latin_normal(plan.runs[0], space.mechanism, plan.seed)
    correlations = correlations_at(trials, space, workshop, np.zeros(len(space.coordinates)))
    runs: list[tuple[Array, dict[str, Predicted]]] = []
    waves: list[Mapping[str, float]] = []
    for number, count in enumerate(plan.runs, start=1):
        runs.append((points, run_bank(workshop, trials, space, points, progress(f"Wave {number}: running the trials"))))
        last = number == len(plan.runs)
        near = runs[-_LAST_WAVES:] if last else runs[-2:]
        target = Target(space, emulate(trials, space, near), counted(trials, correlations))
        steps = plan.steps if last else min(plan.steps, _SEARCHING)
        draws = draw(target, _best(target, plan.seed), steps=steps, keep=plan.draws, seed=plan.seed)
        waves.append({"runs": float(count), "r_hat": float(draws.r_hat.max()), "off": _relative_error(target, draws)})
        if not last:
            correlations = correlations_at(trials, space, workshop, np.median(draws.points, axis=0))
            points = wider(draws.points[:, : space.mechanism], plan.runs[number], plan.seed + number)
    return _checked(trials, target, correlations, draws, workshop, plan, untold, waves, progress)


def emulate(
    trials: Sequence[PublishedTrial], space: Space, runs: Sequence[tuple[Array, Mapping[str, Predicted]]]
) -> dict[str, Emulated]:
    """An emulator of every trial, from runs at points."""
    points = np.concatenate([at for at, _ in runs])
    found: dict[str, Emulated] = {}
    for trial in trials:
        of = joined([predicted[trial.id] for _, predicted in runs])
        numbers = np.concatenate([of.mean, of.setting, of.treatment], axis=1)
        solved = np.isfinite(numbers).all(axis=1)
        noise = np.sqrt(np.square(of.noise[solved]).mean(axis=0))
        noise = np.concatenate([noise, np.zeros(2 * noise.size)])
        columns = relevant(trial, space)
        percent = tuple(at for at, observed in enumerate(trial.observed) if observed.measure.percent)
        emulator = fit_emulator(points[solved][:, list(columns)], numbers[solved], noise)
        found[trial.id] = Emulated(emulator, columns, len(trial.observed), percent)
    return found


def correlations_at(
    trials: Sequence[PublishedTrial], space: Space, workshop: Workshop, point: Array
) -> dict[str, Array]:
    """How the numbers of each trial go together in the same patients, at one point."""
    values = {n: v for n, v in space.values(point[None, :]).items() if n not in HETEROGENEITY}
    people = max(PEOPLE_FOR_CORRELATION, workshop.people) if workshop.people > 20 else workshop.people
    return {t.id: correlation(t, values, people, workshop.simulator, workshop.seed) for t in trials}


def latin_normal(n: int, size: int, seed: int) -> Array:
    """`n` standard normal points, evenly spread along each coordinate (a Latin hypercube)."""
    from scipy.special import ndtri
    from scipy.stats import qmc

    even = qmc.LatinHypercube(d=size, rng=np.random.default_rng(seed)).random(n)
    return np.asarray(np.clip(ndtri(even), -_FARTHEST, _FARTHEST))


def wider(points: Array, n: int, seed: int) -> Array:
    """`n` points spread like `points`, a little wider."""
    centre, spread = points.mean(axis=0), np.cov(points.T)
    lower = np.linalg.cholesky(spread + 1e-6 * np.eye(centre.size))
    return np.asarray(centre + WIDER * latin_normal(n, centre.size, seed) @ lower.T)


def _best(target: Target, seed: int) -> Array:
    """Where to start: the best of many points of the prior."""
    points = 0.7 * np.random.default_rng(seed).standard_normal((4000, len(target.space.coordinates)))
    return np.asarray(points[np.argmax(target(points))])


def _relative_error(target: Target, draws: Draws) -> float:
    """The emulator's error over the SD of each counted number, root mean square."""
    point = np.median(draws.points, axis=0)[None, :]
    squares = []
    for one in target.likelihoods:
        emulated = target.emulated[one.trial.id]
        predicted = emulated(point[:, : target.space.mechanism])
        total = one.covariance(predicted, target.shifts(point), np.zeros_like(emulated.error))
        squares += list(emulated.error[list(one.columns)] ** 2 / np.diagonal(total[0]))
    return float(np.sqrt(np.mean(squares)))


def _checked(
    trials: Sequence[PublishedTrial],
    target: Target,
    correlations: Mapping[str, Array],
    draws: Draws,
    workshop: Workshop,
    plan: Plan,
    untold: Callable[[int], Mapping[str, Array]],
    waves: Sequence[Mapping[str, float]],
    progress: Callable[[str], Progress],
) -> Calibration:
    """The mechanism itself at some draws: how far off the emulator is, and whether reweighting by it would matter."""
    points = draws.points[: plan.checked]
    careful = replace(workshop, people=max(PEOPLE_FOR_CHECK, workshop.people)) if workshop.people > 20 else workshop
    exact = run_bank(careful, trials, target.space, points, progress("Running the trials at the posterior"))
    solved = np.all([np.isfinite(exact[one.trial.id].mean).all(axis=1) for one in target.likelihoods], axis=0)
    apart = _log_ratio(target, points[solved], {name: of.chosen(solved) for name, of in exact.items()})
    extra = untold(plan.draws)
    values = {**target.space.values(draws.points), **extra}
    posterior = made(tuple(values), np.column_stack(list(values.values())), name_of(trials, workshop))
    off = _relative_error(target, draws)
    return Calibration(
        posterior, target, correlations, draws, exact, off, pareto_k(apart), float(1.0 - solved.mean()), tuple(waves)
    )


def _log_ratio(target: Target, points: Array, exact: Mapping[str, Predicted]) -> Array:
    """Log density of the mechanism over that of the emulator, (draws,)."""
    shifts = target.shifts(points)
    apart = np.zeros(points.shape[0])
    for one in target.likelihoods:
        emulated = target.emulated[one.trial.id]
        told = one.log_probability(emulated(points[:, : target.space.mechanism]), shifts, emulated.error)
        chance = np.sqrt(np.square(exact[one.trial.id].noise).mean(axis=0))
        apart += one.log_probability(exact[one.trial.id], shifts, chance) - told
    return apart


def name_of(trials: Sequence[PublishedTrial], workshop: Workshop) -> str:
    """What the posterior was made of, in a few words: the mechanism's and the trials' versions."""
    evidence = hashlib.sha256(repr([(trial.id, trial.observed) for trial in trials]).encode()).hexdigest()
    return f"mechanism {workshop.version[:12]}, {len(trials)} trials {evidence[:12]}"
