"""The one door between the record and the model: the prediction of an injection and the mechanism, as JSON."""

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from daybreak.science.compartments import Array
    from daybreak.science.mechanism.course import Course
    from daybreak.science.mechanism.quantified import Number
    from daybreak.science.parameters import Parameter

REMEMBERED = 64
"""Predictions kept in this process: as one types a dose the same few are asked for again and again."""

BANDS = ("p05", "p25", "median", "p75", "p95")
KNOWN_SEXES = ("female", "male")
"""For anyone else the model takes the clearance between the two, and its notes say so."""


def predict_injection(*, route: str, mg: float, weight_kg: float, age_y: int, sex: str) -> dict[str, Any]:
    """The predicted concentrations and effects over four hours, as JSON-ready values.

    ``mg`` of racemic ketamine, ``weight_kg`` the actual weight. Raises whatever the model raises, and ValueError
    when it gives a number that JSON has no word for: a curve with a hole in it must not be drawn as if it were whole.
    """
    prediction: dict[str, Any] = json.loads(_predicted(str(route), float(mg), float(weight_kg), age_y, str(sex)))
    return prediction


def _whole(prediction: dict[str, Any]) -> dict[str, Any]:
    """The same prediction, if it names its model and every curve is as long as its time. ValueError otherwise."""
    model, length = prediction["model"], len(prediction["time_min"])
    if not all(model[name] for name in ("name", "version", "parameters_sha256")):
        raise ValueError("A prediction without its model's name, version and parameters cannot be kept.")
    for series in prediction["series"].values():
        if any(len(series[band]) != length for band in BANDS):
            raise ValueError("A curve of the prediction is not as long as its time.")
    return prediction


@lru_cache(maxsize=REMEMBERED)
def _predicted(route: str, mg: float, weight_kg: float, age_y: int, sex: str) -> str:
    from daybreak.science.dosing import Dose, Route
    from daybreak.science.population import Subject
    from daybreak.science.prediction import predict

    subject = Subject(weight_kg=weight_kg, age_y=age_y, sex=sex if sex in KNOWN_SEXES else "")
    return json.dumps(_whole(predict([Dose(Route(route), mg)], subject).as_dict()), allow_nan=False)


TYPICAL_KG, TYPICAL_AGE_Y = 75.0, 45.0
INFUSION_MIN = 40.0
DOSE_DAYS = {1: (0.0,), 6: (0.0, 3.0, 7.0, 10.0, 14.0, 17.0)}
"""When the doses of a course are given: once, or twice a week for three weeks."""
MOMENTS_H = (0.0, 1 / 12, 0.25, 0.5, 2 / 3, 1.0, 1.5, 2.0, 4.0, 8.0, 24.0, 72.0, 168.0, 336.0)
"""Moments that people ask about; each of them is among the times of a course."""
_FINE_ENOUGH = 1e-3
"""Largest relative error of a curve that is only drawn; it keeps a new dose under a third of a second."""
_PERCENT = (
    *("block_interneuron", "block_pyramidal", "glutamate", "ampa", "growth_signal", "bdnf"),
    *("potentiated", "nascent", "lasting", "plasticity"),
    *("mood", "motivation", "suicidality", "cognition"),
)


def mechanism_after(*, route: str, mg_per_kg: float, doses: int) -> dict[str, Any]:
    """What ``doses`` (1 or 6) set in motion in a typical patient who knows what is given, as JSON-ready values.

    ``curves`` by name at ``time_h`` after the last dose, shares in %; ``first`` are the same after the first of six,
    until the next one; ``course`` is low mood over all the days, with the drug and without. Raises what the model
    raises.
    """
    found: dict[str, Any] = json.loads(_mechanism_after(str(route), float(mg_per_kg), int(doses)))
    return found


@lru_cache(maxsize=REMEMBERED)
def _mechanism_after(route: str, mg_per_kg: float, doses: int) -> str:
    import numpy as np

    from daybreak.science.mechanism.explanation import LIMITS
    from daybreak.science.mechanism.quantified import shipped

    times = np.unique(np.concatenate([np.array(MOMENTS_H), np.geomspace(1 / 60, MOMENTS_H[-1], 170)]))
    last = 24.0 * DOSE_DAYS[doses][-1]
    days = np.arange(0.0, last + MOMENTS_H[-1] + 1, 4.0)
    asked = np.unique(np.concatenate([times, days, last + times])) if doses > 1 else times
    curves = _curves(_given(route, mg_per_kg * TYPICAL_KG, doses), asked)
    until_next = times[times < 24.0 * DOSE_DAYS[6][1]]

    def at(hours: "Array", names: tuple[str, ...] = tuple(curves)) -> dict[str, list[float]]:
        return {name: _four(curves[name][np.searchsorted(asked, hours)]) for name in names}

    answer = {
        "model": {"name": "daybreak-mechanism", "parameters_sha256": shipped().sha256, "limits": LIMITS},
        "dose": {"route": route, "mg_per_kg": mg_per_kg, "mg": mg_per_kg * TYPICAL_KG, "doses": doses},
        "time_h": _four(times),
        "curves": at(last + times),
        "first": at(until_next) if doses > 1 else {},
        "course": {"day": _four(days / 24), "dose_day": DOSE_DAYS[doses], **at(days, ("mood", "mood_without"))}
        if doses > 1
        else None,
    }
    return json.dumps(answer, allow_nan=False)


