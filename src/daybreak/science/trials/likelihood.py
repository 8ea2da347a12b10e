"""Knows how probable the published numbers of a trial are, given what the model expects of them.

The numbers of one trial are jointly normal around their expectation. Their covariance has three parts:

    sampling       D^1/2 R D^1/2, with D the squared standard errors: printed, or from the printed SD and n, or binomial
                   p (1 - p) / n at the expected share p, or for an SD s^2 / 2 (n - 1); R is how numbers of the same
                   patients go together (predicted.py), so that what is said twice is not believed twice
    between trials setting_sd^2 g g' + treatment_sd^2 h h' over the number of trials joined, with g and h the
                   sensitivities to the shifts; for a cohort the shift of setting is taken twice as wide
    emulation      what the emulator may be off (emulator.py); zero where the mechanism itself was run

An observation without weight has no part in it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.trials.evidence import Measure, Observed, PublishedTrial
from daybreak.science.trials.predicted import Predicted

COHORT_WIDER = 2.0
_OWN = 0.02
"""The share of each number's variance that is its own (rounding, reading), so that no two are the same number."""


@dataclass(frozen=True)
class TrialLikelihood:
    """The counted numbers of one trial: `columns` picks them among all observations; `correlation` is R of all."""

    trial: PublishedTrial
    columns: tuple[int, ...]
    correlation: Array

    @property
    def observed(self) -> tuple[Observed, ...]:
        """The counted observations."""
        return tuple(self.trial.observed[column] for column in self.columns)

    def covariance(self, predicted: Predicted, shifts: Mapping[str, Array], error: Array) -> Array:
        """Covariance of the counted numbers for each draw, (draws, counted, counted)."""
        at = list(self.columns)
        variance = np.stack(
            [sampling_variance(o, predicted.mean[:, c]) for c, o in zip(at, self.observed, strict=True)]
        )
        size = np.sqrt(variance.T)
        total = size[:, :, None] * self.correlation[np.ix_(at, at)] * size[:, None, :]
        wider = COHORT_WIDER if self.trial.cohort else 1.0
        for name, shift, factor in (("setting", "setting_sd", wider), ("treatment", "treatment_sd", 1.0)):
            by = getattr(predicted, name)[:, at] * (shifts[f"trials.{shift}"] * factor)[:, None]
            total = total + by[:, :, None] * by[:, None, :] / self.trial.studies
        own = np.diagonal(total, axis1=1, axis2=2) * _OWN
        return np.asarray(total + (own + np.asarray(error)[at] ** 2)[:, :, None] * np.eye(len(at)))

    def log_probability(self, predicted: Predicted, shifts: Mapping[str, Array], error: Array) -> Array:
        """Log density of the counted numbers for each draw, (draws,)."""
        value = np.array([observed.compared for observed in self.observed])
        apart = value - predicted.mean[:, list(self.columns)]
        lower = np.linalg.cholesky(self.covariance(predicted, shifts, error))
        scaled = np.linalg.solve(lower, apart[:, :, None])[:, :, 0]
        log_det = 2.0 * np.log(np.diagonal(lower, axis1=1, axis2=2)).sum(axis=1)
        return np.asarray(-0.5 * ((scaled**2).sum(axis=1) + log_det + value.size * math.log(2.0 * math.pi)))


def sampling_variance(observed: Observed, mean: Array) -> Array:
    """Squared standard error of one observation whose expectation is `mean`, (draws,)."""
    printed = observed.compared_se
    if printed > 0:
        return np.full_like(mean, printed**2)
    if observed.measure.percent:
        share = (np.clip(mean, 0.0, 1.0) * observed.n + 0.5) / (observed.n + 1.0)
        return np.asarray(share * (1.0 - share) / observed.n)
    if observed.measure is Measure.SD:
        return np.asarray(np.maximum(mean, 1.0) ** 2 / (2.0 * (observed.n - 1)))
    return np.full_like(mean, (_USUAL_SD**2) / observed.n)


_USUAL_SD = 11.0
"""SD of change (points of the MADRS) where a trial prints none: the middle of those that were read."""


def counted(trials: Sequence[PublishedTrial], correlations: Mapping[str, Array]) -> tuple[TrialLikelihood, ...]:
    """One likelihood for each trial that has counted numbers."""
    found = []
    for trial in trials:
        columns = tuple(at for at, observed in enumerate(trial.observed) if observed.counted)
        if columns:
            found.append(TrialLikelihood(trial, columns, correlations[trial.id]))
    return tuple(found)
