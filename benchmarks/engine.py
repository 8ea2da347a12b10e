"""Measures the compiled engine against general solvers: the same patients, course, times and accuracy, in the same run.

    OPENBLAS_NUM_THREADS=1 python benchmarks/engine.py [--json]

Eight weeks, sixteen intramuscular doses, every 5 min for 4 h after each dose and daily otherwise. Every solver is given
the loosest tolerance of a ladder with which the symptoms of the first patients are within 1e-6 (relative) of the tight
reference, and is timed on its own solution alone: reading the model and compiling are left out. libRoadRunner (CVODE,
compiled right-hand sides) and COPASI (LSODA) read the SBML export; they take part where they are installed. SciPy's
LSODA is given the declared equations compiled by numba. One core; medians of three rounds. The ratios carry over.
"""

import importlib.util
import json
import statistics
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from rich.console import Console

from daybreak.science.compartments import Array
from daybreak.science.dosing import Dose, Route
from daybreak.science.engine.tight import solve_tightly
from daybreak.science.mechanism.course import Course, People, simulate_course
from daybreak.science.mechanism.model import DOMAINS
from daybreak.science.sbml import export

FEW, MANY, ROUNDS = 3, 2048, 3
DAYS = tuple(7 * week + day for week in range(8) for day in (0, 3))
COURSE = Course(doses=tuple(Dose(Route.IM, 0.75, 1440.0 * day) for day in DAYS), per_kg=True)
AFTER_DOSES = [24.0 * day + k / 12 for day in DAYS for k in range(49)]
HOURS = np.unique(np.round([*AFTER_DOSES, *(24.0 * day for day in range(57))], 9))
LADDER = (1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10)
ACCURATE = 1e-6

Solve = Callable[[], Array]


def seconds(work: Callable[[], object]) -> float:
    """Median time of one call, after one to warm up."""
    work()
    taken = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def apart(found: Array, wanted: Array) -> float:
    """Largest relative difference of the symptoms, (times, domains)."""
    return float(np.max(np.abs(found[1:] / wanted[1:] - 1.0)))


def reference(person: int) -> Array:
    """The tight solution of one patient, (times, domains)."""
    found = solve_tightly(COURSE, People.alike(1, first=person), {}, HOURS, seed=1)
    return np.array([found[name] for name in DOMAINS]).T


def by_roadrunner(text: str, rtol: float) -> Solve:
    """CVODE, with the right-hand sides compiled by LLVM."""
    import roadrunner

    roadrunner.Logger.setLevel(roadrunner.Logger.LOG_CRITICAL)
    runner = roadrunner.RoadRunner(text)
    runner.integrator.setValue("relative_tolerance", rtol)
    runner.integrator.setValue("absolute_tolerance", rtol * 1e-3)
    runner.integrator.setValue("maximum_num_steps", 1_000_000)
    runner.timeCourseSelections = ["time", *DOMAINS]

    def solve() -> Array:
        runner.reset()
        return np.array(runner.simulate(times=list(HOURS)))[:, 1:]

    return solve


def by_copasi(text: str, rtol: float) -> Solve:
    """LSODA as COPASI runs it."""
    import basico

    model = basico.load_model_from_string(text)
    names = ["Time", *(f"Values[{name}]" for name in DOMAINS)]

    def solve() -> Array:
        found = basico.run_time_course_with_output(
            names,
            values=list(HOURS),
            method="lsoda",
            r_tol=rtol,
            a_tol=rtol * 1e-3,
            max_steps=1_000_000,
            use_initial_values=True,
            model=model,
        )
        return np.asarray(found.to_numpy()[:, 1:])

    return solve


def by_scipy(text: str, rtol: float) -> Solve:
    """SciPy's LSODA between the events, with the exported equations compiled by numba."""
    from scipy.integrate import odeint

    right, start, events = compiled_equations(text)

    def solve() -> Array:
        state, found = start.copy(), np.empty((HOURS.size, start.size))
        found[0] = state
        for (begin, change), (end, _) in pairwise([*events, (float(HOURS[-1]), None)]):
            state = state if change is None else change(state)
            inside = (begin < HOURS) & (end >= HOURS)
            asked = np.unique(np.concatenate([[begin], HOURS[inside], [end]]))
            curve = odeint(right, state, asked, tfirst=True, rtol=rtol, atol=rtol * 1e-3, mxstep=100_000)
            found[inside] = curve[np.searchsorted(asked, HOURS[inside])]
            state = curve[-1]
        return found[:, : len(DOMAINS)]

    return solve


