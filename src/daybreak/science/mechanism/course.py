"""Knows a course of treatment and what it does to people: the door through which the mechanism is simulated.

    result = simulate_course(course, people, parameters, times_h, seed=1)
    result.domains["mood"]        # (people, times), 1 = the patient's own baseline, 0 = well

Time is in hours from the start of the course; `Dose.start_min` keeps its minutes, on the same clock.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.dosing import Dose, DosingError
from daybreak.science.mechanism.declaration import EventKind
from daybreak.science.mechanism.metabolism import PHENOTYPES, UNKNOWN
from daybreak.science.units import MINUTES_PER_HOUR

SESSION_MIN = 120.0
"""Doses given within two hours of one another make one session: devices of a spray, steps of an infusion."""


class Control(StrEnum):
    """What a control arm is given in place of ketamine; `NONE` for an arm that is given ketamine, or nothing."""

    NONE = "none"
    SALINE = "saline"
    PLACEBO_SPRAY = "placebo_spray"
    MIDAZOLAM = "midazolam"


@dataclass(frozen=True)
class Course:
    """What one arm does to a patient; every time in hours from the start, `doses` in minutes on the same clock.

    With `per_kg` the `mg` of each dose is for each kilogram of the patient. A control arm names the times of its sham
    sessions in `sham`. `open_label` says that the patient knows what is given. `until_h` ends an antidepressant.
    """

    doses: tuple[Dose, ...] = ()
    per_kg: bool = False
    control: Control = Control.NONE
    sham: tuple[float, ...] = ()
    therapy: tuple[float, ...] = ()
    cbt: tuple[float, ...] = ()
    ect: tuple[float, ...] = ()
    antidepressant_from_h: float | None = None
    antidepressant_until_h: float | None = None
    benzodiazepine: bool = False
    vr: bool = False
    open_label: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "control", Control(self.control))
        for name in ("doses", "sham", "therapy", "cbt", "ect"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        moments = [*self.sham, *self.therapy, *self.cbt, *self.ect]
        if any(not (np.isfinite(moment) and moment >= 0) for moment in moments):
            raise DosingError("Every session of a course needs a time of 0 h or later.")
        if self.sham and self.doses and self.control is not Control.NONE:
            raise DosingError("An arm is given ketamine or its control, not both: write two courses.")
        if self.control is not Control.NONE and not self.sham:
            raise DosingError("A control arm needs the times of its sham sessions: name them in sham.")
        self._check_antidepressant()

    def _check_antidepressant(self) -> None:
        begin, end = self.antidepressant_from_h, self.antidepressant_until_h
        if end is not None and (begin is None or end <= begin):
            raise DosingError("An antidepressant must be started before it can be stopped.")
        if begin is not None and not (np.isfinite(begin) and begin >= 0):
            raise DosingError("An antidepressant is started at 0 h or later.")

    @property
    def sessions_h(self) -> tuple[float, ...]:
        """When each dosing session starts, sham or real."""
        starts = sorted({dose.start_min for dose in self.doses} | {hour * MINUTES_PER_HOUR for hour in self.sham})
        found: list[float] = []
        for start in starts:
            if not found or start - found[-1] > SESSION_MIN:
                found.append(start)
        return tuple(start / MINUTES_PER_HOUR for start in found)

    @property
    def events(self) -> Mapping[EventKind, tuple[float, ...]]:
        """The moments (h) of each kind of event."""
        return {
            EventKind.SESSION: self.sessions_h,
            EventKind.THERAPY: tuple(sorted(self.therapy)),
            EventKind.CBT: tuple(sorted(self.cbt)),
            EventKind.ECT: tuple(sorted(self.ect)),
        }

    @property
    def facts(self) -> Mapping[str, float]:
        """The facts of the course that the formulas know, as 0 or 1."""
        inert = self.control in (Control.SALINE, Control.PLACEBO_SPRAY)
        blinded = not self.open_label
        return {
            "takes_benzodiazepine": float(self.benzodiazepine),
            "virtual_reality": float(self.vr),
            "arm_inert": float(blinded and inert),
            "arm_midazolam": float(blinded and self.control is Control.MIDAZOLAM),
            "arm_drug": float(blinded and self.control is Control.NONE),
            "arm_open": float(self.open_label),
        }

    def antidepressant_taken(self, hour: float) -> float:
        """1 while a newly started antidepressant is taken, else 0."""
        begin, end = self.antidepressant_from_h, self.antidepressant_until_h
        return float(begin is not None and begin <= hour and (end is None or hour < end))


@dataclass(frozen=True)
class People:
    """Patients side by side, every array of shape (n,): kg, years, "female" or "male" or "" as +1, -1 or 0.

    `resistance`: antidepressant trials that failed in this episode. `severity`: baseline as a share of the scale's
    top. `first` numbers the first of them, so that a population can be simulated in parts. `cyp2b6` is the phenotype
    where it is known, as in metabolism.py; -1 where it is not, for everyone unless told: then it is drawn.
    """

    weight_kg: Array
    age_y: Array
    woman: Array
    resistance: Array
    severity: Array
    first: int = 0
    cyp2b6: Array = field(default_factory=lambda: np.array([UNKNOWN]))

    def __post_init__(self) -> None:
        if np.shape(self.cyp2b6) == (1,):
            object.__setattr__(self, "cyp2b6", np.full(np.shape(self.weight_kg), self.cyp2b6[0]))
        shapes = {np.shape(value) for value in self._columns()}
        if len(shapes) != 1 or len(shapes.pop()) != 1:
            raise ValueError("The facts of people are arrays of one length, one entry a person.")
        if not all(np.all(np.isfinite(value)) for value in self._columns()):
            raise ValueError("A fact of a person is missing: fill it in before simulating.")
        if np.any(self.weight_kg < 20) or np.any(self.weight_kg > 400):
            raise ValueError("A body weight is outside 20 to 400 kg: check it.")
        if np.any(self.severity < 0) or np.any(self.severity > 1):
            raise ValueError("Baseline severity is a share of the scale's top: use 0 to 1.")
        if not np.all(np.isin(self.cyp2b6, (UNKNOWN, *PHENOTYPES))):
            raise ValueError("CYP2B6 is 0 (normal), 1 (intermediate), 2 (poor) or -1 (not known).")

    def _columns(self) -> tuple[Array, ...]:
        return (self.weight_kg, self.age_y, self.woman, self.resistance, self.severity, self.cyp2b6)

    @property
    def n(self) -> int:
        """How many."""
        return int(self.weight_kg.size)

    @classmethod
    def alike(
        cls,
        n: int = 1,
        *,
        weight_kg: float = 75.0,
        age_y: float = 45.0,
        woman: float = 0.0,
        resistance: float = 2.0,
        severity: float = 0.55,
        first: int = 0,
        cyp2b6: float = UNKNOWN,
    ) -> "People":
        """`n` people with the same facts."""
        columns = [np.full(n, float(v)) for v in (weight_kg, age_y, woman, resistance, severity)]
        return cls(columns[0], columns[1], columns[2], columns[3], columns[4], first, np.full(n, float(cyp2b6)))

    def part(self, begin: int, end: int) -> "People":
        """Those from `begin` up to `end`, numbered as before."""
        return self._at(slice(begin, end), self.first + begin)

    def chosen(self, which: Sequence[int]) -> "People":
        """Some of them, for a look at their facts; their numbers are lost."""
        return self._at(list(which), 0)

    def _at(self, which: slice | list[int], first: int) -> "People":
        return People(
            self.weight_kg[which],
            self.age_y[which],
            self.woman[which],
            self.resistance[which],
            self.severity[which],
            first,
            self.cyp2b6[which],
        )

    @property
    def facts(self) -> Mapping[str, Array]:
        """The facts of the patients that the formulas know."""
        return {
            "severity": self.severity,
            "resistance": self.resistance,
            "decades": np.maximum(self.age_y - 45.0, 0.0) / 10.0,
        }


@dataclass(frozen=True)
class CourseResult:
    """Curves of shape (people, times) at `times_h`, by name.

    `domains`: mood, motivation, suicidality, cognition (1 = own baseline, 0 = well). `acute`: felt (0 to 1), cadss
    and moaas (5 awake to 0 unresponsive).
    `stages`: every state, quantity and input, when they were asked for. `error`: estimated largest
    relative error of a domain.
    """

    times_h: Array
    domains: Mapping[str, Array]
    acute: Mapping[str, Array]
    stages: Mapping[str, Array] = field(default_factory=dict)
    error: float = 0.0


def simulate_course(
    course: Course,
    people: People,
    parameters: Mapping[str, float | Array] | None = None,
    times_h: Sequence[float] | Array = (),
    *,
    seed: int | None = 1,
    stages: bool = False,
    tolerance: float = 1e-6,
    cores: int = 1,
) -> CourseResult:
    """What `course` does to `people` at `times_h` (ascending, h).

    `parameters` replaces shipped values by id, or spreads by `<id>.spread`; a value may be one number or one a person
    (`mechanism().shared` names those that must be one number: the half-lives that are neither fitted nor personal).
    People differ by `seed` and their number alone; without a seed everyone is typical. The estimated relative error of
    every domain is at most `tolerance`, or `GridError` is raised. Also raises `DosingError` and `ValueError`. The
    result does not depend on `cores`, which are used from some hundreds of people on.
    """
    from daybreak.science.engine.run import run

    return run(course, people, parameters or {}, times_h, seed=seed, stages=stages, tolerance=tolerance, cores=cores)


def simulate_in_parts(
    course: Course,
    people: Iterable[People],
    parameters: Mapping[str, float] | None = None,
    times_h: Sequence[float] | Array = (),
    *,
    seed: int | None = 1,
    tolerance: float = 1e-6,
    cores: int = 1,
) -> Iterator[CourseResult]:
    """The same for a population that comes in parts, one result a part: memory is that of the parts at work.

    A part is worked on by one core, as many parts at a time as there are cores, and handed back in order. Parts of some
    thousands keep a core busy. Each is solved to the accuracy asked for by itself.
    """
    from daybreak.science.engine.run import run_in_parts

    return run_in_parts(course, people, parameters or {}, times_h, seed=seed, tolerance=tolerance, cores=cores)
