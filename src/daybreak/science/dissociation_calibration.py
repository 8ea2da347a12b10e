"""Knows how the spread of dissociation between people follows from published spreads, as a repeatable computation.

1. Emax spreads between studies as their means do around the model: the root mean square of log(observed / predicted)
   over the published mean rises of the CADSS.
2. C50 spreads between people so that the relative spread of the rise matches Goldway 2025 at its two times as closely
   as possible (least squares of logs): after the bolus, and at the concentration where the mean rise has fallen by the
   published ratio. 20,000 people are drawn with a fixed seed.
"""

import math
from dataclasses import dataclass

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.disposition import Enantiomer
from daybreak.science.dissociation import hill
from daybreak.science.pharmacokinetics import Analyte, Signal, Site, concentrations
from daybreak.science.population import Individuals, Population, Subject
from daybreak.science.published_effects import PublishedCadss, published_effects

BRAIN = Signal(Analyte.KETAMINE, Enantiomer.S, Site.BRAIN)
_PEOPLE = Population(n=20_000, seed=2025)
_SDS = np.arange(0.10, 0.91, 0.02)


@dataclass(frozen=True)
class DissociationFit:
    """Standard deviations on the log scale."""

    emax_sd: float
    c50_sd: float


def calibrated() -> DissociationFit:
    """Repeat the calibration from the published data; a few seconds."""
    return DissociationFit(emax_sd=emax_sd(), c50_sd=c50_sd())


def predicted_rise(study: PublishedCadss) -> float:
    """The typical person's rise of the CADSS when the study reported its mean."""
    who = Individuals(Subject())
    held = concentrations(study.doses, who, np.array([study.at_min]), [BRAIN])[BRAIN]
    typical = who.typical
    return float(
        typical("dissociation.Emax") * hill(held, typical("dissociation.C50"), typical("dissociation.gamma"))[0, 0]
    )


def emax_sd() -> float:
    """Root mean square of log(observed / predicted) over the published means."""
    logs = [math.log(study.rise / predicted_rise(study)) for study in published_effects().cadss]
    return math.sqrt(sum(value**2 for value in logs) / len(logs))


def c50_sd() -> float:
    """The standard deviation of log C50 that reproduces the published relative spreads best."""
    held, aim = _held_in_the_brain(), published_effects().cadss_spread
    early, late = aim["early_sd"] / aim["early_mean"], aim["late_sd"] / aim["late_mean"]
    misses = []
    for sd in _SDS:
        near, far = _relative_spreads(held, float(sd), aim["late_mean"] / aim["early_mean"])
        misses.append(math.log(near / early) ** 2 + math.log(far / late) ** 2)
    return float(_SDS[int(np.argmin(misses))])


def _held_in_the_brain() -> Array:
    study = next(study for study in published_effects().cadss if study.id == "goldway2025")
    who = Individuals(Subject(), _PEOPLE)
    return concentrations(study.doses, who, np.array([study.at_min]), [BRAIN])[BRAIN][:, 0]


def _relative_spreads(held: Array, sd: float, mean_ratio: float) -> tuple[float, float]:
    early = _fraction(held, sd)
    late = _fraction(held * _dilution(held, sd, float(early.mean()) * mean_ratio), sd)
    return float(early.std() / early.mean()), float(late.std() / late.mean())


def _dilution(held: Array, sd: float, mean: float) -> float:
    """The factor on concentration at which the mean fraction is `mean`, by bisection."""
    low, high = 1e-3, 1.0
    for _ in range(40):
        middle = math.sqrt(low * high)
        low, high = (low, middle) if float(_fraction(held * middle, sd).mean()) > mean else (middle, high)
    return math.sqrt(low * high)


def _fraction(held: Array, sd: float) -> Array:
    typical = Individuals(Subject()).typical
    half = typical("dissociation.C50") * np.exp(sd * _PEOPLE.deviates("dissociation.C50"))
    return hill(held, half, typical("dissociation.gamma"))
