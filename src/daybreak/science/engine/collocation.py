"""Knows the solution of the mechanism by collocation on the grid: plain arrays, any number of patients.

Over one interval each state is an exact filter (filters.py) of a polynomial drive, taken in the order of cause and
effect; states that feed back on one another are swept until they agree. This is the plain form of the method; the
compiled form of the same is kernel.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.engine.filters import POINTS, decay, tail, weights
from daybreak.science.engine.grid import Grid
from daybreak.science.mechanism.declaration import EventKind, Model

SWEEPS = 40
AGREED = 1e-9

Values = Mapping[str, float | Array]


@dataclass(frozen=True)
class Problem:
    """All that decides a run. `courses`: inputs in time by name, shape (intervals, points, people).

    `values`: parameters and facts, one number or (people,). `events`: for each edge the kinds of event there, in the
    order in which they are taken.
    """

    model: Model
    grid: Grid
    values: Values
    courses: Mapping[str, Array]
    events: tuple[tuple[EventKind, ...], ...]
    n: int


@dataclass(frozen=True)
class Solution:
    """States at every point by name, shape (intervals, points, people); tails of the drives, (intervals, people)."""

    states: Mapping[str, Array]
    tails: Array


def base_rates(model: Model, values: Values, n: int) -> dict[str, float]:
    """The rate of the filter of each state: its loss where that is the same for all, else its mean at the start.

    Raises `ValueError` where people differ in a half-life that the method takes to be common to all.
    """
    known = {**values, **{name: np.full(n, state.initial) for name, state in model.solved.items()}}
    found = {}
    for name, state in model.solved.items():
        loss = np.asarray(state.loss.value(known))
        if state.loss.names <= model.parameters - model.varied and np.ptp(loss) > 0:
            raise ValueError(f"The half-life of {name} must be one number for all people of a call.")
        found[name] = float(np.mean(loss))
    return found


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
        self.rates = base_rates(problem.model, problem.values, problem.n)
        shape = (problem.grid.lengths.size, POINTS, problem.n)
        self.states = {name: np.empty(shape) for name in self.model.solved}
        self.now = {name: np.full(problem.n, s.initial) for name, s in self.model.solved.items()}
        self.tails = np.zeros((problem.grid.lengths.size, problem.n))
        self.filters = filter_bank(problem.grid, self.rates)
        self.shape = (POINTS, problem.n)
        self.drives: dict[str, Array] = {}
        common = self.model.parameters - self.model.varied
        self.uneven = {name for name, state in self.model.solved.items() if not state.loss.names <= common}

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
                known[group[0]] = self._filtered(group[0], k, known)
        for name in self.model.solved:
            self.states[name][k] = curve = np.asarray(known[name])
            self.now[name] = curve[-1]
        self._note_tails(k)

    def _settle(self, group: tuple[str, ...], k: int, known: dict[str, float | Array]) -> None:
        for name in group:
            known[name] = np.broadcast_to(self.now[name], (POINTS, self.problem.n))
        for _ in range(SWEEPS):
            moved = 0.0
            for name in group:
                new = self._filtered(name, k, known)
                moved = max(moved, float(np.max(np.abs(new - known[name]))))
                known[name] = new
            if moved <= AGREED:
                return
        raise UnsettledError(k)

    def _filtered(self, name: str, k: int, known: Mapping[str, float | Array]) -> Array:
        kind, place = self.filters.kind[k], self.filters.place[name]
        self.drives[name] = drive = self._drive(name, known)
        return np.asarray(
            self.filters.decays[kind, place][:, None] * self.now[name] + self.filters.gathers[kind, place] @ drive
        )

    def _drive(self, name: str, known: Mapping[str, float | Array]) -> Array:
        state = self.model.solved[name]
        drive = state.gain.value(known)
        if name in self.uneven:
            drive = drive - (state.loss.value(known) - self.rates[name]) * known[name]
        return drive if np.shape(drive) == self.shape else np.broadcast_to(drive, self.shape)

    def _note_tails(self, k: int) -> None:
        """What the last two coefficients of each drive could add to its state by the end of the interval."""
        drives = np.stack([self.drives[name] for name in self.filters.place])
        high = np.abs(np.einsum("cp,spn->csn", tail(), drives)).sum(axis=0)
        self.tails[k] = np.max(self.filters.reach[self.filters.kind[k]][:, None] * high, axis=0)
