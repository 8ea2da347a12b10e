"""Knows what drives the mechanism on a grid: concentrations at every point, and whether a tablet is taken.

The concentrations are exact: from the compartments themselves, or from the modes of the same compartments (modes.py)
with plain arrays for a few patients and compiled for many.
"""

from collections.abc import Mapping
from dataclasses import replace

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
}
_HYDROXY = "hydroxynorketamine"


def exact_concentrations(course: Course, who: Cohort, hours: Array, hydroxy: bool) -> dict[str, Array]:
    """Each concentration at `hours` (any shape), shape (people, *hours.shape); 0 where the kinetics have none."""
    zero = {name: np.zeros((who.n, *hours.shape)) for name in SIGNALS}
    if not course.doses:
        return zero
    check(course, hydroxy)
    known = {name: signal for name, signal in SIGNALS.items() if hydroxy or name != _HYDROXY}
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


def modal_concentrations(course: Course, who: Cohort, mesh: Grid, hydroxy: bool) -> dict[str, Array]:
    """The same at the points of a grid, from the modes: shape (people, intervals, points)."""
    check(course, hydroxy)
    total = {name: np.zeros((who.n, *mesh.nodes.shape)) for name in SIGNALS}
    for enantiomer in Enantiomer:
        if not is_given(course, enantiomer):
            continue
        places = inputs_of(enantiomer, hydroxy)
        found = enantiomer_modes(course, who, enantiomer, places)
        if not found.faithful.all():
            return exact_concentrations(course, who, mesh.nodes, hydroxy)
        for name, curve in zip(places, concentrations_from_modes(found, mesh), strict=True):
            total[name] += curve
    return total


def compiled_concentrations(course: Course, who: Cohort, mesh: Grid, hydroxy: bool, abreast: int) -> Array:
    """The same from the modes, shape (blocks, intervals, inputs, points, patients abreast).

    Inputs in the order of the mechanism. Patients whose modes are not faithful are solved by the compartments.
    """
    from daybreak.science.engine.kinetics_kernel import concentrations_at_points

    check(course, hydroxy)
    lengths, kind = np.unique(mesh.lengths, return_inverse=True)
    blocks = -(-who.n // abreast)
    out = np.zeros((blocks, kind.size, len(SIGNALS) + 1, points().size, abreast))
    doubtful = np.zeros(who.n, dtype=bool)
    for enantiomer in Enantiomer:
        if not is_given(course, enantiomer):
            continue
        places = inputs_of(enantiomer, hydroxy)
        wanted = np.array([list(SIGNALS).index(name) for name in places], dtype=np.intp)
        found = enantiomer_modes(course, who, enantiomer, places)
        doubtful |= ~found.faithful
        edges, steps = np.array(mesh.edges), lengths[:, None] * points()
        concentrations_at_points(
            edges, kind, steps, found.rates, found.reading, wanted, found.entering, found.starts, found.ends, out
        )
    _replace(out, np.flatnonzero(doubtful), course, who, mesh, hydroxy)
    return out


def _replace(
    out: Array, which: np.typing.NDArray[np.intp], course: Course, who: Cohort, mesh: Grid, hydroxy: bool
) -> None:
    """The curves of some patients by the compartments in place of the modes."""
    if which.size == 0:
        return
    some = Some(Subject(), None, people=who.people.chosen(which.tolist()), whole=who, which=tuple(which.tolist()))
    exact = exact_concentrations(course, some, mesh.nodes, hydroxy)
    abreast = out.shape[-1]
    for place, curves in enumerate(exact.values()):
        out[which // abreast, :, place, :, which % abreast] = curves


def inputs_of(enantiomer: Enantiomer, hydroxy: bool) -> dict[str, tuple[str, str]]:
    """The inputs of one enantiomer: the compartment each is held in, and the one by whose volume it is measured."""
    brain = "S_brain" if enantiomer is Enantiomer.S else "R_brain"
    found = {brain: ("brain", "central")}
    if enantiomer is Enantiomer.S:
        found["S_norketamine"] = ("norketamine", "norketamine")
    if hydroxy:
        found[_HYDROXY] = (_HYDROXY, _HYDROXY)
    return found


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
