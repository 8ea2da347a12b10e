"""Knows how a course is run: the grid, the inputs, the solution, its error, and what is handed back.

The error is estimated on every run: the patients whose drives the grid follows least well are solved once more with
every interval halved. Where the two differ by more than is tolerated the grid is refined where it was weakest; a course
that refinement does not help is refused.
"""

import math
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.dosing import DosingError
from daybreak.science.engine.collocation import (
    Problem,
    Solution,
    UnsettledError,
    base_rates,
    check_common,
    filter_bank,
    solve,
)
from daybreak.science.engine.compiled import Fed, march
from daybreak.science.engine.grid import Grid, GridError, grid
from daybreak.science.engine.inputs import Kinetics, check, modal_concentrations, release_ends_h, wanted
from daybreak.science.mechanism.course import Course, CourseResult, People
from daybreak.science.mechanism.declaration import EventKind
from daybreak.science.mechanism.individuals import Cohort, cohort, formula_values, picked
from daybreak.science.mechanism.model import ACUTE, DOMAINS, mechanism

LONGEST_H = 5 * 365 * 24.0
TOGETHER = 512
"""Patients whose numbers are drawn in one go; a multiple of those abreast."""
_FEW = 4
"""Up to so many patients are solved without the compiled kernel, so that nobody waits for it to load."""
_DOUBTFUL = 8
_REFINEMENTS = 12
_PILOT = 64
_SETTLINGS = 80
_SAFETY = 2.0
"""The difference to the halved grid is taken twice: the halved grid has an error of its own."""
_EDGE_H = 1e-9


def run(
    course: Course,
    people: People,
    parameters: Mapping[str, float | Array],
    times_h: Sequence[float] | Array,
    *,
    seed: int | None,
    stages: bool,
    tolerance: float,
    cores: int,
) -> CourseResult:
    """As `simulate_course` says."""
    times = checked_times(times_h)
    asked = _Asked(course, people, parameters, times, seed, stages, cores)
    check(course, hydroxy=False)
    check_common(mechanism(), {key.replace(".", "_"): value for key, value in parameters.items()})
    mesh = grid(course, max(float(times[-1]), 1.0), release_ends_h(course))
    if people.n > _PILOT:
        mesh, _ = asked.of_the_first(_PILOT).accurate(mesh, tolerance)
    return asked.accurate(mesh, tolerance)[1]


def run_in_parts(
    course: Course,
    people: Iterable[People],
    parameters: Mapping[str, float],
    times_h: Sequence[float] | Array,
    *,
    seed: int | None,
    tolerance: float,
    cores: int,
) -> Iterator[CourseResult]:
    """As `simulate_in_parts` says."""

    def one(part: People) -> CourseResult:
        return run(course, part, parameters, times_h, seed=seed, stages=False, tolerance=tolerance, cores=1)

    waiting: deque[Future[CourseResult]] = deque()
    with ThreadPoolExecutor(cores) as threads:
        for part in people:
            if len(waiting) > cores:
                yield waiting.popleft().result()
            waiting.append(threads.submit(one, part))
        while waiting:
            yield waiting.popleft().result()


def _apart(finer: Array, coarser: Array) -> float:
    return float(np.max(np.abs(finer - coarser) / np.maximum(np.abs(finer), 1e-3)))


def checked_times(times_h: Sequence[float] | Array) -> Array:
    """The times as an array. Raises `DosingError` unless they ascend from 0 h or later."""
    times = np.asarray(times_h, dtype=np.float64)
    if times.ndim != 1 or times.size == 0 or not np.all(np.isfinite(times)):
        raise DosingError("Name at least one time (h) at which to look.")
    if times[0] < 0 or np.any(np.diff(times) < 0) or times[-1] > LONGEST_H:
        raise DosingError(f"Times ascend from 0 h to at most {LONGEST_H:g} h: check them.")
    return times


def _weakest(tails: Array) -> list[int]:
    """The intervals whose tails are within a factor of a hundred of the worst."""
    worst = tails.max(axis=0)
    return [int(k) for k in np.flatnonzero(worst > worst.max() / 100.0)]


