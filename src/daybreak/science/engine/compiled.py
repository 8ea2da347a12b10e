"""Knows how the compiled kernel is fed: numbers as arrays, drugs as modes, events and readings by number."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.engine.collocation import AGREED, SWEEPS, FilterBank, UnsettledError
from daybreak.science.engine.filters import points, tail
from daybreak.science.engine.grid import Grid
from daybreak.science.engine.inputs import Kinetics
from daybreak.science.engine.kernel_source import KernelSource
from daybreak.science.mechanism.declaration import EventKind, Model

Numbers = np.typing.NDArray[np.int64]


@dataclass(frozen=True)
class Fed:
    """What is the same for every patient: the grid, its filters, what happens at its edges, when to look.

    `taken` (intervals,) says whether a tablet is taken.
    """

    model: Model
    grid: Grid
    bank: FilterBank
    events: tuple[tuple[EventKind, ...], ...]
    taken: Array
    times: Array

    @cached_property
    def placed(self) -> tuple[Numbers, Array]:
        """For each interval the first of the times in it, and the weights (times, points) that read a curve there."""
        where, weights = self.grid.placed(self.times)
        return np.searchsorted(where, np.arange(self.grid.lengths.size + 1)), weights

    def numbered(self, kinds: tuple[EventKind, ...]) -> Numbers:
        """The number of each event at each edge; -1 where there is none."""
        width = max((len(here) for here in self.events), default=0)
        table = np.full((len(self.events), max(width, 1)), -1, dtype=np.int64)
        for k, here in enumerate(self.events):
            for j, kind in enumerate(here):
                table[k, j] = kinds.index(kind)
        return table


def march(fed: Fed, values: Mapping[str, float | Array], kinetics: Kinetics, curves: Array, tails: Array) -> None:
    """Fill `curves` (people, READ of the kernel, times) and `tails` (people, intervals). Raises `UnsettledError`."""
    from daybreak.science.engine.kernel import kernel

    source, compiled = kernel()
    bank, (first, weights) = fed.bank, fed.placed
    n = curves.shape[0]
    stuck = compiled(
        n, bank.kind, bank.decays, bank.gathers, bank.rates, bank.reach, tail(), np.array(fed.grid.edges),
        bank.lengths[:, None] * points(), kinetics.drugs(source.inputs), kinetics.instead,
        kinetics.exact(source.inputs), _constants(source, values, n), fed.taken, fed.numbered(source.kinds), first,
        weights, np.array([state.initial for state in fed.model.states.values()]), SWEEPS, AGREED, curves, tails,
    )  # fmt: skip
    if stuck >= 0:
        raise UnsettledError(int(stuck))


def _constants(source: KernelSource, values: Mapping[str, float | Array], n: int) -> Array:
    found = np.empty((len(source.constants), n))
    for row, formula in zip(found, source.constants, strict=True):
        row[:] = formula.value(values)
    return found