def _given(route: str, mg: float, doses: int) -> "Course":
    from daybreak.science.dosing import Dose, Route
    from daybreak.science.mechanism.course import Course

    way = Route(route)
    lasts = INFUSION_MIN if way is Route.IV_INFUSION else 0.0
    given = tuple(Dose(way, mg, start_min=1440.0 * day, duration_min=lasts) for day in DOSE_DAYS[doses])
    return Course(doses=given, open_label=True)


def _curves(course: "Course", hours: "Array") -> dict[str, "Array"]:
    """Every curve by name at ``hours`` from the first dose; ``mood_without`` is the same care without the drug."""
    from daybreak.science.haemodynamics import rise
    from daybreak.science.mechanism.course import People, simulate_course
    from daybreak.science.pharmacokinetics import concentrations
    from daybreak.science.population import Individuals, Subject
    from daybreak.science.response import VESSELS

    one = People.alike(weight_kg=TYPICAL_KG, age_y=TYPICAL_AGE_Y)
    with_drug = simulate_course(course, one, {}, hours, seed=None, stages=True, tolerance=_FINE_ENOUGH)
    without = _without_drug(course.sessions_h, tuple(hours.tolist()))
    who = Individuals(Subject(TYPICAL_KG, TYPICAL_AGE_Y, ""))
    pressure = rise(concentrations(course.doses, who, hours * 60.0, (VESSELS,))[VESSELS], who)
    found = {name: 100.0 * with_drug.stages[name][0] for name in _PERCENT}
    found |= {name: with_drug.stages[name][0] for name in ("S_brain", "cadss")}
    found["drowsy"] = 5.0 - with_drug.stages["moaas"][0]
    found |= {"systolic_rise": pressure.systolic[0], "diastolic_rise": pressure.diastolic[0]}
    return found | {"mood_without": without}


@lru_cache(maxsize=len(DOSE_DAYS))
def _without_drug(sessions_h: tuple[float, ...], hours: tuple[float, ...]) -> "Array":
    """Low mood (%) with the same sessions and the same hope, but no drug."""
    from daybreak.science.mechanism.course import Course, People, simulate_course

    one = People.alike(weight_kg=TYPICAL_KG, age_y=TYPICAL_AGE_Y)
    sham = Course(sham=sessions_h, open_label=True)
    mood: Array = simulate_course(sham, one, {}, hours, seed=None, tolerance=_FINE_ENOUGH).domains["mood"][0]
    return mood * 100.0


def _four(values: "Array") -> list[float]:
    """To four digits; what is smaller than a millionth is only rounding."""
    return [0.0 if abs(value) < 1e-6 else float(f"{value:.4g}") for value in values.tolist()]


@lru_cache(maxsize=1)
def mechanism_declared() -> dict[str, dict[str, Any]]:
    """The declaration of every stage by name: words, equations in the model's own language, numbers with sources."""
    import inspect

    from daybreak.science.mechanism.model import MODULES
    from daybreak.science.mechanism.quantified import shipped

    return {
        module.STAGE.name: {
            "title": module.STAGE.title,
            "plainly": module.STAGE.plainly,
            "about": (inspect.getdoc(module) or "").split("\n\n"),
            "quantities": [(q.meaning, q.unit, q.name, q.formula.text) for q in module.STAGE.quantities],
            "states": [(s.meaning, s.unit, s.name, s.gain.text, s.loss.text, s.initial) for s in module.STAGE.states],
            "jumps": [(jump.kind.words, jump.state, jump.becomes.text) for jump in module.STAGE.jumps],
            "numbers": [_told(number) for number in shipped().values() if number.stage == module.STAGE.name],
        }
        for module in MODULES
    }


@lru_cache(maxsize=1)
def population_numbers() -> list[dict[str, Any]]:
    """The numbers that say who people are: how fast they break the drug down, and how often."""
    from daybreak.science.mechanism.quantified import shipped

    return [_told(number) for number in shipped().values() if number.stage == "population"]


@lru_cache(maxsize=1)
def acute_numbers() -> dict[str, list[dict[str, Any]]]:
    """The numbers of the acute model's dissociation and pressure, as the mechanism's are told."""
    from daybreak.science.parameters import shipped

    return {
        stage: [_told(parameter) for parameter in shipped().values() if parameter.stage == stage]
        for stage in ("dissociation", "pressure")
    }


def _told(number: "Number | Parameter") -> dict[str, Any]:
    from daybreak.science.mechanism.quantified import Law, Number

    believed = number.prior.interval(number.value) if isinstance(number, Number) else None
    fixed = not isinstance(number, Number) or number.prior.law is Law.FIXED
    return {
        "name": number.id.replace(".", "_"),
        "meaning": number.meaning,
        "value": f"{number.value:.4g}",
        "unit": "" if number.unit == "1" else number.unit,
        "believed": "" if fixed or believed is None else f"{believed[0]:.3g} to {believed[1]:.3g}",
        "certainty": number.certainty.value,
        "certainty_means": number.certainty.meaning,
        "source": number.source.citation,
        "note": number.note,
    }