@dataclass(frozen=True)
class _Asked:
    """A run as it was asked for."""

    course: Course
    people: People
    parameters: Mapping[str, float | Array]
    times: Array
    seed: int | None
    stages: bool
    cores: int

    def of_the_first(self, n: int) -> "_Asked":
        """The same run for the first few, on whom the grid is tried out."""
        mine = {k: np.asarray(v)[:n] if np.ndim(v) else v for k, v in self.parameters.items()}
        return _Asked(self.course, self.people.part(0, n), mine, self.times, self.seed, self.stages, 1)

    def accurate(self, mesh: Grid, tolerance: float) -> tuple[Grid, CourseResult]:
        """A grid that is fine enough, and the result on it. Raises `GridError` when none is found."""
        for _ in range(_REFINEMENTS):
            mesh, result, tails = self.settled(mesh)
            error = self.error(mesh, result, tails)
            if error <= tolerance:
                return mesh, CourseResult(self.times, result.domains, result.acute, result.stages, error)
            mesh = mesh.refined(_weakest(tails))
        raise GridError(f"This course cannot be solved to {tolerance:g}: use less extreme parameters or doses.")

    def settled(self, mesh: Grid) -> tuple[Grid, CourseResult, Array]:
        """The grid on which the feedback settles, the result and the tails. Raises `GridError` when there is none."""
        for _ in range(_SETTLINGS):
            try:
                return mesh, *self.solved(mesh)
            except UnsettledError as problem:
                last = mesh.lengths.size - 1
                mesh = mesh.refined(sorted({min(problem.interval + k, last) for k in range(4)}))
        raise GridError("The feedback on synapses does not settle on any grid: use less extreme parameters or doses.")

    def solved(self, mesh: Grid) -> tuple[CourseResult, Array]:
        """The result, and the tails (people, intervals)."""
        if self.is_plain:
            who = cohort(self.people, self.seed, self.parameters)
            return self._plain(who, formula_values(self.course, self.people, who, self.parameters, self.seed), mesh)
        return self._streamed(mesh)

    def error(self, mesh: Grid, result: CourseResult, tails: Array) -> float:
        """Twice the largest relative difference a halved grid makes to a domain of the most doubtful patients.

        Infinite where the halved grid does not settle or gives no number: nothing is known of the error then.
        """
        order = np.argsort(tails.max(axis=1))[::-1]
        which = sorted({int(i) for i in order[:_DOUBTFUL]})
        try:
            finer = self._again(which, mesh.halved())
        except UnsettledError:
            return math.inf
        apart = max(_apart(finer.domains[name], result.domains[name][which]) for name in DOMAINS)
        return _SAFETY * apart if math.isfinite(apart) else math.inf

    def _again(self, which: Sequence[int], mesh: Grid) -> CourseResult:
        solve_again = self._plain if self.is_plain else self._compiled
        return solve_again(*self._picked(which), mesh)[0]

    @property
    def is_plain(self) -> bool:
        """Whether the run does without the compiled kernel."""
        return self.stages or self.people.n <= _FEW

    def _picked(self, which: Sequence[int]) -> tuple[Cohort, Mapping[str, float | Array]]:
        who = picked(self.people, self.seed, which, self.parameters)
        each = []
        for i in which:
            one = self.people.part(i, i + 1)
            mine = {k: np.asarray(v)[i : i + 1] if np.ndim(v) else v for k, v in self.parameters.items()}
            each.append(formula_values(self.course, one, cohort(one, self.seed, mine), mine, self.seed))
        values = {k: np.concatenate([e[k] for e in each]) if np.ndim(v) else v for k, v in each[0].items()}
        return who, values

    def _plain(self, who: Cohort, values: Mapping[str, float | Array], mesh: Grid) -> tuple[CourseResult, Array]:
        problem = posed(self.course, who, values, mesh, self.rates, self.stages)
        solution = solve(problem)
        return read(problem, solution, self.times, self.stages), solution.tails.T

    def _streamed(self, mesh: Grid) -> tuple[CourseResult, Array]:
        """Everyone, some at a time, into one array (people, curves, times)."""
        curves, tails = self._room(self.people.n, mesh)
        begins = range(0, self.people.n, TOGETHER)
        if self.cores == 1:
            for begin in begins:
                self._part(mesh, begin, curves, tails)
        else:
            with ThreadPoolExecutor(self.cores) as threads:
                list(threads.map(lambda begin: self._part(mesh, begin, curves, tails), begins))
        return self._named(curves), tails

    def _room(self, n: int, mesh: Grid) -> tuple[Array, Array]:
        return np.empty((n, len(DOMAINS) + len(ACUTE), self.times.size)), np.empty((n, mesh.lengths.size))

    def _named(self, curves: Array) -> CourseResult:
        found = {name: curves[:, row] for row, name in enumerate((*DOMAINS, *ACUTE))}
        return CourseResult(self.times, {n: found[n] for n in DOMAINS}, {n: found[n] for n in ACUTE})

    def _part(self, mesh: Grid, begin: int, curves: Array, tails: Array) -> None:
        end = min(begin + TOGETHER, self.people.n)
        people = self.people.part(begin, end)
        mine = {k: np.asarray(v)[begin:end] if np.ndim(v) else v for k, v in self.parameters.items()}
        who = cohort(people, self.seed, mine)
        values = formula_values(self.course, people, who, mine, self.seed)
        self._march(who, values, mesh, curves[begin:end], tails[begin:end])

    def _compiled(self, who: Cohort, values: Mapping[str, float | Array], mesh: Grid) -> tuple[CourseResult, Array]:
        curves, tails = self._room(who.n, mesh)
        self._march(who, values, mesh, curves, tails)
        return self._named(curves), tails

    def _march(self, who: Cohort, values: Mapping[str, float | Array], mesh: Grid, curves: Array, tails: Array) -> None:
        names = wanted(bool(np.any(values["ampa_hnk_switch"])), vessels=False)
        bank = filter_bank(mesh, self.rates)
        fed = Fed(mechanism(), mesh, bank, events_at(self.course, mesh), taken(self.course, mesh), self.times)
        march(fed, values, Kinetics(self.course, who, mesh, names), curves, tails)

    @cached_property
    def rates(self) -> Mapping[str, float]:
        """The rates of the filters: those of a typical person with the parameters of this run."""
        one = People.alike()
        middle = {key: float(np.mean(value)) for key, value in self.parameters.items()}
        return base_rates(mechanism(), formula_values(self.course, one, cohort(one, None, middle), middle, None))


