"""The same kinetics written a second time, as plain differential equations, for a general solver with tight tolerances.

Written from the equations in the stage files' docstrings, without compartments.py: what the exact solution is held to.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from scipy.integrate import solve_ivp

from daybreak.science.disposition import Enantiomer
from daybreak.science.dosing import Dose, Route
from daybreak.science.population import Individuals

NAMES = (
    "site",
    "gut",
    "portal",
    "c",
    "p2",
    "p3",
    "f1",
    "f2",
    "n",
    "nt",
    "h1",
    "h2",
    "h",
    "ht",
    "v1",
    "v2",
    "b",
    "ve",
    "A",
)
RTOL = 3e-14
Inputs = list[tuple[str, float, float, float]]


def ketamine_curves(
    dose_list: Sequence[Dose], who: Individuals, enantiomer: Enantiomer, times: np.ndarray
) -> dict[str, np.ndarray]:
    """Concentrations (ng/mL) of one enantiomer and its metabolites for one person; every dose by the same route."""
    rhs, inputs = _arterial(dose_list, who, enantiomer)
    held = integrate(rhs, NAMES, inputs, times)
    to = 1000.0 / who["disposition.V1"][0]
    hydroxy = 1000.0 / who["disposition.VH1"][0]
    return {
        "plasma": held["c"] * to,
        "vein": held["v2"] * to,
        "brain": held["b"] * to,
        "vessels": held["ve"] * to,
        "area": held["A"] * to,
        "norketamine": held["n"] * to * 223.70 / 237.73,
        "hydroxynorketamine": held["h"] * hydroxy * 239.70 / 237.73,
    }


def integrate(
    rhs: Callable[[dict[str, float]], dict[str, float]], names: Sequence[str], inputs: Inputs, times: np.ndarray
) -> dict[str, np.ndarray]:
    """Integrate dx/dt between the events of `inputs` (name, mg, start, duration) with DOP853 at its tightest."""
    matrix = np.array([[rhs(_only(source, names)).get(name, 0.0) for source in names] for name in names])
    marks = sorted({0.0, *times, *(i[2] for i in inputs), *(i[2] + i[3] for i in inputs)})
    state, found = np.zeros(len(names)), {}
    for mark, following in pairwise([*(m for m in marks if m <= times[-1]), None]):
        dripping = np.zeros(len(names))
        for name, mg, start, duration in inputs:
            if duration == 0 and start == mark:
                state[names.index(name)] += mg
            elif start <= mark < start + duration:
                dripping[names.index(name)] += mg / duration
        found[mark] = state.copy()
        if following is not None:
            state = _between(matrix, dripping, state, following - mark)
    return {name: np.array([found[t][k] for t in times]) for k, name in enumerate(names)}


def _only(name: str, names: Sequence[str]) -> dict[str, float]:
    return {other: float(other == name) for other in names}


def _between(matrix: np.ndarray, dripping: np.ndarray, state: np.ndarray, minutes: float) -> np.ndarray:
    if not (state.any() or dripping.any()):
        return state
    return solve_ivp(
        lambda _, x: matrix @ x + dripping,
        (0.0, minutes),
        state,
        "DOP853",
        rtol=RTOL,
        atol=1e-25,
        first_step=minutes * 1e-4,
    ).y[:, -1]


def _arterial(doses: Sequence[Dose], who: Individuals, enantiomer: Enantiomer) -> tuple[Callable, Inputs]:
    p = {k.partition(".")[2]: who[k][0] for k in who.parameter_ids if k.startswith(("disposition", "effect"))}
    a = {k: who[k][0] for k in who.parameter_ids if k.startswith(("absorption", "film"))}
    clearance = p["CL"] * (p["R_over_S"] if enantiomer is Enantiomer.R else 1.0)
    brain, vessels = np.log(2) / p["brain_half_life"], np.log(2) / p["vessels_half_life"]
    route, form = doses[0].route, doses[0].form
    ka, arriving, direct = _site(route, str(form), a)

    def rhs(x: dict[str, float]) -> dict[str, float]:
        artery = x["c"]
        into_c = ka * x["site"] * arriving
        into_f = ka * x["site"] * direct + x["portal"] / a["absorption.MTT_gut"]
        kn, kh = 2 / p["MTT_NK"], 2 / p["MTT_HNK"]
        return {
            "site": -ka * x["site"],
            "gut": -a["absorption.ka_gut"] * x["gut"],
            "portal": a["absorption.ka_gut"] * x["gut"] - x["portal"] / a["absorption.MTT_gut"],
            "c": into_c
            - (clearance + p["Q2"] + p["Q3"]) / p["V1"] * artery
            + p["Q2"] / p["V2"] * x["p2"]
            + p["Q3"] / p["V3"] * x["p3"],
            "p2": p["Q2"] / p["V1"] * artery - p["Q2"] / p["V2"] * x["p2"],
            "p3": p["Q3"] / p["V1"] * artery - p["Q3"] / p["V3"] * x["p3"],
            "f1": into_f + clearance / p["V1"] * artery - kn * x["f1"],
            "f2": kn * (x["f1"] - x["f2"]),
            "n": p["fm_NK"] * kn * x["f2"] - (p["CLN"] + p["QN"]) / p["V1"] * x["n"] + p["QN"] / p["VN2"] * x["nt"],
            "nt": p["QN"] / p["V1"] * x["n"] - p["QN"] / p["VN2"] * x["nt"],
            "h1": p["CLN"] / p["V1"] * x["n"] - kh * x["h1"],
            "h2": kh * (x["h1"] - x["h2"]),
            "h": p["fm_HNK"] * kh * x["h2"] - (p["CLH"] + p["QH"]) / p["VH1"] * x["h"] + p["QH"] / p["VH2"] * x["ht"],
            "ht": p["QH"] / p["VH1"] * x["h"] - p["QH"] / p["VH2"] * x["ht"],
            "v1": p["k_venous"] * (artery - x["v1"]),
            "v2": p["k_venous"] * (x["v1"] - x["v2"]),
            "b": brain * (artery - x["b"]),
            "ve": vessels * (artery - x["ve"]),
            "A": artery,
        }

    share = {Enantiomer.S: lambda d: d.s_fraction, Enantiomer.R: lambda d: 1 - d.s_fraction}[enantiomer]
    return rhs, [entry for dose in doses for entry in _inputs(dose, dose.mg * share(dose), a)]


def _site(route: Route, form: str, a: dict[str, float]) -> tuple[float, float, float]:
    """Rate at which the site of absorption empties, and the shares reaching the artery and metabolism."""
    if route is Route.SUBLINGUAL:
        return (a["absorption.ka_sl"] if form == "racemic" else a["film.ka"]), 1.0, 0.0
    if route is Route.ORAL:
        return a["absorption.ka_po"], a["absorption.F_po"], 1.0 - a["absorption.F_po"]
    rates = {Route.IM: "absorption.ka_im", Route.SC: "absorption.ka_sc", Route.INTRANASAL: "absorption.ka_in"}
    return (a[rates[route]] if route in rates else 1.0), 1.0, 0.0


def _inputs(dose: Dose, mg: float, a: dict[str, float]) -> Inputs:
    start = dose.start_min
    if dose.route in (Route.IV_BOLUS, Route.IV_INFUSION):
        return [("c", mg, start, dose.duration_min)]
    if dose.route is Route.IM:
        return [("site", a["absorption.F_im"] * mg, start, 0.0)]
    if dose.route is Route.SC:
        return [("site", a["absorption.F_sc"] * mg, start, 0.0)]
    if dose.route is Route.ORAL:
        return [("site", mg, start, a["absorption.D_po"])]
    if dose.route is Route.INTRANASAL:
        swallowed = a["absorption.swallowed_in"]
        return [("site", a["absorption.F_in"] * mg, start, 0.0), ("gut", swallowed * mg, start, a["absorption.D_gut"])]
    if dose.form.value == "racemic":
        absorbed, lasting, swallowed = a["absorption.F_sl"], a["absorption.D_sl"], 1 - a["absorption.F_sl"]
    else:
        absorbed, lasting, swallowed = a["film.F"], a["film.D"], a["film.swallowed"]
    return [("site", absorbed * mg, start, lasting), ("gut", swallowed * mg, start, a["absorption.D_gut"])]


SPRAY_NAMES = ("nose", "sw", "po", "c", "p1", "p2", "liver", "n", "nt", "b", "ve", "A")


def esketamine_curves(
    dose_list: Sequence[Dose], nasal_shares: Sequence[float], who: Individuals, times: np.ndarray
) -> dict[str, np.ndarray]:
    """The venous model of esketamine by nose (with the nasal share of each dose) or by mouth, in hours as printed."""
    p = {k.partition(".")[2]: who[k][0] for k in who.parameter_ids if k.startswith("spray")}
    brain, vessels = (np.log(2) * 60 / who[f"effect.{site}_half_life"][0] for site in ("brain", "vessels"))

    def rhs(x: dict[str, float]) -> dict[str, float]:
        return {
            "nose": -p["ka_nose"] * x["nose"],
            "sw": -p["ka_swallowed"] * x["sw"],
            "po": -p["ka_oral"] * x["po"],
            "c": p["ka_nose"] * x["nose"]
            + p["Q1"] / p["Vp1"] * x["p1"]
            + p["Q2"] / p["Vp2"] * x["p2"]
            + p["Qh"] / p["Vh"] * x["liver"]
            - (p["Q1"] + p["Q2"] + p["Qh"]) / p["Vc"] * x["c"],
            "p1": p["Q1"] / p["Vc"] * x["c"] - p["Q1"] / p["Vp1"] * x["p1"],
            "p2": p["Q2"] / p["Vc"] * x["c"] - p["Q2"] / p["Vp2"] * x["p2"],
            "liver": p["ka_swallowed"] * x["sw"]
            + p["ka_oral"] * x["po"]
            + p["Qh"] / p["Vc"] * x["c"]
            - (p["Qh"] / p["Vh"] + p["kel"] + p["kmet"]) * x["liver"],
            "n": p["kmet"] * x["liver"] - (p["CLn"] + p["Q3"]) / p["Vcn"] * x["n"] + p["Q3"] / p["Vpn"] * x["nt"],
            "nt": p["Q3"] / p["Vcn"] * x["n"] - p["Q3"] / p["Vpn"] * x["nt"],
            "b": brain * (x["c"] - x["b"]),
            "ve": vessels * (x["c"] - x["ve"]),
            "A": x["c"],
        }

    inputs: Inputs = []
    for dose, share in zip(dose_list, nasal_shares, strict=True):
        start = dose.start_min / 60
        if dose.route is Route.ORAL:
            inputs.append(("po", p["F_gut"] * dose.mg, start, p["D_oral"]))
        else:
            inputs.append(("nose", share * dose.mg, start, 0.0))
            inputs.append(("sw", (1 - share) * p["F_gut"] * dose.mg, start, p["D_swallowed"]))
    held = integrate(rhs, SPRAY_NAMES, inputs, times / 60)
    to = 1000.0 / p["Vc"]
    return {
        "plasma": held["c"] * to,
        "brain": held["b"] * to,
        "vessels": held["ve"] * to,
        "area": held["A"] * to * 60,
        "norketamine": held["n"] * 1000.0 / p["Vcn"],
    }
