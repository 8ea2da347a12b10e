"""Knows how the parameters of haemodynamics.py follow from the published rises, as a computation anyone can repeat.

1. The delay of the vessels is the half-life that brings the peaks after a 5-minute push, an intramuscular and a
   subcutaneous injection closest to the middle of the windows Loo 2016 reports (least squares).
2. Each study s reports a mean rise y_s of n_s people; the model says A x_s with x_s = C_s / (C50 + C_s), C_s the
   predicted S-ketamine at the vessels at the time of the report. With a between-study variance tau^2,

       y_s ~ Normal(A x_s, sigma^2 / n_s + tau^2),

   A, C50 and tau have the largest likelihood for systolic pressure; C50 is kept for the other two.
3. A person's amplitude is log-normal around A with the relative variance of patients (Yale 2024) compounded with that
   of studies (tau over the mean rise). Where only two studies exist (heart rate), systolic variability is assumed.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.disposition import Enantiomer
from daybreak.science.parameters import Parameters, shipped
from daybreak.science.pharmacokinetics import Analyte, Signal, Site, concentrations
from daybreak.science.population import Individuals, Subject
from daybreak.science.published_effects import AT_THE_PEAK, PublishedRise, published_effects

VESSELS = Signal(Analyte.KETAMINE, Enantiomer.S, Site.VESSELS)
_HALF_LIVES = np.arange(1.0, 8.01, 0.5)
_C50S = np.exp(np.linspace(math.log(5.0), math.log(500.0), 241))
_TAUS = np.linspace(0.0, 15.0, 301)
_MINUTES = np.arange(0.0, 240.5, 0.5)


@dataclass(frozen=True)
class Amplitude:
    """Mean amplitude of one quantity, spread between studies and people (relative), and what the model stores."""

    mean: float
    between_studies: float
    between_people: float

    @property
    def variance(self) -> float:
        """Variance on the log scale of a person's amplitude."""
        return math.log((1.0 + self.between_studies**2) * (1.0 + self.between_people**2))

    @property
    def median(self) -> float:
        """The typical (median) amplitude of the log-normal whose mean is `mean`."""
        return self.mean * math.exp(-self.variance / 2.0)


@dataclass(frozen=True)
class HaemodynamicsFit:
    """Everything the calibration finds: half-life (min), C50 (ng/mL) and the three amplitudes."""

    half_life_min: float
    c50: float
    tau_systolic: float
    amplitudes: dict[str, Amplitude]


def calibrated() -> HaemodynamicsFit:
    """Repeat the calibration from the published data; about two seconds."""
    who = _with_half_life(half_life())
    half = who.typical("effect.vessels_half_life")
    c50, _, tau = _most_likely("systolic", who, _C50S)
    studies = tau / _mean_rise("systolic")
    return HaemodynamicsFit(half, c50, tau, {name: _amplitude(name, who, c50, studies) for name in _QUANTITIES})


def half_life() -> float:
    """The half-life (min) of the vessels' delay that places the three peaks best."""
    misses = [_miss(_with_half_life(float(candidate))) for candidate in _HALF_LIVES]
    return float(_HALF_LIVES[int(np.argmin(misses))])


def predicted_concentration(study: PublishedRise, who: Individuals) -> float:
    """S-ketamine at the vessels (ng/mL) when the study reported its rise."""
    curve = concentrations(study.doses, who, _MINUTES, [VESSELS])[VESSELS][0]
    return float(curve.max() if study.at_min == AT_THE_PEAK else curve[study.at_min == _MINUTES][0])


def log_variance(parameter_id: str) -> float:
    """The variance between people of a stored amplitude, on the log scale."""
    spread = shipped()[parameter_id].spread
    return 0.0 if spread is None else spread.sd**2


_QUANTITIES = ("systolic", "diastolic", "heart_rate")


def _with_half_life(minutes: float) -> Individuals:
    known = shipped()
    entry = replace(known["effect.vessels_half_life"], value=minutes)
    return Individuals(Subject(), None, Parameters({**known.entries, entry.id: entry}, known.sha256))


def _miss(who: Individuals) -> float:
    total = 0.0
    for peak in published_effects().peaks:
        curve = concentrations(peak.doses, who, _MINUTES, [VESSELS])[VESSELS][0]
        middle = (peak.from_min + peak.to_min) / 2.0
        total += float(_MINUTES[int(np.argmax(curve))] - middle) ** 2
    return total


def _studies(quantity: str) -> list[PublishedRise]:
    return [study for study in published_effects().rises if study.used and quantity in study.rise]


def _mean_rise(quantity: str) -> float:
    """Mean of the rises reported at or near the peak of an intravenous infusion."""
    peaks = [s.rise[quantity] for s in _studies(quantity) if s.doses[0].duration_min == 40 and s.rise[quantity] > 0]
    return float(np.mean(peaks))


def _people_cv(quantity: str) -> float:
    spread = published_effects().pressure_spread
    known = quantity if f"{quantity}_sd" in spread else "systolic"
    return spread[f"{known}_sd"] / spread[f"{known}_mean"]


def _most_likely(quantity: str, who: Individuals, c50s: Array) -> tuple[float, float, float]:
    """C50, amplitude and between-study SD of the largest likelihood, over a grid of C50 and tau."""
    studies = _studies(quantity)
    rises = np.array([s.rise[quantity] for s in studies])
    held = np.array([predicted_concentration(s, who) for s in studies])
    sd = _people_cv(quantity) * max(_mean_rise(quantity), 1.0)
    shape = held / (c50s[:, None, None] + held)
    variance = sd**2 / np.array([s.n for s in studies]) + _TAUS[None, :, None] ** 2
    amplitude = (shape * rises / variance).sum(axis=2) / (shape**2 / variance).sum(axis=2)
    error = rises - amplitude[:, :, None] * shape
    likelihood = -0.5 * (np.log(variance) + error**2 / variance).sum(axis=2)
    best = np.unravel_index(int(np.argmax(likelihood)), likelihood.shape)
    return float(c50s[best[0]]), float(amplitude[best]), float(_TAUS[best[1]])


def _amplitude(quantity: str, who: Individuals, c50: float, systolic_studies: float) -> Amplitude:
    _, mean, tau = _most_likely(quantity, who, np.array([c50]))
    enough = len(_studies(quantity)) > 2
    return Amplitude(
        mean=mean,
        between_studies=tau / _mean_rise(quantity) if enough else systolic_studies,
        between_people=_people_cv(quantity),
    )
