"""Knows the solution of the mechanism by collocation on the grid: plain arrays, any number of patients.

Over one interval each state is an exact filter (filters.py) of a polynomial drive, taken in the order of cause and
effect. A state that feeds back on itself, or whose loss changes, is solved with its drive (own_rate.py); states that
feed back on one another are swept until they agree. This is the plain form of the method; the
compiled form of the same is kernel.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.engine.filters import POINTS, decay, tail, weights
from daybreak.science.engine.grid import Grid
from daybreak.science.engine.own_rate import OwnRate, own_rate
from daybreak.science.mechanism.declaration import EventKind, Model
from daybreak.science.mechanism.model import DOMAINS

SWEEPS = 60
AGREED = 5e-9
LEAST = 1e-3
"""A domain below this is as good as gone: its error is taken relative to this instead."""
_ONE = np.eye(POINTS)

Values = Mapping[str, float | Array]


@dataclass(frozen=True)
class Problem:
    """All that decides a run. `courses`: inputs in time by name, shape (intervals, points, people).

    `values`: parameters and facts, one number or (people,). `events`: for each edge the kinds of event there, in the
    order in which they are taken. `rates`: those of the filters, by state.
    """

    model: Model
    grid: Grid
    rates: Mapping[str, float]
    values: Values
    courses: Mapping[str, Array]
    events: tuple[tuple[EventKind, ...], ...]
    n: int


@dataclass(frozen=True)
class Solution:
    """States at every point by name, shape (intervals, points, people); relative tails, (intervals, people)."""

    states: Mapping[str, Array]
    tails: Array


def base_rates(model: Model, values: Values) -> dict[str, float]:
    """The rate of the filter of each state: its loss at the start in a typical person, whose `values` these are."""
    known = {**values, **{name: state.initial for name, state in model.solved.items()}}
    return {name: float(np.mean(state.loss.value(known))) for name, state in model.solved.items()}


def check_common(model: Model, values: Mapping[str, float | Array]) -> None:
    """Raise `ValueError` where people differ in a half-life that the method takes to be common to all of a call."""
    differing = {name for name, value in values.items() if name in model.shared and np.ptp(value) > 0}
    for name, state in model.solved.items():
        if state.loss.names & differing:
            raise ValueError(f"The half-life of {name} must be one number for all people of a call.")


@dataclass(frozen=True)
class FilterBank:
    """The filters of every state for every different length: `decays` (lengths, states, points), `gathers` (lengths,
    states, points, points), `reach` (lengths, states): the most a unit of drive adds in one interval.

    `kind` (intervals,) says which of the lengths an interval has, `place` which of the states a name is.
    """

    lengths: Array
    kind: np.typing.NDArray[np.intp]
    place: Mapping[str, int]
    rates: Array
    decays: Array
    gathers: Array
    reach: Array


def filter_bank(mesh: Grid, rates: Mapping[str, float]) -> FilterBank:
    """The filters that a grid needs, computed once for all patients."""
    lengths, kind = np.unique(mesh.lengths, return_inverse=True)
    each = np.array(list(rates.values()))
    scaled = lengths[:, None] * each
    gathers = weights(scaled) * lengths[:, None, None, None]
    reach = np.minimum(lengths[:, None], 1.0 / np.maximum(each, 1e-12))
    place = {name: number for number, name in enumerate(rates)}
    return FilterBank(lengths, kind, place, each, decay(scaled), np.ascontiguousarray(gathers), reach)


def solve(problem: Problem) -> Solution:
    """March over the grid. Raises `UnsettledError` when the feedback of an interval does not settle."""
    march = _March(problem)
    for k in range(problem.grid.lengths.size):
        march.jump(problem.events[k])
        march.interval(k)
    return Solution(march.states, march.tails)


class UnsettledError(Exception):
    """The feedback of interval `k` did not settle: it is too long."""

    def __init__(self, k: int) -> None:
        super().__init__(f"Interval {k} is too long for the feedback in it.")
        self.interval = k


class _March:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.model = problem.model
        shape = (problem.grid.lengths.size, POINTS, problem.n)
        self.shape = (POINTS, problem.n)
        self.states = {name: np.empty(shape) for name in self.model.states}
        self.now = {name: np.full(problem.n, s.initial) for name, s in self.model.states.items()}
        self.tails = np.zeros((problem.grid.lengths.size, problem.n))
        self.filters = filter_bank(problem.grid, problem.rates)
        self.parts = _apart(self.model)
        self.drives: dict[str, Array] = {}

    def jump(self, kinds: tuple[EventKind, ...]) -> None:
        """Take the events at an edge, each from the values the one before left."""
        for kind in kinds:
            before = {**self.problem.values, **self.now}
            for jump in self.model.solved_jumps:
                if jump.kind is kind:
                    self.now[jump.state] = np.broadcast_to(jump.becomes.value(before), (self.problem.n,))

    def interval(self, k: int) -> None:
        """Advance every state over interval `k`."""
        known = {**self.problem.values, **{name: curve[k] for name, curve in self.problem.courses.items()}}
        for group in self.model.groups:
            if self.model.is_loop(group):
                self._settle(group, k, known)
            else:
                self._work_out(group[0], known, frozenset())
                known[group[0]] = self._answer(group[0], k, known)
        for name in self.model.states:
            self.states[name][k] = curve = np.asarray(known[name])
            self.now[name] = curve[-1]
        self._note_tails(k)

    def _settle(self, group: tuple[str, ...], k: int, known: dict[str, float | Array]) -> None:
        for name in group:
            known[name] = np.broadcast_to(self.now[name], self.shape)
        for _ in range(SWEEPS):
            moved = 0.0
            for name in group:
                self._work_out(name, known, frozenset(group))
                new = self._answer(name, k, known)
                moved = max(moved, float(np.max(np.abs(new - known[name]))))
                known[name] = new
            if moved <= AGREED:
                return
        raise UnsettledError(k)

    def _work_out(self, name: str, known: dict[str, float | Array], group: frozenset[str]) -> None:
        """The quantities that the rate of a state names and that are not known, or that its group changes."""
        for quantity, depends in self.parts[name].quantities:
            if quantity not in known or depends & group:
                known[quantity] = self.model.quantities[quantity].formula.value(known)

    def _answer(self, name: str, k: int, known: Mapping[str, float | Array]) -> Array:
        """The curve of a state over an interval, (points, people); its drive is kept for the tails."""
        kind, place = self.filters.kind[k], self.filters.place[name]
        fading = self.filters.decays[kind, place][:, None] * self.now[name]
        gather, own = self.filters.gathers[kind, place], self.parts[name].rate
        drive = self._wide(own.free.value(known))
        if own.even:
            self.drives[name] = drive
            return np.asarray(fading + gather @ drive)
        extra = self._wide(own.own.value(known) - self.problem.rates[name])
        matrix = _ONE + gather * extra.T[:, None, :]
        curve = np.linalg.solve(matrix, (fading + gather @ drive).T[..., None])[..., 0].T
        self.drives[name] = drive - extra * curve
        return np.asarray(curve)

    def _wide(self, value: float | Array) -> Array:
        return np.asarray(value) if np.shape(value) == self.shape else np.broadcast_to(value, self.shape)

    def _note_tails(self, k: int) -> None:
        """What the last two coefficients of a state are, and those of its drive could add, as a share of the state."""
        for name in judged(self.model):
            reach = self.filters.reach[self.filters.kind[k], self.filters.place[name]]
            added, read = (np.abs(tail() @ curve).sum(axis=0) for curve in (self.drives[name], self.states[name][k]))
            share = np.maximum(reach * added, read) / np.maximum(self.now[name], LEAST)
            self.tails[k] = np.maximum(self.tails[k], share)


def judged(model: Model) -> tuple[str, ...]:
    """The states whose tails tell how well an interval was solved: the symptoms.

    They answer to all others, and what is rough in a drug or a receptor is smoothed before it reaches them: the tails
    of all states taken together say nothing of who is solved least well (`docs/decisions`).
    """
    return tuple(name for name in DOMAINS if name in model.solved) or tuple(model.solved)


@dataclass(frozen=True)
class _Part:
    """The rate of a state, and the quantities that it names, each after those it needs, with all that it depends on."""

    rate: OwnRate
    quantities: tuple[tuple[str, frozenset[str]], ...]


@cache
def _apart(model: Model) -> Mapping[str, _Part]:
    """Every state taken apart; asked for once a run, for a model is slow to compare."""
    found = {}
    for name in model.states:
        rate = own_rate(model, name)
        needed = _needed(model, rate.free.names | rate.own.names)
        found[name] = _Part(rate, tuple((quantity, model.known_by(quantity)) for quantity in needed))
    return found


def _needed(model: Model, names: frozenset[str]) -> list[str]:
    found: list[str] = []
    for name in [name for name in model.quantities if name in names]:
        inner = _needed(model, model.quantities[name].formula.names)
        found += [other for other in (*inner, name) if other not in found]
    return found
