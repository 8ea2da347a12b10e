"""Knows how a course is run: the grid, the inputs, the solution, and what is handed back (accuracy.py: how well)."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.dosing import DosingError
from daybreak.science.engine.accuracy import Solved, accurate, tried_out
from daybreak.science.engine.collocation import Problem, Solution, base_rates, check_common, filter_bank, solve
from daybreak.science.engine.compiled import Fed, march
from daybreak.science.engine.filters import LANES
from daybreak.science.engine.grid import Grid, grid
from daybreak.science.engine.inputs import Kinetics, check, modal_concentrations, release_ends_h, wanted
from daybreak.science.mechanism.course import Course, CourseResult, People
from daybreak.science.mechanism.declaration import EventKind
from daybreak.science.mechanism.individuals import Cohort, Some, cohort, formula_values
from daybreak.science.mechanism.model import ACUTE, DOMAINS, mechanism
from daybreak.science.population import Subject

LONGEST_H = 5 * 365 * 24.0
TOGETHER = 2048
"""Patients whose numbers are drawn in one go; a multiple of those abreast."""
_FEW = 4
"""Up to so many patients are solved without the compiled kernel, so that nobody waits for it to load."""
_PILOTS = 64
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
    asked = _asked(course, people, parameters, times_h, seed=seed, stages=stages)
    return asked.accurate(asked.mesh(tolerance), tolerance, cores)


def _asked(
    course: Course,
    people: People,
    parameters: Mapping[str, float | Array],
    times_h: Sequence[float] | Array,
    *,
    seed: int | None,
    stages: bool,
) -> "_Asked":
    check(course, hydroxy=False)
    check_common(mechanism(), {key.replace(".", "_"): value for key, value in parameters.items()})
    return _Asked(course, people, parameters, checked_times(times_h), seed, stages)


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
    meshes: list[Grid] = []

    def one(part: People) -> CourseResult:
        asked = _asked(course, part, parameters, times_h, seed=seed, stages=False)
        meshes.extend([] if meshes else [asked.mesh(tolerance)])
        return asked.accurate(meshes[0], tolerance, cores=1)

    parts = iter(people)
    yield from map(one, islice(parts, 1))  # on whose first people the grid of all is tried out
    waiting: deque[Future[CourseResult]] = deque()
    with ThreadPoolExecutor(cores) as threads:
        for part in parts:
            if len(waiting) > cores:
                yield waiting.popleft().result()
            waiting.append(threads.submit(one, part))
        while waiting:
            yield waiting.popleft().result()


def checked_times(times_h: Sequence[float] | Array) -> Array:
    """The times as an array. Raises `DosingError` unless they ascend from 0 h or later."""
    times = np.asarray(times_h, dtype=np.float64)
    if times.ndim != 1 or times.size == 0 or not np.all(np.isfinite(times)):
        raise DosingError("Name at least one time (h) at which to look.")
    if times[0] < 0 or np.any(np.diff(times) < 0) or times[-1] > LONGEST_H:
        raise DosingError(f"Times ascend from 0 h to at most {LONGEST_H:g} h: check them.")
    return times


@dataclass(frozen=True)
class _Asked:
    """A run as it was asked for."""

    course: Course
    people: People
    parameters: Mapping[str, float | Array]
    times: Array
    seed: int | None
    stages: bool

    def accurate(self, mesh: Grid, tolerance: float, cores: int) -> CourseResult:
        """Everyone, solved on a grid that is fine enough. Raises `GridError` when none is found."""
        n, rows = self.people.n, 0 if self.is_plain else len(DOMAINS) + len(ACUTE)
        begins = range(0, n, n if self.is_plain else TOGETHER)
        room = np.empty((n, rows, self.times.size))

        def part(begin: int) -> Solved:
            end = min(begin + TOGETHER, n) if rows else n
            return accurate(self.some(begin, end, room[begin:end]), mesh, tolerance)

        if cores == 1 or len(begins) == 1:
            parts = [part(begin) for begin in begins]
        else:
            with ThreadPoolExecutor(cores) as threads:
                parts = list(threads.map(part, begins))
        curves = _named(room) if rows else parts[0].curves
        domains, acute = ({name: curves[name] for name in names} for names in (DOMAINS, ACUTE))
        stages = curves if self.stages else {}
        return CourseResult(self.times, domains, acute, stages, max(part.error for part in parts))

    def mesh(self, tolerance: float) -> Grid:
        """The grid of the course, fine enough for most of its first people."""
        mesh = grid(self.course, max(float(self.times[-1]), 1.0), release_ends_h(self.course))
        return mesh if self.people.n <= _PILOTS else tried_out(self.some(0, _PILOTS), mesh, tolerance)

    @property
    def is_plain(self) -> bool:
        """Whether the run does without the compiled kernel."""
        return self.stages or self.people.n <= _FEW

    def some(self, begin: int, end: int, room: Array | None = None) -> "_Drawn":
        """Those from `begin` up to `end`, with their numbers; `room` is where their curves go."""
        people = self.people.part(begin, end)
        mine = {k: np.asarray(v)[begin:end] if np.ndim(v) else v for k, v in self.parameters.items()}
        who = cohort(people, self.seed, mine)
        return _Drawn(self, who, formula_values(self.course, people, who, mine, self.seed), room)

    @cached_property
    def rates(self) -> Mapping[str, float]:
        """The rates of the filters: those of a typical person with the parameters of this run."""
        one = People.alike()
        middle = {key: float(np.mean(value)) for key, value in self.parameters.items()}
        return base_rates(mechanism(), formula_values(self.course, one, cohort(one, None, middle), middle, None))


@dataclass(frozen=True)
class _Drawn:
    """Some people of a run, drawn: kinetics and what the formulas know. `room` takes the curves of the compiled kernel,
    (people, curves, times)."""

    asked: _Asked
    who: Cohort
    values: Mapping[str, float | Array]
    room: Array | None = None

    @property
    def n(self) -> int:
        """How many."""
        return self.who.n

    @property
    def together(self) -> int:
        """How many cost little more than one."""
        return _FEW if self.asked.is_plain else LANES

    def chosen(self, which: Sequence[int]) -> "_Drawn":
        """Those at these places, with the numbers they have here."""
        places = tuple(which)
        who = Some(Subject(), None, people=self.who.people.chosen(places), whole=self.who, which=places)
        values = {name: np.asarray(v)[list(places)] if np.ndim(v) else v for name, v in self.values.items()}
        return _Drawn(self.asked, who, values)

    def solved(self, mesh: Grid) -> Solved:
        """Their curves and tails on a grid. Raises `UnsettledError`."""
        asked = self.asked
        if asked.is_plain:
            problem = posed(asked.course, self.who, self.values, mesh, asked.rates, asked.stages)
            solution = solve(problem)
            return Solved(read(problem, solution, asked.times, asked.stages), solution.tails.T)
        names = wanted(bool(np.any(self.values["ampa_hnk_switch"])), vessels=False)
        bank = filter_bank(mesh, asked.rates)
        events, tablets = events_at(asked.course, mesh), taken(asked.course, mesh)
        room = np.empty((self.n, len(DOMAINS) + len(ACUTE), asked.times.size)) if self.room is None else self.room
        tails = np.empty((self.n, mesh.lengths.size))
        fed = Fed(mechanism(), mesh, bank, events, tablets, asked.times)
        march(fed, self.values, Kinetics(asked.course, self.who, mesh, names), room, tails)
        return Solved(_named(room), tails)


def _named(room: Array) -> dict[str, Array]:
    return {name: room[:, row] for row, name in enumerate((*DOMAINS, *ACUTE))}


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


def read(problem: Problem, solution: Solution, times: Array, stages: bool) -> dict[str, Array]:
    """The curves at the times asked for, by name: (people, times); with `stages` also all that leads to them."""
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
    wanted_of = (*problem.model.states, *problem.model.quantities, *problem.courses) if stages else (*DOMAINS, *ACUTE)
    return {name: np.array(known[name]) for name in wanted_of}
