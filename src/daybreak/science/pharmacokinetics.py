"""Knows the concentration of ketamine and its metabolites after any doses, in artery, vein and at the sites of effect.

Puts the stages together: absorption.py -> disposition.py (or esketamine_spray.py for esketamine by nose or mouth)
-> the delayed sites; and solves them exactly (compartments.py). Enantiomers do not interact, so each is solved alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from daybreak.science import absorption, disposition, effect_site, esketamine_spray
from daybreak.science.compartments import Array, Flow, Rate, Release, solve
from daybreak.science.disposition import Enantiomer
from daybreak.science.dosing import Dose, DosingError
from daybreak.science.population import Individuals
from daybreak.science.units import NG_PER_ML_IN_MG_PER_L


class Analyte(StrEnum):
    """The drug and the metabolites that are followed."""

    KETAMINE = "ketamine"
    NORKETAMINE = "norketamine"
    HYDROXYNORKETAMINE = "hydroxynorketamine"


class Site(StrEnum):
    """Where the concentration is: in the blood that was sampled, or at a site of effect that lags behind it.

    `PLASMA` is the sampling site of the model itself: arterial, or venous for esketamine by nose or mouth.
    """

    PLASMA = "plasma"
    VEIN = "vein"
    BRAIN = "brain"
    VESSELS = "vessels"


@dataclass(frozen=True)
class Signal:
    """One curve to compute: analyte, enantiomer (none: both together), site; with `area` its integral in ng min/mL."""

    analyte: Analyte
    enantiomer: Enantiomer | None = None
    site: Site = Site.PLASMA
    area: bool = False

    def __post_init__(self) -> None:
        if self.site is not Site.PLASMA and self.analyte is not Analyte.KETAMINE:
            raise ValueError(f"{self.analyte.value.capitalize()} is known in plasma only.")

    @property
    def measured_in(self) -> str:
        """The compartment whose volume turns the content into a concentration."""
        return "central" if self.analyte is Analyte.KETAMINE else self.analyte.value

    def held_in(self, venous: bool) -> str:
        """The compartment that holds it; in a model of venous samples the plasma is the vein."""
        in_plasma = self.site is Site.PLASMA or (venous and self.site is Site.VEIN)
        return self.measured_in if in_plasma else self.site.value


def is_venous(doses: Sequence[Dose]) -> bool:
    """Whether the model for these doses was made from venous samples. Raises `DosingError` for a mixture of models."""
    venous = {esketamine_spray.describes(dose) for dose in doses}
    if len(venous) > 1:
        raise DosingError(
            "Esketamine by nose or mouth has a venous model of its own and cannot be combined with other doses: "
            "simulate them one at a time."
        )
    return venous == {True}


def concentrations(
    doses: Sequence[Dose], who: Individuals, times: Array, signals: Iterable[Signal]
) -> dict[Signal, Array]:
    """Concentration in ng/mL (areas in ng min/mL) of each signal, shape (people, times); `times` in min, ascending."""
    asked = tuple(signals)
    if not doses:
        raise DosingError("There is no dose: give at least one.")
    venous = is_venous(doses)
    moments = np.asarray(times, dtype=np.float64)
    total = {signal: np.zeros((who.n, moments.size)) for signal in asked}
    for enantiomer in Enantiomer:
        wanted = [signal for signal in asked if signal.enantiomer in (None, enantiomer)]
        if wanted and any(_share(dose, enantiomer) > 0 for dose in doses):
            system = _venous(doses, who) if venous else _arterial(doses, who, enantiomer)
            for signal, curve in _solved(system, who, moments, wanted).items():
                total[signal] += curve
    return total


@dataclass(frozen=True)
class _System:
    flows: tuple[Flow, ...]
    releases: tuple[Release, ...]
    volumes: Mapping[str, Rate]
    venous: bool


def _arterial(doses: Sequence[Dose], who: Individuals, enantiomer: Enantiomer) -> _System:
    flows, releases = absorption.uptake(doses, who, lambda dose: _share(dose, enantiomer))
    flows = (*flows, *disposition.flows(who, enantiomer), *effect_site.flows(who), *effect_site.vein(who))
    return _System(flows, releases, disposition.volumes(who), venous=False)


def _venous(doses: Sequence[Dose], who: Individuals) -> _System:
    flows = (*esketamine_spray.flows(who), *effect_site.flows(who))
    return _System(flows, esketamine_spray.releases(doses, who), esketamine_spray.volumes(who), venous=True)


def _solved(system: _System, who: Individuals, times: Array, wanted: Sequence[Signal]) -> dict[Signal, Array]:
    if any(signal.measured_in not in system.volumes for signal in wanted):
        raise DosingError("The venous esketamine model knows ketamine and norketamine only.")
    place = {signal: signal.held_in(system.venous) for signal in wanted}
    areas = [Flow(place[signal], 1.0, f"area under {place[signal]}", follows=True) for signal in wanted if signal.area]
    place |= {signal: f"area under {name}" for signal, name in place.items() if signal.area}
    watch = tuple(dict.fromkeys(place.values()))
    held = solve((*system.flows, *areas), system.releases, times, watch, who.n)
    return {signal: held[place[signal]] * _per_volume(system.volumes[signal.measured_in], who.n) for signal in wanted}


def _per_volume(volume: Rate, n: int) -> Array:
    return (NG_PER_ML_IN_MG_PER_L / np.broadcast_to(np.asarray(volume, dtype=np.float64), (n,)))[:, None]


def _share(dose: Dose, enantiomer: Enantiomer) -> float:
    return dose.s_fraction if enantiomer is Enantiomer.S else 1.0 - dose.s_fraction
