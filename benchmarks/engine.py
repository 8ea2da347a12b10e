"""Measures the compiled engine: against general solvers, on two cores, and over many patients.

    OPENBLAS_NUM_THREADS=1 python benchmarks/engine.py [--json]

Eight weeks, sixteen intramuscular doses, read 0.5, 1, 2 and 4 h after each and daily. Every solver is given the
loosest tolerance of a ladder with which the symptoms of the first patients are within 1e-6 (relative) of the tight
reference, and is timed on its own solution alone: reading the model and compiling are left out. libRoadRunner (CVODE,
compiled right-hand sides) and COPASI (LSODA) read the SBML export; LSODA of numbalsoda and of SciPy are given the
exported equations compiled by numba, diffrax the same compiled by JAX. A solver that is not installed is named as
missing. One core each, timed by the core's own clock; the engine and the other take turns, and the ratio is the median
of the turns: it carries over to other machines, the rates do not.

Then the same course for many patients in parts: one core against two in turns, and 10,000 against 100,000 patients in
processes of their own, for the time and the most memory each takes.
"""

import importlib.util
import json
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from rich.console import Console

from daybreak.science.compartments import Array
from daybreak.science.dosing import Dose, Route
from daybreak.science.engine.tight import solve_tightly
from daybreak.science.mechanism.course import Course, People, simulate_course, simulate_in_parts
from daybreak.science.mechanism.model import DOMAINS
from daybreak.science.sbml import export

FEW, MANY, ROUNDS, PART = 3, 4096, 5, 2048
CROWDS = (10_000, 100_000)
CORES = 2
DAYS = tuple(7 * week + day for week in range(8) for day in (0, 3))
COURSE = Course(doses=tuple(Dose(Route.IM, 0.75, 1440.0 * day) for day in DAYS), per_kg=True)
AFTER_DOSES = [24.0 * day + hour for day in DAYS for hour in (0.5, 1.0, 2.0, 4.0)]
HOURS = np.unique(np.round([*AFTER_DOSES, *(24.0 * day for day in range(57))], 9))
LADDER = (1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10)
ACCURATE = 1e-6

Solve = Callable[[], Array]


def seconds(work: Callable[[], object]) -> float:
    """Time of one call."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def core_seconds(work: Callable[[], object]) -> float:
    """Time of one call on the core: what others do on the machine meanwhile does not count."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def in_turns(
    one: Callable[[], object], other: Callable[[], object], clock: Callable[[Callable[[], object]], float]
) -> list[tuple[float, float]]:
    """Times of both, after one call of each to warm up."""
    one(), other()
    return [(clock(one), clock(other)) for _ in range(ROUNDS)]


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


def by_numbalsoda(text: str, rtol: float) -> Solve:
    """LSODA in C++, called from compiled code."""
    from numba import cfunc
    from numbalsoda import lsoda, lsoda_sig

    equations, start, events = compiled_equations(text, "right(t, y, d, p)", "")
    address = cfunc(lsoda_sig)(equations).address

    def between(state: Array, asked: Array) -> Array:
        curve, ended_well = lsoda(address, state, asked, rtol=rtol, atol=rtol * 1e-3)
        return np.asarray(curve) if ended_well else np.full((asked.size, state.size), np.nan)

    return lambda: from_event_to_event(between, start, events)


def by_scipy(text: str, rtol: float) -> Solve:
    """SciPy's LSODA, called from Python."""
    from numba import njit
    from scipy.integrate import odeint

    equations, start, events = compiled_equations(text, "right(t, y)", "d = np.empty(y.size)")
    right = njit(equations)

    def between(state: Array, asked: Array) -> Array:
        return np.asarray(odeint(right, state, asked, tfirst=True, rtol=rtol, atol=rtol * 1e-3, mxstep=100_000))

    return lambda: from_event_to_event(between, start, events)


