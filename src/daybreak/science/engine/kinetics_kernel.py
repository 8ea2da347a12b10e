"""Knows how to read the modes of the kinetics at every point of the grid: compiled, the patients of a block abreast.

Imported lazily: importing it loads numba.
"""

from typing import Any

import numpy as np
from numba import njit

from daybreak.science.engine.vector_math import vexp

_SAME_H = 1e-9
_compiled = njit(cache=True, nogil=True, error_model="numpy", fastmath={"contract", "nsz"})


@_compiled
def concentrations_at_points(
    edges: Any,
    kind: Any,
    steps: Any,
    rates: Any,
    reading: Any,
    signals: Any,
    entering: Any,
    starts: Any,
    ends: Any,
    out: Any,
) -> None:
    """Add each signal at each point to `out` (blocks, intervals, signals, points, patients abreast).

    `kind` (intervals,) says which of the different lengths an interval has; `steps` (lengths, points) are the times
    from its start, in h; `signals` which of the inputs each row of `reading` is. The rest as in modes.py. A block that
    is not full repeats the last patient.
    """
    m, points, abreast = rates.shape[1], steps.shape[1], out.shape[4]
    fading = np.empty((steps.shape[0], points, m, abreast))
    read = np.empty((signals.size, m, abreast))
    z, steady, now = np.empty((m, abreast)), np.empty((m, abreast)), np.empty((m, abreast))
    for b in range(out.shape[0]):
        first = b * abreast
        _lay_abreast(first, rates, reading, steps, fading, read)
        z[:] = 0.0
        for k in range(kind.size):
            begin, end = edges[k], edges[k + 1]
            partly = _begin(first, begin, end, entering, starts, ends, z, steady)
            for p in range(points):
                for j in range(m):
                    for lane in range(abreast):
                        now[j, lane] = (z[j, lane] - steady[j, lane]) * fading[kind[k], p, j, lane] + steady[j, lane]
                if partly:
                    _add_ending(first, begin, end, steps[kind[k], p], rates, entering, starts, ends, now)
                for s in range(signals.size):
                    for j in range(m):
                        for lane in range(abreast):
                            out[b, k, signals[s], p, lane] += read[s, j, lane] * now[j, lane]
            z[:] = now


@_compiled
def _lay_abreast(first: Any, rates: Any, reading: Any, steps: Any, fading: Any, read: Any) -> None:
    """What a block needs, its patients on the last axis."""
    last = rates.shape[0] - 1
    lengths, points, m, abreast = fading.shape
    for a in range(lengths):
        for p in range(points):
            for j in range(m):
                for lane in range(abreast):
                    fading[a, p, j, lane] = vexp(-rates[min(first + lane, last), j] * steps[a, p])
    for s in range(read.shape[0]):
        for j in range(m):
            for lane in range(abreast):
                read[s, j, lane] = reading[min(first + lane, last), s, j]


@_compiled
def _begin(first: Any, begin: Any, end: Any, entering: Any, starts: Any, ends: Any, z: Any, steady: Any) -> bool:
    """Take what enters at once at `begin`, and the steady state of what enters all through the interval.

    True where something enters through a part of it only.
    """
    last, partly = ends.shape[1] - 1, False
    steady[:] = 0.0
    for r in range(starts.size):
        if starts[r] > begin + _SAME_H:
            continue
        for lane in range(z.shape[1]):
            i = min(first + lane, last)
            at_once = ends[r, i] - starts[r] < _SAME_H
            if at_once and starts[r] > begin - _SAME_H:
                z[:, lane] += entering[r, i]
            elif not at_once and ends[r, i] >= end - _SAME_H:
                steady[:, lane] += entering[r, i]
            elif not at_once and ends[r, i] > begin + _SAME_H:
                partly = True
    return partly


@_compiled
def _add_ending(
    first: Any, begin: Any, end: Any, step: Any, rates: Any, entering: Any, starts: Any, ends: Any, now: Any
) -> None:
    """Add what enters through a part of the interval: each patient's own absorption may end inside it."""
    last = rates.shape[0] - 1
    for r in range(starts.size):
        if starts[r] > begin + _SAME_H:
            continue
        for lane in range(now.shape[1]):
            i = min(first + lane, last)
            if begin + _SAME_H < ends[r, i] < end - _SAME_H:
                rest = ends[r, i] - begin
                for j in range(rates.shape[1]):
                    given = -np.expm1(-rates[i, j] * min(step, rest))
                    now[j, lane] += entering[r, i, j] * given * np.exp(-rates[i, j] * max(step - rest, 0.0))
