"""Knows how to read the modes of the kinetics at every point of the grid with plain arrays: for a few patients."""

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.engine.filters import points
from daybreak.science.engine.grid import Grid
from daybreak.science.engine.modes import Modes

_SAME_H = 1e-9


def concentrations_from_modes(found: Modes, mesh: Grid) -> Array:
    """Each signal at each point, shape (signals, people, intervals, points)."""
    n, m = found.rates.shape
    lengths, kind = np.unique(mesh.lengths, return_inverse=True)
    steps = lengths[:, None] * points()
    fading = np.exp(-found.rates[:, None, None, :] * steps[None, :, :, None])
    out = np.empty((found.reading.shape[1], n, kind.size, steps.shape[1]))
    z = np.zeros((n, m))
    for k, (begin, end) in enumerate(zip(mesh.edges, mesh.edges[1:], strict=False)):
        z, steady, ending = _begin(found, z, begin, end)
        now = (z - steady)[:, None, :] * fading[:, kind[k]] + steady[:, None, :]
        for r in ending:
            now += _ending(found, r, begin, end, steps[kind[k]])
        out[:, :, k, :] = np.einsum("nsm,npm->snp", found.reading, now)
        z = now[:, -1, :]
    return out


def _begin(found: Modes, z: Array, begin: float, end: float) -> tuple[Array, Array, list[int]]:
    """The modes with what enters at once at `begin`, the steady state of what enters all through, what ends inside."""
    steady, ending = np.zeros_like(z), []
    for r in np.flatnonzero(found.starts <= begin + _SAME_H):
        at_once = found.ends[r] - found.starts[r] < _SAME_H
        if found.starts[r] > begin - _SAME_H:
            z = z + np.where(at_once[:, None], found.entering[r], 0.0)
        through = ~at_once & (found.ends[r] >= end - _SAME_H)
        steady = steady + np.where(through[:, None], found.entering[r], 0.0)
        if np.any(~at_once & ~through & (found.ends[r] > begin + _SAME_H)):
            ending.append(int(r))
    return z, steady, ending


def _ending(found: Modes, r: int, begin: float, end: float, steps: Array) -> Array:
    """What release `r` adds at the points, (people, points, m), in those for whom it ends inside the interval."""
    inside = (found.ends[r] > begin + _SAME_H) & (found.ends[r] < end - _SAME_H)
    inside &= found.ends[r] - found.starts[r] >= _SAME_H
    rest = np.where(inside, found.ends[r] - begin, 0.0)[:, None]
    given, after = np.minimum(steps, rest), np.maximum(steps - rest, 0.0)
    rates = found.rates[:, None, :]
    entered = -np.expm1(-rates * given[..., None]) * np.exp(-rates * after[..., None])
    return np.asarray(found.entering[r][:, None, :] * entered)