def by_diffrax(text: str, rtol: float) -> Solve:
    """Kvaerno's implicit method of fifth order, compiled by JAX."""
    import diffrax
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    words = {"exp": jnp.exp, "ln": jnp.log, "piecewise": lambda value, holds, other: jnp.where(holds, value, other)}
    equations, start, events = compiled_equations(text, "right(t, y)", "d = [0.0] * y.size", words)
    term = diffrax.ODETerm(lambda t, y, _: jnp.stack(equations(t, y)))
    steps = diffrax.PIDController(rtol=rtol, atol=rtol * 1e-3)

    @jax.jit
    def solved(state: Array, asked: Array) -> Any:
        kept = diffrax.SaveAt(ts=asked)
        span = (asked[0], asked[-1], None)
        return diffrax.diffeqsolve(
            term, diffrax.Kvaerno5(), *span, state, saveat=kept, stepsize_controller=steps, max_steps=100_000
        ).ys

    return lambda: from_event_to_event(lambda state, asked: np.array(solved(state, asked)), start, events)


def from_event_to_event(
    between: Callable[[Array, Array], Array], start: Array, events: list[tuple[float, Any]]
) -> Array:
    """The symptoms at every time asked for, (times, domains), from a solver that knows no events."""
    state, found = start.copy(), np.empty((HOURS.size, start.size))
    found[0] = state
    for (begin, change), (end, _) in pairwise([*events, (float(HOURS[-1]), None)]):
        state = state if change is None else change(state)
        inside = (begin < HOURS) & (end >= HOURS)
        asked = np.unique(np.concatenate([[begin], HOURS[inside], [end]]))
        curve = between(state, asked)
        found[inside] = curve[np.searchsorted(asked, HOURS[inside])]
        state = curve[-1].copy()
    return found[:, : len(DOMAINS)]


def compiled_equations(
    text: str, head: str, first: str, words: dict[str, Any] | None = None
) -> tuple[Any, Array, list[tuple[float, Any]]]:
    """dy/dt of the exported model as a Python function to compile, its start, and its events as (hour, change)."""
    import libsbml
    from numba import njit

    model = libsbml.readSBMLFromString(text).getModel()
    rules = [model.getRule(k) for k in range(model.getNumRules())]
    rated = [rule.getVariable() for rule in rules if rule.isRate()]
    moving = [*DOMAINS, *(name for name in rated if name not in DOMAINS)]
    values = {p.getId(): p.getValue() for p in model.getListOfParameters()}
    fixed = {name: v for name, v in values.items() if name not in moving and not np.isnan(v)}
    said = {rule.getVariable(): libsbml.formulaToL3String(rule.getMath()).replace("^", "**") for rule in rules}
    lines = [f"def {head}:", *([f"    {first}"] if first else [])]
    lines += [f"    {name} = {value!r}" for name, value in fixed.items()]
    lines += [f"    {name} = y[{k}]" for k, name in enumerate(moving)]
    lines += [f"    {name} = {said[name]}" for name in _in_order(rules, said)]
    lines += [f"    d[{k}] = {said[name]}" for k, name in enumerate(moving)] + (["    return d"] if first else [])
    piecewise = njit(lambda value, holds, other: value if holds else other)
    names: dict[str, Any] = {"np": np, "exp": np.exp, "ln": np.log, "piecewise": piecewise, **(words or {})}
    exec("\n".join(lines), names)  # noqa: S102
    start = np.array([values[name] for name in moving])
    return names["right"], start, [(0.0, None), *_changes(model, moving)]


def _in_order(rules: list[Any], said: dict[str, str]) -> list[str]:
    """The assigned names of the exported model, each after those it needs; what no rate needs is left out."""
    assigned = {rule.getVariable() for rule in rules if rule.isAssignment()}
    found: list[str] = []

    def take(formula: str) -> None:
        for name in re.findall(r"[A-Za-z_]\w*", formula):
            if name in assigned and name not in found:
                take(said[name])
                found.append(name)

    for rule in rules:
        if rule.isRate():
            take(said[rule.getVariable()])
    return found


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


GENERAL: dict[str, tuple[str, Callable[[str, float], Solve]]] = {
    "numbalsoda LSODA": ("numbalsoda", by_numbalsoda),
    "libRoadRunner": ("roadrunner", by_roadrunner),
    "COPASI": ("basico", by_copasi),
    "SciPy LSODA, compiled": ("libsbml", by_scipy),
    "diffrax Kvaerno5": ("diffrax", by_diffrax),
}


