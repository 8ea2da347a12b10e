"""Knows esketamine by nose or by mouth: the venous model of Perez-Ruixo 2021, with a liver of its own.

Amounts in mg, rates in 1/h in the source and 1/min here:

    nose      FRn of the dose, leaving at ka_n into central
    gut       (1 - FRn) F_gut of a spray evenly over D_sw at ka_sw; F_gut of an oral dose evenly over D_po at ka_po
    central   (Vc, venous) exchanges Q1 with shallow (Vp1), Q2 with deep (Vp2) and Qh with the liver (Vh)
    liver     k_el to other metabolites, k_met to noresketamine
    norketamine (Vcn, apparent) exchanges Q3 with tissue (Vpn) and is cleared by CLn

The second and later 28 mg devices of a session are absorbed less: FRn times m_later. Liver blood flow falls by
dQh for each year above 60. Body weight has no effect. Noresketamine is apparent: its volume and clearance divide by
an unknown fraction. Read literally, the published table gives the published peak of noresketamine within 2 % and 1.4
times its published area (docs/science.md, "Where it fails").
"""

from collections.abc import Mapping, Sequence

import numpy as np

from daybreak.science.compartments import Array, Flow, Rate, Release
from daybreak.science.dosing import Dose, Form, Route
from daybreak.science.population import Individuals
from daybreak.science.units import MINUTES_PER_HOUR

MODEL = "venous esketamine kinetics after Perez-Ruixo 2021"


def describes(dose: Dose) -> bool:
    """Whether this model, and not the arterial one, describes the dose."""
    return dose.form is Form.ESKETAMINE and dose.route in (Route.INTRANASAL, Route.ORAL)


def flows(who: Individuals) -> tuple[Flow, ...]:
    """The compartments of esketamine and noresketamine, for each of `who`."""
    return (*_uptake(who), *_esketamine(who), *_noresketamine(who))


def volumes(who: Individuals) -> Mapping[str, Rate]:
    """The volume (L) by which each compartment's content divides to give mg/L, as in the source."""
    return {"central": who["spray.Vc"], "norketamine": who["spray.Vcn"]}


def releases(doses: Sequence[Dose], who: Individuals) -> tuple[Release, ...]:
    """What enters nose and gut with each dose."""
    entering: list[Release] = []
    for dose in doses:
        if dose.route is Route.ORAL:
            duration = who["spray.D_oral"] * MINUTES_PER_HOUR
            entering.append(Release("gut_oral", who["spray.F_gut"] * dose.mg, dose.start_min, duration))
        else:
            entering += _spray(dose, _nasal_share(dose, doses, who), who)
    return tuple(entering)


def _spray(dose: Dose, nasal: Array, who: Individuals) -> tuple[Release, Release]:
    duration = who["spray.D_swallowed"] * MINUTES_PER_HOUR
    swallowed = (1.0 - nasal) * who["spray.F_gut"] * dose.mg
    return (
        Release("nose", nasal * dose.mg, dose.start_min),
        Release("gut_swallowed", swallowed, dose.start_min, duration),
    )


def _nasal_share(dose: Dose, doses: Sequence[Dose], who: Individuals) -> Array:
    """FRn averaged over the devices of this dose: whole for the session's first 28 mg, reduced for the rest."""
    before = sum(other.mg for other in doses if _earlier_in_session(other, dose, who.typical("spray.session_min")))
    first_mg = min(max(who.typical("spray.device_mg") - before, 0.0), dose.mg)
    weight = (first_mg + who["spray.later"] * (dose.mg - first_mg)) / dose.mg
    return np.asarray(who["spray.FRn"] * weight)


def _earlier_in_session(other: Dose, dose: Dose, session_min: float) -> bool:
    return other.route is Route.INTRANASAL and 0 < dose.start_min - other.start_min <= session_min


def _uptake(who: Individuals) -> tuple[Flow, ...]:
    return (
        Flow("nose", who["spray.ka_nose"] / MINUTES_PER_HOUR, "central"),
        Flow("gut_swallowed", who["spray.ka_swallowed"] / MINUTES_PER_HOUR, "liver"),
        Flow("gut_oral", who["spray.ka_oral"] / MINUTES_PER_HOUR, "liver"),
    )


def _esketamine(who: Individuals) -> tuple[Flow, ...]:
    return (
        *_exchange("central", "shallow", who["spray.Q1"], who["spray.Vc"], who["spray.Vp1"]),
        *_exchange("central", "deep", who["spray.Q2"], who["spray.Vc"], who["spray.Vp2"]),
        *_exchange("central", "liver", liver_flow(who), who["spray.Vc"], who["spray.Vh"]),
        Flow("liver", who["spray.kel"] / MINUTES_PER_HOUR),
        Flow("liver", who["spray.kmet"] / MINUTES_PER_HOUR, "norketamine"),
    )


def _noresketamine(who: Individuals) -> tuple[Flow, ...]:
    return (
        *_exchange("norketamine", "norketamine_tissue", who["spray.Q3"], who["spray.Vcn"], who["spray.Vpn"]),
        Flow("norketamine", who["spray.CLn"] / who["spray.Vcn"] / MINUTES_PER_HOUR),
    )


def liver_flow(who: Individuals) -> Array:
    """Blood flow through the liver (L/h): falls with each year of age above 60, before individual variation."""
    age = who.subject.age_y
    years = 0.0 if age is None else max(0.0, age - 60.0)
    typical = who.typical("spray.Qh")
    return who["spray.Qh"] * (1.0 - who.typical("spray.Qh_age") * years / typical)


def _exchange(one: str, other: str, litres_per_hour: Rate, one_l: Rate, other_l: Rate) -> tuple[Flow, Flow]:
    per_min = np.asarray(litres_per_hour) / MINUTES_PER_HOUR
    return Flow(one, per_min / one_l, other), Flow(other, per_min / other_l, one)
