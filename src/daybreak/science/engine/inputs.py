"""Knows what drives the mechanism on a grid: concentrations at every point, and whether a tablet is taken.

The concentrations are exact: from the compartments themselves, or from the modes of the same compartments (modes.py)
with plain arrays for a few patients and compiled for many.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from daybreak.science import absorption, disposition, effect_site, esketamine_spray
from daybreak.science.compartments import Array, Flow, Rate, Release
from daybreak.science.disposition import Enantiomer
from daybreak.science.dosing import Dose, DosingError
from daybreak.science.engine.filters import points
from daybreak.science.engine.grid import Grid
from daybreak.science.engine.kinetics_plain import concentrations_from_modes
from daybreak.science.engine.modes import Modes, modes
from daybreak.science.mechanism.course import Course, People
from daybreak.science.mechanism.individuals import Cohort, Some
from daybreak.science.pharmacokinetics import Analyte, Signal, Site, concentrations, is_venous
from daybreak.science.population import Subject
from daybreak.science.units import MINUTES_PER_HOUR, NG_PER_ML_IN_MG_PER_L

SIGNALS = {
    "S_brain": Signal(Analyte.KETAMINE, Enantiomer.S, Site.BRAIN),
    "R_brain": Signal(Analyte.KETAMINE, Enantiomer.R, Site.BRAIN),
    "S_norketamine": Signal(Analyte.NORKETAMINE, Enantiomer.S),
    "hydroxynorketamine": Signal(Analyte.HYDROXYNORKETAMINE),
    "S_vessels": Signal(Analyte.KETAMINE, Enantiomer.S, Site.VESSELS),
}
_HYDROXY, _VESSELS = "hydroxynorketamine", "S_vessels"


def wanted(hydroxy: bool, vessels: bool) -> frozenset[str]:
    """The inputs to work out: hydroxynorketamine only where its path is on, the vessels only to be looked at."""
    left = {_HYDROXY: hydroxy, _VESSELS: vessels}
    return frozenset(name for name in SIGNALS if left.get(name, True))


def exact_concentrations(course: Course, who: Cohort, hours: Array, names: Collection[str]) -> dict[str, Array]:
    """Each concentration at `hours` (any shape), shape (people, *hours.shape); 0 for those not in `names`."""
    zero = {name: np.zeros((who.n, *hours.shape)) for name in SIGNALS}
    if not course.doses:
        return zero
    check(course, _HYDROXY in names)
    known = {name: signal for name, signal in SIGNALS.items() if name in names}
    moments, place = np.unique(hours.ravel(), return_inverse=True)
    held = concentrations(course.doses, who, moments * MINUTES_PER_HOUR, known.values())
    amount = who.people.weight_kg[:, None] if course.per_kg else 1.0
    scaled = {name: (held[signal] * amount)[:, place].reshape(who.n, *hours.shape) for name, signal in known.items()}
    return zero | scaled


def check(course: Course, hydroxy: bool) -> None:
    """Raise `DosingError` for doses whose kinetics are not known as they are asked for."""
    venous = bool(course.doses) and is_venous(course.doses)
    if venous and course.per_kg:
        raise DosingError("A nasal spray is given in mg, not in mg/kg: write the doses in mg.")
    if venous and hydroxy:
        raise DosingError("The kinetics of the spray know no hydroxynorketamine: switch its direct path off.")


def release_ends_h(course: Course) -> tuple[float, ...]:
    """When each dose has been given off in a typical person, h: where the curves have their bends."""
    if not course.doses:
        return ()
    who = Cohort(Subject(), None, people=People.alike())
    given = [e for e in Enantiomer if is_given(course, e)]
    releases = [release for enantiomer in given for release in compartments_of(course, who, enantiomer)[1]]
    ends = {round((r.start + float(np.ravel(r.duration)[0])) / MINUTES_PER_HOUR, 9) for r in releases}
    return tuple(sorted(ends))


def modal_concentrations(course: Course, who: Cohort, mesh: Grid, names: Collection[str]) -> dict[str, Array]:
    """The same at the points of a grid, from the modes: shape (people, intervals, points)."""
    check(course, _HYDROXY in names)
    total = {name: np.zeros((who.n, *mesh.nodes.shape)) for name in SIGNALS}
    for enantiomer in Enantiomer:
        if not is_given(course, enantiomer):
            continue
        places = inputs_of(enantiomer, names)
        found = enantiomer_modes(course, who, enantiomer, places)
        if not found.faithful.all():
            return exact_concentrations(course, who, mesh.nodes, names)
        for name, curve in zip(places, concentrations_from_modes(found, mesh), strict=True):
            total[name] += curve
    return total


Drug = tuple[Array, Array, np.typing.NDArray[np.int64], Array, Array, Array]
"""One enantiomer as the compiled kernel takes it: rates, reading, which input each row of that is, entering, starts,
ends; see modes.py."""


@dataclass(frozen=True)
class Kinetics:
    """The kinetics of a course in some people, for the compiled kernel: modes of each enantiomer that is given.

    `instead` (people,) is the place among the exact curves of a person whose modes are not faithful, -1 for all others.
    """

    course: Course
    who: Cohort
    mesh: Grid
    names: frozenset[str]

    @cached_property
    def _found(self) -> dict[Enantiomer, tuple[tuple[str, ...], Modes]]:
        check(self.course, _HYDROXY in self.names)
        given = [enantiomer for enantiomer in Enantiomer if is_given(self.course, enantiomer)]
        places = {enantiomer: inputs_of(enantiomer, self.names) for enantiomer in given}
        return {e: (tuple(places[e]), enantiomer_modes(self.course, self.who, e, places[e])) for e in given}

    def drugs(self, inputs: Sequence[str]) -> tuple[Drug, Drug]:
        """Both enantiomers, reading into `inputs` by their place; one that is not given has no releases."""
        s, r = (self._drug(enantiomer, inputs) for enantiomer in Enantiomer)
        return s, r

    def _drug(self, enantiomer: Enantiomer, inputs: Sequence[str]) -> Drug:
        if enantiomer not in self._found:
            none = np.zeros((1, 1))
            return none, none[None], np.zeros(1, np.int64), np.zeros((0, 1, 1)), np.zeros(0), np.zeros((0, 1))
        names, found = self._found[enantiomer]
        rows = np.array([inputs.index(name) for name in names], dtype=np.int64)
        return found.rates, found.reading, rows, found.entering, found.starts, found.ends

    @cached_property
    def instead(self) -> np.typing.NDArray[np.int64]:
        """For each person the place among the exact curves, or -1."""
        doubtful = np.zeros(self.who.n, dtype=bool)
        for _, found in self._found.values():
            doubtful |= ~found.faithful
        return np.where(doubtful, np.cumsum(doubtful) - 1, -1)

    def exact(self, inputs: Sequence[str]) -> Array:
        """The exact curves of those people, (people, intervals, inputs, points)."""
        which = np.flatnonzero(self.instead >= 0)
        found = np.zeros((which.size, self.mesh.lengths.size, len(inputs), points().size))
        if which.size:
            chosen = tuple(which.tolist())
            some = Some(Subject(), None, people=self.who.people.chosen(chosen), whole=self.who, which=chosen)
            curves = exact_concentrations(self.course, some, self.mesh.nodes, self.names)
            for place, name in enumerate(inputs):
                found[:, :, place] = curves[name]
        return found


def inputs_of(enantiomer: Enantiomer, names: Collection[str]) -> dict[str, tuple[str, str]]:
    """Which of `names` one enantiomer makes: where each is held, and the compartment by whose volume it is measured."""
    brain = "S_brain" if enantiomer is Enantiomer.S else "R_brain"
    found = {brain: ("brain", "central")}
    if enantiomer is Enantiomer.S:
        found |= {"S_norketamine": ("norketamine", "norketamine"), _VESSELS: ("vessels", "central")}
    found[_HYDROXY] = (_HYDROXY, _HYDROXY)
    return {name: places for name, places in found.items() if name in names}


def enantiomer_modes(
    course: Course, who: Cohort, enantiomer: Enantiomer, places: Mapping[str, tuple[str, str]]
) -> Modes:
    """The modes of one enantiomer, reading the inputs of `places`."""
    flows, releases, volumes = compartments_of(course, who, enantiomer)
    readings = [
        (held, NG_PER_ML_IN_MG_PER_L / np.broadcast_to(np.asarray(volumes[measured]), (who.n,)))
        for held, measured in places.values()
    ]
    return modes(flows, releases, readings, who.n, MINUTES_PER_HOUR)


def is_given(course: Course, enantiomer: Enantiomer) -> bool:
    """Whether any dose of the course holds the enantiomer."""
    return any(_share(dose, enantiomer) > 0 for dose in course.doses)


def compartments_of(
    course: Course, who: Cohort, enantiomer: Enantiomer
) -> tuple[tuple[Flow, ...], tuple[Release, ...], Mapping[str, Rate]]:
    """Flows, releases (mg, the patient's weight included) and volumes of one enantiomer."""
    if is_venous(course.doses):
        return (
            (*esketamine_spray.flows(who), *effect_site.flows(who)),
            esketamine_spray.releases(course.doses, who),
            esketamine_spray.volumes(who),
        )
    absorbed, releases = absorption.uptake(course.doses, who, lambda dose: _share(dose, enantiomer))
    amount = who.people.weight_kg if course.per_kg else np.ones(who.n)
    given = tuple(replace(release, amount=np.asarray(release.amount) * amount) for release in releases)
    return (*absorbed, *disposition.flows(who, enantiomer), *effect_site.flows(who)), given, disposition.volumes(who)


def _share(dose: Dose, enantiomer: Enantiomer) -> float:
    return dose.s_fraction if enantiomer is Enantiomer.S else 1.0 - dose.s_fraction
