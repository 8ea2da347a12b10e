"""Knows how to tell what happens when: the stages of the mechanism after one dose, from minutes to two weeks.

One typical patient, open label or blinded, seen at moments that people ask about; each stage as its own curve, with a
plain sentence. What the drug does to mood is told apart from what expectancy and time do, by leaving the drug out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.dosing import Dose
from daybreak.science.mechanism.course import Course, CourseResult, People, simulate_course
from daybreak.science.mechanism.model import MODULES
from daybreak.science.mechanism.quantified import shipped
from daybreak.science.units import MINUTES_PER_HOUR

TWO_WEEKS_H = 14 * 24.0
MOMENTS_H = (0.0, 1 / 12, 0.25, 0.5, 2 / 3, 1.0, 1.5, 2.0, 4.0, 8.0, 24.0, 72.0, 168.0, TWO_WEEKS_H)
LIMITS = (
    "Explains averages, for one typical patient; not validated for a single patient's decision. "
    "No stage between the blood and the symptoms has been measured well in people."
)


@dataclass(frozen=True)
class Shown:
    """One curve that is shown: the name of the stage's curve, words, unit and the factor to that unit."""

    name: str
    label: str
    unit: str
    factor: float = 1.0


SHOWN = (
    Shown("S_brain", "S-ketamine at the brain", "ng/mL"),
    Shown("block_interneuron", "NMDA block, interneurons", "%", 100.0),
    Shown("block_pyramidal", "NMDA block, pyramidal cells", "%", 100.0),
    Shown("glutamate", "Glutamate surge", "% of most", 100.0),
    Shown("ampa", "AMPA throughput", "% of most", 100.0),
    Shown("growth_signal", "TrkB and mTORC1", "% of most", 100.0),
    Shown("bdnf", "BDNF and new proteins", "% of most", 100.0),
    Shown("potentiated", "Potentiated synapses", "of best", 1.0),
    Shown("nascent", "Nascent synapses", "of best", 1.0),
    Shown("lasting", "Lasting synapses", "of best", 1.0),
    Shown("plasticity", "Plasticity, all three", "of best", 1.0),
    Shown("cadss", "Dissociation", "CADSS"),
    Shown("moaas", "Sedation", "MOAA/S"),
    Shown("systolic_rise", "Rise of systolic pressure", "mmHg"),
    Shown("diastolic_rise", "Rise of diastolic pressure", "mmHg"),
    Shown("heart_rate_rise", "Rise of heart rate", "1/min"),
)
DOMAIN_LABELS = {
    "mood": "Low mood",
    "motivation": "Lost motivation",
    "suicidality": "Suicidal thoughts",
    "cognition": "Cognition",
}


@dataclass(frozen=True)
class Explanation:
    """The stages after a dose: `times_h`, curves by name in the units of SHOWN, symptoms in % of baseline.

    `without_drug` are the symptoms of the same patient with the same expectancy and no drug.
    """

    dose: Dose
    times_h: Array
    stages: Mapping[str, Array]
    symptoms: Mapping[str, Array]
    without_drug: Mapping[str, Array]
    error: float

    def as_dict(self) -> dict[str, Any]:
        """The explanation as JSON-ready data."""
        return {
            "model": {"name": "daybreak-mechanism", "parameters_sha256": shipped().sha256, "limits": LIMITS},
            "dose": {"route": self.dose.route.value, "mg": self.dose.mg, "form": self.dose.form.value},
            "time_h": [round(float(t), 6) for t in self.times_h],
            "stages": {s.name: {"label": s.label, "unit": s.unit, "value": _four(self.stages[s.name])} for s in SHOWN},
            "symptoms": {n: {"label": DOMAIN_LABELS[n], "value": _four(v)} for n, v in self.symptoms.items()},
            "symptoms_without_drug": {n: _four(v) for n, v in self.without_drug.items()},
            "plainly": {module.STAGE.name: module.STAGE.plainly for module in MODULES},
            "estimated_error": self.error,
        }


def explain(dose: Dose, people: People, *, open_label: bool = True, times_h: Array | None = None) -> Explanation:
    """What `dose` sets in motion in the first of `people`: typical but for weight, age, sex, resistance, severity."""
    moments = np.array(MOMENTS_H) if times_h is None else times_h
    one = people.part(0, 1)
    course = Course(doses=(dose,), open_label=open_label)
    found = simulate_course(course, one, {}, moments, seed=None, stages=True)
    start_h = dose.start_min / MINUTES_PER_HOUR
    sham = replace(course, doses=(), sham=(start_h,))
    without = simulate_course(sham, one, {}, moments, seed=None)
    return Explanation(
        dose=dose,
        times_h=moments,
        stages={shown.name: _rounded(found.stages[shown.name][0]) * shown.factor for shown in SHOWN},
        symptoms=_percent(found),
        without_drug=_percent(without),
        error=found.error,
    )


def _percent(result: CourseResult) -> dict[str, Array]:
    return {name: 100.0 * curve[0] for name, curve in result.domains.items()}


def _rounded(curve: Array) -> Array:
    """Without what is only rounding: nothing here is meaningful below one part in 10^9."""
    return np.where(np.abs(curve) < 1e-9, 0.0, curve)


def _four(values: Array) -> list[float]:
    return [float(f"{value:.4g}") for value in values.tolist()]


def dense_times() -> Array:
    """Times for a curve on a logarithmic axis, from one minute to two weeks."""
    return np.geomspace(1.0 / MINUTES_PER_HOUR, TWO_WEEKS_H, 240)
