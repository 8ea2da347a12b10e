"""Measures the exact solution against LSODA at rtol 1e-6: the same people, equations and times, in the same run.

    python benchmarks/prediction.py [--json]

Three rounds, medians. The milliseconds are this machine's; the ratios carry over.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
from rich.console import Console
from scipy.integrate import odeint, solve_ivp

from daybreak.science.absorption import uptake
from daybreak.science.compartments import Array, System, solve
from daybreak.science.disposition import Enantiomer, flows
from daybreak.science.dosing import Dose, Route
from daybreak.science.effect_site import flows as sites
from daybreak.science.population import Individuals, Population, Subject
from daybreak.science.prediction import predict, typical_response

PEOPLE, FEW, ROUNDS = 500, 20, 3
TIMES = np.arange(0.0, 241.0, 2.0)
WATCH = ("central", "norketamine", "brain", "vessels")
DOSE = [Dose(Route.IM, 40.0)]
PERSON = Subject(weight_kg=80.0, age_y=41, sex="female")


def median_seconds(work: Callable[[], object]) -> float:
    """Median time of one call, after one to warm up."""
    work()
    taken = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def measured() -> dict[str, float]:
    """Milliseconds, patients a second and ratios, by name."""
    who = Individuals(PERSON, Population(PEOPLE))
    absorbed, releases = uptake(DOSE, who, lambda dose: dose.s_fraction)
    declared = (*absorbed, *flows(who, Enantiomer.S), *sites(who))
    system = System.declared(declared, releases, WATCH, PEOPLE)
    start = np.zeros(system.rates.shape[:2])
    start[:, system.place["muscle"]] = releases[0].amount
    exact = median_seconds(lambda: solve(declared, releases, TIMES, WATCH, PEOPLE)) / PEOPLE
    fortran = median_seconds(lambda: [by_odeint(system.rates[k], start[k]) for k in range(FEW)]) / FEW
    general = median_seconds(lambda: [by_solve_ivp(system.rates[k], start[k]) for k in range(FEW)]) / FEW
    return {
        "exact, patients/s": 1 / exact,
        "LSODA (odeint), patients/s": 1 / fortran,
        "LSODA (solve_ivp), patients/s": 1 / general,
        "exact is faster than LSODA (odeint) by": fortran / exact,
        "exact is faster than LSODA (solve_ivp) by": general / exact,
        "LSODA (odeint), largest relative error": largest_error(system, start, declared, releases),
        "whole prediction of 500 people, ms": 1000 * median_seconds(lambda: predict(DOSE, PERSON).as_dict()),
        "typical person alone, ms": 1000 * median_seconds(lambda: typical_response(DOSE, PERSON)),
    }


def by_odeint(rates: Array, start: Array) -> Array:
    """LSODA through Fortran, with the exact Jacobian."""
    return np.asarray(odeint(lambda x, _: rates @ x, start, TIMES, Dfun=lambda _x, _t: rates, rtol=1e-6, atol=1e-9))


def by_solve_ivp(rates: Array, start: Array) -> Array:
    """LSODA through SciPy's general interface."""
    found = solve_ivp(
        lambda _, x: rates @ x, (0.0, 240.0), start, "LSODA", TIMES, jac=lambda _t, _x: rates, rtol=1e-6, atol=1e-9
    )
    return np.asarray(found.y.T)


def largest_error(system: System, start: Array, declared: object, releases: object) -> float:
    """How far LSODA is from the exact solution in what is watched, after the first minutes."""
    exact = solve(declared, releases, TIMES, WATCH, PEOPLE)  # type: ignore[arg-type]
    worst = 0.0
    for k in range(FEW):
        theirs = by_odeint(system.rates[k], start[k])
        for name in WATCH:
            ours = exact[name][k, 5:]
            worst = max(worst, float(np.max(np.abs(theirs[5:, system.place[name]] / ours - 1))))
    return worst


if __name__ == "__main__":
    results = measured()
    if "--json" in sys.argv[1:]:
        Console().print_json(json.dumps(results))
    else:
        for name, value in results.items():
            Console(highlight=False).print(f"{name:46s} {value:12.4g}")
