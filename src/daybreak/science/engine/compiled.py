"""Knows how the compiled kernel is fed: with patients in blocks abreast, one part of the population after another."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.engine.collocation import AGREED, SWEEPS, FilterBank, UnsettledError
from daybreak.science.engine.filters import POINTS, tail
from daybreak.science.engine.grid import Grid
from daybreak.science.mechanism.declaration import EventKind, Model

ABREAST = 32


@dataclass(frozen=True)
class Fed:
    """What is the same for every block: the grid, its filters, what happens at its edges, what is to be read where."""

    model: Model
    grid: Grid
    bank: FilterBank
    events: tuple[tuple[EventKind, ...], ...]
    times: Array
    states: tuple[str, ...]
    courses: tuple[str, ...]


def march(fed: Fed, values: Mapping[str, float | Array], inputs: Array, n: int) -> tuple[Array, Array]:
    """The wanted curves (n, times, wanted) and the tails (n, intervals). Raises `UnsettledError`.

    `inputs` are (blocks, intervals, inputs, points, ABREAST); `values` as in collocation.py.
    """
    from daybreak.science.engine.kernel import kernel

    source, compiled = kernel()
    constants = np.array([np.broadcast_to(formula.value(values), (n,)) for formula in source.constants])
    where, weights = fed.grid.placed(fed.times)
    first = np.searchsorted(where, np.arange(fed.grid.lengths.size + 1))
    jumps = _numbered(fed.events, source.kinds)
    wanted_states = np.array([source.states.index(name) for name in fed.states], dtype=np.intp)
    wanted_courses = np.array([source.courses.index(name) for name in fed.courses], dtype=np.intp)
    blocks = inputs.shape[0]
    out = np.empty((blocks, fed.times.size, len(fed.states) + len(fed.courses), ABREAST))
    tails = np.zeros((blocks, fed.grid.lengths.size, ABREAST))
    start = np.array([[state.initial] * ABREAST for state in fed.model.solved.values()])
    x, d = np.empty((len(source.states) + 1, POINTS, ABREAST)), np.empty((POINTS, ABREAST))
    for b in range(blocks):
        mine = np.ascontiguousarray(np.take(constants, range(b * ABREAST, (b + 1) * ABREAST), axis=1, mode="clip"))
        stuck = compiled(
            fed.bank.kind, fed.bank.decays, fed.bank.gathers, fed.bank.rates, fed.bank.reach, tail(), mine, inputs[b],
            jumps, first, weights, wanted_states, wanted_courses, start.copy(), x, d, out[b], tails[b], SWEEPS, AGREED,
        )  # fmt: skip
        if stuck >= 0:
            raise UnsettledError(int(stuck))
    return _people_first(out, n), _people_first(tails[:, :, None, :], n)[:, :, 0]


def _people_first(blocks: Array, n: int) -> Array:
    """(blocks, times, curves, abreast) -> (n, times, curves)."""
    moved = np.moveaxis(blocks, 3, 1)
    return np.ascontiguousarray(moved.reshape(-1, *moved.shape[2:])[:n])


def _numbered(events: tuple[tuple[EventKind, ...], ...], kinds: tuple[EventKind, ...]) -> np.typing.NDArray[np.int64]:
    """The number of each event at each edge; -1 where there is none."""
    width = max((len(here) for here in events), default=0)
    table = np.full((len(events), max(width, 1)), -1, dtype=np.int64)
    for k, here in enumerate(events):
        for j, kind in enumerate(here):
            table[k, j] = kinds.index(kind)
    return table