def compiled_equations(text: str) -> tuple[Any, Array, list[tuple[float, Any]]]:
    """dy/dt of the exported model as a numba function, its start, and its events as (hour, change of the state)."""
    import libsbml
    from numba import njit

    model = libsbml.readSBMLFromString(text).getModel()
    rules = [model.getRule(k) for k in range(model.getNumRules())]
    rated = [rule.getVariable() for rule in rules if rule.isRate()]
    moving = [*DOMAINS, *(name for name in rated if name not in DOMAINS)]
    values = {p.getId(): p.getValue() for p in model.getListOfParameters()}
    fixed = {name: v for name, v in values.items() if name not in moving and not np.isnan(v)}
    said = {rule.getVariable(): libsbml.formulaToL3String(rule.getMath()).replace("^", "**") for rule in rules}
    lines = ["def right(t, y):", "    d = np.empty(y.size)"]
    lines += [f"    {name} = {value!r}" for name, value in fixed.items()]
    lines += [f"    {name} = y[{k}]" for k, name in enumerate(moving)]
    lines += [f"    {rule.getVariable()} = {said[rule.getVariable()]}" for rule in rules if rule.isAssignment()]
    lines += [f"    d[{k}] = {said[name]}" for k, name in enumerate(moving)] + ["    return d"]
    piecewise = njit(lambda value, holds, other: value if holds else other)
    names: dict[str, Any] = {"np": np, "exp": np.exp, "ln": np.log, "piecewise": piecewise}
    exec("\n".join(lines), names)  # noqa: S102
    start = np.array([values[name] for name in moving])
    return njit(names["right"]), start, [(0.0, None), *_changes(model, moving)]


def _changes(model: Any, moving: list[str]) -> list[tuple[float, Any]]:
    """The events of the exported model; in this course they add to a compartment or move expectancy."""
    import libsbml

    found = []
    for event in model.getListOfEvents():
        hour = float(libsbml.formulaToL3String(event.getTrigger().getMath()).partition(">=")[2])
        values = {p.getId(): p.getValue() for p in model.getListOfParameters()}
        after = {
            a.getVariable(): libsbml.formulaToL3String(a.getMath()).replace("^", "**")
            for a in event.getListOfEventAssignments()
        }

        def change(state: Array, after: dict[str, str] = after, values: dict[str, float] = values) -> Array:
            known = {**values, **dict(zip(moving, state, strict=True))}
            new = state.copy()
            for name, formula in after.items():
                new[moving.index(name)] = eval(formula, {}, known)  # noqa: S307
            return new

        found.append((hour, change))
    return sorted(found, key=lambda entry: entry[0])


GENERAL = {
    "libRoadRunner": ("roadrunner", by_roadrunner),
    "COPASI": ("basico", by_copasi),
    "SciPy LSODA, compiled": ("libsbml", by_scipy),
}


def measured_general(build: Callable[[str, float], Solve], wanted: list[Array]) -> dict[str, float]:
    """Patients a second with the loosest tolerance that is accurate, that tolerance and the error."""
    texts = [export(COURSE, People.alike(1, first=person), seed=1) for person in range(FEW)]
    for rtol in LADDER:
        solvers = [build(text, rtol) for text in texts]
        error = max(apart(solver(), reference) for solver, reference in zip(solvers, wanted, strict=True))
        if error <= ACCURATE:
            each = statistics.mean(seconds(solver) for solver in solvers)
            return {"patients/s": 1.0 / each, "tolerance": rtol, "error": error}
    return {"patients/s": float("nan"), "tolerance": float("nan"), "error": error}


def measured() -> dict[str, dict[str, float]]:
    """Every solver by name."""
    wanted = [reference(person) for person in range(FEW)]
    ours = simulate_course(COURSE, People.alike(MANY), {}, HOURS, seed=1)
    curves = [np.array([ours.domains[name][person] for name in DOMAINS]).T for person in range(FEW)]
    whole = seconds(lambda: simulate_course(COURSE, People.alike(MANY), {}, HOURS, seed=1))
    found = {
        "daybreak": {
            "patients/s": MANY / whole,
            "estimated error": ours.error,
            "error": max(apart(curve, reference) for curve, reference in zip(curves, wanted, strict=True)),
        }
    }
    for name, (needs, build) in GENERAL.items():
        if importlib.util.find_spec(needs):
            found[name] = measured_general(build, wanted)
    for name in found.keys() - {"daybreak"}:
        found[name]["daybreak is faster by"] = found["daybreak"]["patients/s"] / found[name]["patients/s"]
    return found


if __name__ == "__main__":
    results = measured()
    if "--json" in sys.argv[1:]:
        Console().print_json(json.dumps(results))
    else:
        for solver, numbers in results.items():
            words = ", ".join(f"{what} {value:.3g}" for what, value in numbers.items())
            Console(highlight=False, soft_wrap=True).print(f"[bold]{solver}[/bold]: {words}")
