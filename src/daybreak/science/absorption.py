"""Knows how each route brings ketamine to the blood, and how much is lost or turned to norketamine on the way.

    intravenous   straight into the central compartment, at once or evenly over the infusion
    im, sc        F of the dose waits in muscle or skin and leaves at ka
    sublingual    racemic: F dissolves evenly over D_sl and passes the mucosa at ka_sl; 1 - F is swallowed
                  esketamine: the film of Simons 2022 (F1, D1, KA1; F2 swallowed)
    intranasal    racemic: F passes the nose at ka_in; s_in is swallowed; the rest drips away
    oral          racemic: evenly over D_po into the stomach, leaving at ka_po; F arrives, 1 - F is metabolised
    swallowed     evenly over D_gut, through gut (ka_gut) and portal vein (1/MTT_gut), into metabolism: norketamine only

Esketamine by nose or by mouth has a model of its own: esketamine_spray.py.
"""

from collections.abc import Callable, Sequence

from daybreak.science.compartments import Flow, Rate, Release
from daybreak.science.dosing import Dose, Form, Route
from daybreak.science.population import Individuals

Uptake = tuple[tuple[Flow, ...], tuple[Release, ...]]


def uptake(doses: Sequence[Dose], who: Individuals, share: Callable[[Dose], float]) -> Uptake:
    """Flows of every route used, once, and the releases of every dose; `share` is the part that is this enantiomer."""
    flows: dict[tuple[str, str], Flow] = {}
    releases: list[Release] = []
    for dose in doses:
        mg = dose.mg * share(dose)
        if mg > 0:
            new_flows, new_releases = _ROUTES[dose.route, dose.form](dose, mg, who)
            flows |= {(flow.source, flow.target): flow for flow in new_flows}
            releases += new_releases
    return tuple(flows.values()), tuple(releases)


def _intravenous(dose: Dose, mg: float, who: Individuals) -> Uptake:
    return (), (Release("central", mg, dose.start_min, dose.duration_min),)


def _intramuscular(dose: Dose, mg: float, who: Individuals) -> Uptake:
    return _depot("muscle", who["absorption.ka_im"], who["absorption.F_im"] * mg, dose)


def _subcutaneous(dose: Dose, mg: float, who: Individuals) -> Uptake:
    return _depot("skin", who["absorption.ka_sc"], who["absorption.F_sc"] * mg, dose)


def _lozenge(dose: Dose, mg: float, who: Individuals) -> Uptake:
    absorbed = who["absorption.F_sl"]
    flows, releases = _swallowed(dose, (1.0 - absorbed) * mg, who)
    return (
        (Flow("mucosa", who["absorption.ka_sl"], "central"), *flows),
        (Release("mucosa", absorbed * mg, dose.start_min, who["absorption.D_sl"]), *releases),
    )


def _film(dose: Dose, mg: float, who: Individuals) -> Uptake:
    flows, releases = _swallowed(dose, who["film.swallowed"] * mg, who)
    return (
        (Flow("film", who["film.ka"], "central"), *flows),
        (Release("film", who["film.F"] * mg, dose.start_min, who["film.D"]), *releases),
    )


def _nose(dose: Dose, mg: float, who: Individuals) -> Uptake:
    depot_flows, depot_releases = _depot("nose", who["absorption.ka_in"], who["absorption.F_in"] * mg, dose)
    flows, releases = _swallowed(dose, who["absorption.swallowed_in"] * mg, who)
    return (*depot_flows, *flows), (*depot_releases, *releases)


def _mouth(dose: Dose, mg: float, who: Individuals) -> Uptake:
    rate, arriving = who["absorption.ka_po"], who["absorption.F_po"]
    flows = (
        Flow("stomach", rate * arriving, "central"),
        Flow("stomach", rate * (1.0 - arriving), "formation_1"),
    )
    return flows, (Release("stomach", mg, dose.start_min, who["absorption.D_po"]),)


def _depot(name: str, rate: Rate, mg: Rate, dose: Dose) -> Uptake:
    return (Flow(name, rate, "central"),), (Release(name, mg, dose.start_min),)


def _swallowed(dose: Dose, mg: Rate, who: Individuals) -> Uptake:
    flows = (
        Flow("gut", who["absorption.ka_gut"], "portal_vein"),
        Flow("portal_vein", 1.0 / who["absorption.MTT_gut"], "formation_1"),
    )
    return flows, (Release("gut", mg, dose.start_min, who["absorption.D_gut"]),)


_ROUTES: dict[tuple[Route, Form], Callable[[Dose, float, Individuals], Uptake]] = {
    (Route.IV_BOLUS, Form.RACEMIC): _intravenous,
    (Route.IV_BOLUS, Form.ESKETAMINE): _intravenous,
    (Route.IV_INFUSION, Form.RACEMIC): _intravenous,
    (Route.IV_INFUSION, Form.ESKETAMINE): _intravenous,
    (Route.IM, Form.RACEMIC): _intramuscular,
    (Route.IM, Form.ESKETAMINE): _intramuscular,
    (Route.SC, Form.RACEMIC): _subcutaneous,
    (Route.SC, Form.ESKETAMINE): _subcutaneous,
    (Route.SUBLINGUAL, Form.RACEMIC): _lozenge,
    (Route.SUBLINGUAL, Form.ESKETAMINE): _film,
    (Route.INTRANASAL, Form.RACEMIC): _nose,
    (Route.ORAL, Form.RACEMIC): _mouth,
}
