"""Knows how people are solved to the accuracy asked for: whom to doubt, where the grid is weak, when to refuse.

The error is estimated on every run. The symptoms of whoever the grid follows least well are solved once more with every
interval halved, then those of the next, until what halving changes is small. Whom it changes too much are solved on a
finer grid by themselves; when they are many, everyone is. People whom refinement does not help are refused.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.engine.collocation import LEAST, UnsettledError
from daybreak.science.engine.grid import Grid, GridError
from daybreak.science.mechanism.model import DOMAINS

_REFINEMENTS = 12
_SETTLINGS = 80
_SAFETY = 2.0
"""The difference to the halved grid is taken twice: the halved grid has an error of its own."""
_HELPED = 0.25
"""A refinement that leaves more of the error than this was at the wrong place: then every interval is halved."""
_MANY = 0.125
"""From this share of people on, a grid that is too coarse for them is refined for all."""


@dataclass
class Solved:
    """Curves by name, (people, times); relative tails, (people, intervals); the estimated error."""

    curves: Mapping[str, Array]
    tails: Array
    error: float = 0.0

    def take(self, which: Sequence[int], other: "Solved") -> None:
        """Put the curves of `other`, who are the people at `which`, in the place of theirs."""
        for name, curve in self.curves.items():
            curve[which] = other.curves[name]


class Solvable(Protocol):
    """Some people who can be solved on a grid; `together` of them cost little more than one."""

    @property
    def n(self) -> int: ...

    @property
    def together(self) -> int: ...

    def chosen(self, which: Sequence[int]) -> "Solvable": ...

    def solved(self, mesh: Grid) -> Solved: ...


def accurate(who: Solvable, mesh: Grid, tolerance: float, tries: int = _REFINEMENTS) -> Solved:
    """Everyone, solved so that no domain is further off than `tolerance`. Raises `GridError` where no grid does it."""
    before, stuck = math.inf, 0
    for left in range(tries, 0, -1):
        mesh, found = settled(who, mesh)
        errors = _errors(who, mesh, found, tolerance)
        wrong = [person for person, error in errors.items() if not error <= tolerance]
        worst = max((errors[person] for person in wrong), default=0.0)
        found.error = max((error for error in errors.values() if error <= tolerance), default=0.0)
        if not wrong:
            return found
        weak = _weakest(found.tails[wrong], worst / tolerance)
        if len(wrong) <= _MANY * who.n:
            finer = accurate(who.chosen(wrong), mesh.refined(weak), tolerance, left)
            found.take(wrong, finer)
            found.error = max(found.error, finer.error)
            return found
        stuck = 0 if worst < _HELPED * before else stuck + 1
        if stuck > 1:
            break
        mesh, before = mesh.halved() if stuck else mesh.refined(weak), worst
    raise GridError(f"This course cannot be solved to {tolerance:g}: use less extreme parameters or doses.")


def tried_out(pilots: Solvable, mesh: Grid, tolerance: float) -> Grid:
    """The grid, refined until it does for most of the pilots."""
    for _ in range(_REFINEMENTS):
        mesh, found = settled(pilots, mesh)
        apart = _SAFETY * _apart(pilots, range(pilots.n), mesh, found)
        wrong = np.flatnonzero(~(apart <= tolerance))
        if wrong.size <= _MANY * pilots.n:
            break
        mesh = mesh.refined(_weakest(found.tails[wrong], float(apart.max()) / tolerance))
    return mesh


def settled(who: Solvable, mesh: Grid) -> tuple[Grid, Solved]:
    """The grid on which the feedback settles, and what it gives. Raises `GridError` when there is none."""
    for _ in range(_SETTLINGS):
        try:
            return mesh, who.solved(mesh)
        except UnsettledError as problem:
            last = mesh.lengths.size - 1
            mesh = mesh.refined(sorted({min(problem.interval + k, last) for k in range(4)}))
    raise GridError("The feedback on synapses does not settle on any grid: use less extreme parameters or doses.")


def _errors(who: Solvable, mesh: Grid, found: Solved, tolerance: float) -> dict[int, float]:
    """The estimated error of the most doubtful people, by place, until a whole group of them may be left as it is.

    Their tails say whom to doubt: of 400 people of a course the one solved worst was among the first eight.
    """
    order = np.argsort(found.tails.max(axis=1))[::-1]
    errors: dict[int, float] = {}
    for begin in range(0, who.n, who.together):
        which = [int(person) for person in order[begin : begin + who.together]]
        apart = _SAFETY * _apart(who, which, mesh, found)
        errors |= dict(zip(which, apart.tolist(), strict=True))
        if np.all(apart <= tolerance / 2):
            break
    return errors


def _apart(who: Solvable, which: Sequence[int], mesh: Grid, found: Solved) -> Array:
    """The largest relative difference a halved grid makes to a domain of each; infinite where it settles nothing."""
    try:
        finer = who.chosen(which).solved(mesh.halved())
    except UnsettledError:
        return np.full(len(which), math.inf)
    apart = np.zeros(len(which))
    for name in DOMAINS:
        now, then = finer.curves[name], found.curves[name][list(which)]
        apart = np.maximum(apart, np.max(np.abs(now - then) / np.maximum(np.abs(now), LEAST), axis=1))
    return np.where(np.isfinite(apart), apart, math.inf)


def _weakest(tails: Array, excess: float) -> list[int]:
    """The intervals whose tails are nearest the worst: the more of them, the further the error is above what may be."""
    worst = tails.max(axis=0)
    return [int(k) for k in np.flatnonzero(worst >= worst.max() / min(10.0 * excess, 100.0))]