def posed(
    course: Course,
    who: Cohort,
    values: Mapping[str, float | Array],
    mesh: Grid,
    rates: Mapping[str, float],
    vessels: bool,
) -> Problem:
    """The problem on a grid, with its inputs in time; those of the `vessels` only to be looked at."""
    hydroxy = bool(np.any(values["ampa_hnk_switch"]))
    exact = modal_concentrations(course, who, mesh, wanted(hydroxy, vessels))
    courses = {name: np.ascontiguousarray(np.moveaxis(curve, 0, -1)) for name, curve in exact.items()}
    ones = np.ones((1, mesh.nodes.shape[1], who.n))
    courses["antidepressant_taken"] = taken(course, mesh)[:, None, None] * ones
    return Problem(mechanism(), mesh, rates, values, courses, events_at(course, mesh), who.n)


def taken(course: Course, mesh: Grid) -> Array:
    """Whether the antidepressant is taken, in each interval."""
    middles = [(a + b) / 2 for a, b in zip(mesh.edges, mesh.edges[1:], strict=False)]
    return np.array([course.antidepressant_taken(middle) for middle in middles])


def events_at(course: Course, mesh: Grid) -> tuple[tuple[EventKind, ...], ...]:
    """The kinds of event at each edge."""
    found: list[list[EventKind]] = [[] for _ in mesh.edges]
    edges = np.array(mesh.edges)
    for kind, hours in course.events.items():
        for hour in hours:
            if hour < edges[-1] - _EDGE_H:
                found[int(np.argmin(np.abs(edges - hour)))].append(kind)
    return tuple(tuple(kinds) for kinds in found)


def read(problem: Problem, solution: Solution, times: Array, stages: bool) -> CourseResult:
    """The curves at the times asked for."""
    where, weights = problem.grid.placed(times)
    known: dict[str, float | Array] = {
        name: np.einsum("tp,tpn->nt", weights, curve[where])
        for name, curve in (*solution.states.items(), *problem.courses.items())
    }
    for name, state in problem.model.states.items():
        np.asarray(known[name])[:, times <= 0.0] = state.initial
    known |= {name: np.reshape(value, (-1, 1)) if np.ndim(value) else value for name, value in problem.values.items()}
    for name, quantity in problem.model.quantities.items():
        known[name] = np.broadcast_to(quantity.formula.value(known), (problem.n, times.size))
    curves = {name: np.asarray(known[name]) for name in (*problem.model.states, *problem.model.quantities)}
    kept = {**curves, **{name: np.asarray(known[name]) for name in problem.courses}} if stages else {}
    return CourseResult(times, {name: curves[name] for name in DOMAINS}, {name: curves[name] for name in ACUTE}, kept)