def ours(n: int = MANY) -> Any:
    """The engine on one core."""
    return simulate_course(COURSE, People.alike(n), {}, HOURS, seed=1)


def measured_general(build: Callable[[str, float], Solve], wanted: list[Array]) -> dict[str, float]:
    """Patients a second with the loosest tolerance that is accurate, that tolerance, the error, and the ratio."""
    texts = [export(COURSE, People.alike(1, first=person), seed=1) for person in range(FEW)]
    for rtol in LADDER:
        solvers = [build(text, rtol) for text in texts]
        error = max(apart(solver(), reference) for solver, reference in zip(solvers, wanted, strict=True))
        if error <= ACCURATE:
            turns = in_turns(ours, lambda: [solver() for solver in solvers], core_seconds)  # noqa: B023
            rates = [(MANY / mine, FEW / theirs) for mine, theirs in turns]
            return {
                "patients/s": statistics.median(theirs for _, theirs in rates),
                "tolerance": rtol,
                "error": error,
                "daybreak is faster by": statistics.median(mine / theirs for mine, theirs in rates),
            }
    return {"patients/s": float("nan"), "tolerance": float("nan"), "error": error}


def measured() -> dict[str, dict[str, float]]:
    """Every solver by name, two cores, and many patients."""
    wanted = [reference(person) for person in range(FEW)]
    first = ours()
    curves = [np.array([first.domains[name][person] for name in DOMAINS]).T for person in range(FEW)]
    found = {
        "daybreak": {
            "patients/s": MANY / statistics.median(core_seconds(ours) for _ in range(ROUNDS)),
            "estimated error": first.error,
            "error": max(apart(curve, reference) for curve, reference in zip(curves, wanted, strict=True)),
        }
    }
    for name, (needs, build) in GENERAL.items():
        found[name] = measured_general(build, wanted) if importlib.util.find_spec(needs) else {}
    found["two cores"] = measured_cores()
    for n in CROWDS:
        found[f"{n:,} patients, two cores"] = measured_crowd(n)
    return found


def in_parts(n: int, cores: int) -> int:
    """Solve `n` patients in parts and keep nothing of them; how many there were."""

    def parts() -> Iterator[People]:
        for first in range(0, n, PART):
            yield People.alike(min(PART, n - first), first=first)

    results = simulate_in_parts(COURSE, parts(), {}, HOURS, seed=1, cores=cores)
    return sum(result.domains["mood"].shape[0] for result in results)


def measured_cores() -> dict[str, float]:
    """How much faster two cores are than one."""
    turns = in_turns(lambda: in_parts(24 * PART, 1), lambda: in_parts(24 * PART, CORES), seconds)
    return {"faster by": statistics.median(one / two for one, two in turns)}


def measured_crowd(n: int) -> dict[str, float]:
    """Seconds and the most memory (MiB) of a process that solves `n` patients on two cores, its start included."""
    done = subprocess.run(
        [sys.executable, __file__, "--people", str(n)], capture_output=True, encoding="utf-8", check=True
    )
    taken, memory = (float(word) for word in done.stdout.split())
    return {"seconds": taken, "MiB": memory}


def solve_crowd(n: int) -> None:
    """Print the seconds and the MiB that `n` patients took."""
    taken = seconds(lambda: in_parts(n, CORES))
    sys.stdout.write(f"{taken} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}")


def show(results: dict[str, dict[str, float]]) -> None:
    """Everything, a line each."""
    for solver, numbers in results.items():
        words = ", ".join(f"{what} {value:.3g}" for what, value in numbers.items())
        Console(highlight=False, soft_wrap=True).print(f"[bold]{solver}[/bold]: {words or 'not installed here'}")


if __name__ == "__main__":
    if "--people" in sys.argv[1:]:
        solve_crowd(int(sys.argv[-1]))
    elif "--json" in sys.argv[1:]:
        Console().print_json(json.dumps(measured()))
    else:
        show(measured())
