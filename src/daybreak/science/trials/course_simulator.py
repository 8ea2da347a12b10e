"""Knows how an arm of a trial is asked of the mechanism: its doses and sessions as a course, its people as patients.

This is where virtual trials meet `science/mechanism`; everything else in this folder runs on any simulator.
"""

from collections.abc import Callable, Mapping
from itertools import pairwise

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.dosing import Dose
from daybreak.science.engine.collocation import UnsettledError
from daybreak.science.engine.grid import GridError
from daybreak.science.mechanism.course import Control as CourseControl
from daybreak.science.mechanism.course import Course, simulate_course
from daybreak.science.mechanism.course import People as Patients
from daybreak.science.mechanism.model import mechanism
from daybreak.science.trials.cohort import People
from daybreak.science.trials.protocol import Arm, Control, Step
from daybreak.science.trials.scales import DOMAINS
from daybreak.science.trials.simulator import Values

MINUTES_PER_HOUR = 60.0
TOLERANCE = 1e-4
"""Largest error of a domain: a thousandth of what a rater's error is."""
_CONTROLS = {Control.SALINE: CourseControl.SALINE, Control.MIDAZOLAM: CourseControl.MIDAZOLAM}


def simulate(arm: Arm, people: People, values: Values, times_h: Array) -> Mapping[str, Array]:
    """Severities of `people` in `arm` at `times_h`; a `Simulator`.

    Draws of the parameters that share what the mechanism wants to be one number for all stand side by side, and by
    themselves where they cannot be solved together.
    Raises `GridError` where the mechanism cannot be solved accurately enough.
    """
    return _simulated(arm, people, values, times_h, refuse=True)


def simulate_where_possible(arm: Arm, people: People, values: Values, times_h: Array) -> Mapping[str, Array]:
    """As `simulate`, with not-a-number for the people of draws at which the mechanism cannot be solved."""
    return _simulated(arm, people, values, times_h, refuse=False)


def _simulated(arm: Arm, people: People, values: Values, times_h: Array, *, refuse: bool) -> Mapping[str, Array]:
    known = {name: np.asarray(value) for name, value in values.items() if not name.startswith("trials.")}
    course, everyone = course_of(arm), patients(people)

    def solved(stretch: tuple[int, int]) -> Mapping[str, Array]:
        begin, end = stretch
        theirs = {name: _one_or_each(value[begin:end]) for name, value in known.items()}
        some = everyone.part(begin, end)
        return simulate_course(course, some, theirs, times_h, seed=people.seed, tolerance=TOLERANCE).domains

    parts: list[Mapping[str, Array]] = []
    for stretch in _alike([value for name, value in known.items() if _is_shared(name)], people.n):
        try:
            parts.append(solved(stretch))
        except (GridError, UnsettledError):
            draws = _alike([value[slice(*stretch)] for value in known.values()], stretch[1] - stretch[0])
            parts += _one_by_one(solved, [(stretch[0] + a, stretch[0] + b) for a, b in draws], arm, times_h, refuse)
    return {domain: np.concatenate([part[domain] for part in parts]) for domain in DOMAINS}


def _one_by_one(
    solved: Callable[[tuple[int, int]], Mapping[str, Array]],
    draws: list[tuple[int, int]],
    arm: Arm,
    times_h: Array,
    refuse: bool,
) -> list[Mapping[str, Array]]:
    """Each draw by itself, where not all of them could be solved together."""
    parts: list[Mapping[str, Array]] = []
    for begin, end in draws:
        try:
            parts.append(solved((begin, end)))
        except (GridError, UnsettledError) as problem:
            if refuse:
                raise GridError(f"arm {arm.name}: {problem}") from problem
            parts.append(dict.fromkeys(DOMAINS, np.full((end - begin, times_h.size), np.nan)))
    return parts


def _one_or_each(value: Array) -> float | Array:
    return float(value[0]) if np.all(value == value[0]) else value


def _is_shared(name: str) -> bool:
    """Whether the mechanism wants it to be one number for all people of a call."""
    return name.replace(".", "_") in mechanism().shared


def _alike(values: list[Array], n: int) -> list[tuple[int, int]]:
    """The stretches of people who share every number."""
    if not values:
        return [(0, n)]
    changes = np.any(np.diff(np.stack(values), axis=1) != 0, axis=0)
    edges = [0, *(np.flatnonzero(changes) + 1).tolist(), n]
    return list(pairwise(edges))


def course_of(arm: Arm) -> Course:
    """The course of treatment of an arm."""
    control = CourseControl.NONE if arm.active or not arm.sham_h else _CONTROLS.get(arm.control, CourseControl.NONE)
    return Course(
        doses=tuple(dose for step in arm.steps for dose in _doses(step)),
        per_kg=any(step.amount.mg_per_kg is not None for step in arm.steps),
        control=control,
        sham=arm.sham_h,
        therapy=arm.therapy_h,
        cbt=arm.cbt_h,
        ect=arm.ect_h,
        antidepressant_from_h=arm.antidepressant_from_h,
        benzodiazepine=arm.benzodiazepine,
        vr=arm.vr,
        open_label=arm.open_label,
    )


def patients(people: People) -> Patients:
    """The enrolled people as the mechanism knows them."""
    return Patients(
        weight_kg=people.weight_kg,
        age_y=people.age_y,
        woman=2.0 * people.female - 1.0,
        resistance=people.resistance_stage,
        severity=np.clip(people.true / people.scale.maximum, 0.0, 1.0),
        first=people.first,
    )


def _doses(step: Step) -> list[Dose]:
    amount = step.amount
    size = amount.mg if amount.mg is not None else amount.mg_per_kg
    return [
        Dose(
            route=amount.route,
            mg=float(size or 0.0),
            start_min=hour * MINUTES_PER_HOUR,
            duration_min=amount.minutes,
            form=amount.form,
        )
        for hour in step.times_h
    ]
