"""Knows the prediction that a clinic sees: bands over people like this one, milestones, limits; as data and as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from daybreak import __version__
from daybreak.science import cautions, milestones, parameters, pharmacokinetics
from daybreak.science.compartments import Array
from daybreak.science.dosing import Dose, DosingError
from daybreak.science.population import Individuals, Population, Subject
from daybreak.science.response import Response, respond

MODEL_NAME = "daybreak-acute"
PERCENTILES = {"p05": 0.05, "p25": 0.25, "median": 0.50, "p75": 0.75, "p95": 0.95}
LONGEST_MIN = 14 * 24 * 60.0
MOST_TIMES = 20_000

_SHOWN = {
    "ketamine": ("Arterial ketamine", "ng/mL"),
    "norketamine": ("Arterial norketamine", "ng/mL"),
    "dissociation": ("Dissociation", "0–10"),
    "cadss": ("CADSS", "CADSS points"),
    "systolic_rise": ("Systolic rise", "mmHg"),
    "diastolic_rise": ("Diastolic rise", "mmHg"),
    "heart_rate_rise": ("Heart-rate rise", "/min"),
}
_SHOWN_VENOUS = {"ketamine": ("Venous esketamine", "ng/mL"), "norketamine": ("Venous noresketamine", "ng/mL")}


@dataclass(frozen=True)
class Band:
    """One curve over people: its percentiles at each time, by name (p05, p25, median, p75, p95)."""

    label: str
    unit: str
    percentiles: Mapping[str, Array]

    @property
    def median(self) -> Array:
        """Half the people are above, half below."""
        return self.percentiles["median"]


@dataclass(frozen=True)
class Prediction:
    """What is expected after `doses` in `n` people like `subject`, drawn with `seed`."""

    doses: tuple[Dose, ...]
    subject: Subject
    n: int
    seed: int
    time_min: Array
    series: Mapping[str, Band]
    milestones: milestones.Milestones
    notes: tuple[str, ...]
    parameters_sha256: str

    def as_dict(self) -> dict[str, Any]:
        """The prediction as JSON-ready data, numbers to four significant digits."""
        return {
            "model": {
                "name": MODEL_NAME,
                "version": __version__,
                "parameters_sha256": self.parameters_sha256,
                "n": self.n,
                "seed": self.seed,
                "limits": cautions.LIMITS,
            },
            "inputs": self._inputs(),
            "time_min": _rounded(self.time_min),
            "series": {name: _band_as_dict(band) for name, band in self.series.items()},
            "milestones": self._milestones(),
            "notes": list(self.notes),
        }

    def _inputs(self) -> dict[str, Any]:
        first = self.doses[0]
        return {
            "route": first.route.value,
            "mg": first.mg,
            "weight_kg": self.subject.weight_kg,
            "age_y": self.subject.age_y,
            "sex": self.subject.sex or None,
            "doses": [_dose_as_dict(dose) for dose in self.doses],
        }

    def _milestones(self) -> dict[str, Any]:
        return {
            **{f"{name}_min": self.milestones.spread(name) for name in ("onset", "peak", "fade")},
            "share_reaching": float(f"{self.milestones.share_reaching:.4g}"),
        }


def predict(
    doses: Sequence[Dose],
    subject: Subject,
    *,
    n: int = 500,
    seed: int = 1,
    horizon_min: float = 240.0,
    step_min: float = 2.0,
) -> Prediction:
    """Predict the acute response over `horizon_min`, every `step_min`, in `n` people like `subject`.

    The same seed gives the same people. Raises `DosingError`, `SubjectError` or `ValueError` with a sentence.
    """
    time_min = _times(horizon_min, step_min)
    people = respond(doses, Individuals(subject, Population(n, seed)), time_min)
    typical = respond(doses, Individuals(subject), time_min)
    venous = pharmacokinetics.is_venous(doses)
    return Prediction(
        doses=tuple(doses),
        subject=subject,
        n=n,
        seed=seed,
        time_min=time_min,
        series=_bands(people, venous),
        milestones=milestones.milestones(time_min, people["cadss"]),
        notes=tuple(cautions.notes(doses, subject, venous, float(typical["s_ketamine"].max()))),
        parameters_sha256=parameters.shipped().sha256,
    )


def typical_response(
    doses: Sequence[Dose], subject: Subject, *, horizon_min: float = 240.0, step_min: float = 2.0
) -> Response:
    """The response of the one typical person of this weight, age and sex, without any band."""
    return respond(doses, Individuals(subject), _times(horizon_min, step_min))


def _times(horizon_min: float, step_min: float) -> Array:
    if not 0 < horizon_min <= LONGEST_MIN:
        raise DosingError(f"A simulation lasts more than 0 and at most {LONGEST_MIN / 1440:g} days: shorten it.")
    if not 0 < step_min <= horizon_min or horizon_min / step_min > MOST_TIMES:
        raise DosingError(f"A step of {step_min:g} min does not fit {horizon_min:g} min: use 0.1 to {horizon_min:g}.")
    return np.arange(round(horizon_min / step_min) + 1, dtype=np.float64) * step_min


def _bands(people: Response, venous: bool) -> dict[str, Band]:
    shown = _SHOWN | (_SHOWN_VENOUS if venous else {})
    return {name: Band(label, unit, _percentiles(people[name])) for name, (label, unit) in shown.items()}


def _percentiles(values: Array) -> dict[str, Array]:
    """Percentiles over people at each time, by linear interpolation between the two nearest people."""
    ordered = np.sort(values, axis=0)
    last = ordered.shape[0] - 1
    found = {}
    for name, share in PERCENTILES.items():
        below = int(share * last)
        weight = share * last - below
        found[name] = ordered[below] + weight * (ordered[min(below + 1, last)] - ordered[below])
    return found


def _band_as_dict(band: Band) -> dict[str, Any]:
    curves = {name: _rounded(values) for name, values in band.percentiles.items()}
    return {"label": band.label, "unit": band.unit, **curves}


def _dose_as_dict(dose: Dose) -> dict[str, Any]:
    return {
        "route": dose.route.value,
        "mg": dose.mg,
        "start_min": dose.start_min,
        "duration_min": dose.duration_min,
        "form": dose.form.value,
    }


def _rounded(values: Array) -> list[float]:
    return [float(f"{value:.4g}") for value in values.tolist()]
