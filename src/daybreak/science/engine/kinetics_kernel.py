"""Knows how to read the modes of the kinetics at the points of the grid: compiled, the patients of a block abreast.

Interval by interval, as the kernel of the mechanism needs them, so that a course of any length takes the same memory.
Imported lazily: importing it loads numba.
"""

from typing import Any

import numpy as np
from numba import njit

from daybreak.science.engine.filters import LANES
from daybreak.science.engine.vector_math import vexp

_SAME_H = 1e-9
_compiled = njit(cache=True, nogil=True, error_model="numpy", fastmath={"contract", "nsz"})


@_compiled
def prepared(first: int, steps: Any, drug: Any, lanes: int) -> Any:
    """What one drug needs in the block of patients from `first` on; an odd number of modes gets an empty one more.

    `drug` is one enantiomer: rates, reading, the input that each row of the reading is, entering, starts, ends, as in
    modes.py. `steps` (lengths, points) are the times of the points from the start of an interval of each length, h.
    Returns fading (lengths, modes, points x lanes), reading (signals, modes, lanes), the modes' contents, room for
    three more like them, and when each release has ended in everyone. A block that is not full repeats the last one.
    """
    rates, reading, signals, _, starts, ends = drug
    last, m = rates.shape[0] - 1, 2 * ((rates.shape[1] + 1) // 2)
    fading = np.zeros((steps.shape[0], m, steps.shape[1] * lanes))
    read = np.zeros((signals.size, m, lanes))
    mine, over = np.zeros((m, lanes)), np.zeros(starts.size)
    for j in range(rates.shape[1]):
        for lane in range(lanes):
            mine[j, lane] = rates[min(first + lane, last), j]
            for s in range(signals.size):
                read[s, j, lane] = reading[min(first + lane, last), s, j]
    for a in range(steps.shape[0]):
        for p in range(steps.shape[1]):
            for j in range(m):
                for lane in range(lanes):
                    fading[a, j, p * lanes + lane] = vexp(-mine[j, lane] * steps[a, p])
    for r in range(starts.size):
        for lane in range(lanes):
            over[r] = max(over[r], ends[r, min(first + lane, ends.shape[1] - 1)])
    return fading, read, np.zeros((m, lanes)), np.zeros((3, m, lanes)), over


@_compiled
def add_concentrations(
    first: int, begin: float, end: float, kind: int, step: Any, drug: Any, held: Any, u: Any
) -> None:
    """Add each signal at the points of one interval to `u` (inputs, points, lanes), and take the modes to its end."""
    _, _, signals, entering, starts, ends = drug
    if starts.size == 0:
        return
    fading, read, z, room, over = held
    steady, rest, part = room[0], room[1], room[2]
    m, lanes, points = z.shape[0], z.shape[1], step.size
    flows, partly = _begin(first, begin, end, entering, starts, ends, over, z, steady)
    _part_with(z, -1.0, steady, rest)
    for s in range(signals.size):
        for j in range(m):
            for lane in range(lanes):
                part[j, lane] = read[s, j, lane] * rest[j, lane]
        for j in range(0, m, 2):
            _add_modes(part[j], part[j + 1], fading[kind, j], fading[kind, j + 1], u[signals[s]].ravel())
    for j in range(m):
        for lane in range(lanes):
            z[j, lane] = rest[j, lane] * fading[kind, j, (points - 1) * lanes + lane] + steady[j, lane]
    if flows:
        _add_steady(read, signals, steady, u)
    if partly:
        _add_ending(first, begin, end, step, drug, read, steady, z, u)


@_compiled
def _part_with(z: Any, sign: float, other: Any, into: Any) -> None:
    """The modes with the other ones added or taken away."""
    for j in range(z.shape[0]):
        for lane in range(z.shape[1]):
            into[j, lane] = z[j, lane] + sign * other[j, lane]


@_compiled
def _add_steady(read: Any, signals: Any, steady: Any, u: Any) -> None:
    """Add what the signals read from a steady state, at every point."""
    for s in range(signals.size):
        for p in range(u.shape[1]):
            _add_products(read, s, steady, u, signals[s], p)


@_compiled
def _add_modes(a: Any, b: Any, one: Any, other: Any, u: Any) -> None:
    """Add to a signal at all eight points what two modes hold, a and b (lanes,), with their fading; rows of LANES.

    Written out point by point: rows a known distance apart are what the compiler makes vector instructions of.
    """
    for lane in range(a.size):
        u[lane] += a[lane] * one[lane] + b[lane] * other[lane]
        u[LANES + lane] += a[lane] * one[LANES + lane] + b[lane] * other[LANES + lane]
        u[2 * LANES + lane] += a[lane] * one[2 * LANES + lane] + b[lane] * other[2 * LANES + lane]
        u[3 * LANES + lane] += a[lane] * one[3 * LANES + lane] + b[lane] * other[3 * LANES + lane]
        u[4 * LANES + lane] += a[lane] * one[4 * LANES + lane] + b[lane] * other[4 * LANES + lane]
        u[5 * LANES + lane] += a[lane] * one[5 * LANES + lane] + b[lane] * other[5 * LANES + lane]
        u[6 * LANES + lane] += a[lane] * one[6 * LANES + lane] + b[lane] * other[6 * LANES + lane]
        u[7 * LANES + lane] += a[lane] * one[7 * LANES + lane] + b[lane] * other[7 * LANES + lane]


@_compiled
def _add_products(read: Any, s: int, modes: Any, u: Any, row: int, p: int) -> None:
    """Add what a signal reads from the contents of the modes."""
    m, lanes = modes.shape
    for j in range(m):
        for lane in range(lanes):
            u[row, p, lane] += read[s, j, lane] * modes[j, lane]


@_compiled
def _begin(
    first: int, begin: float, end: float, entering: Any, starts: Any, ends: Any, over: Any, z: Any, steady: Any
) -> Any:
    """Take what enters at once at `begin`, and the steady state of what enters all through the interval.

    Returns whether anything does so, and whether anything enters through a part of the interval only.
    """
    last, lanes, flows, partly = ends.shape[1] - 1, z.shape[1], False, False
    steady[:] = 0.0
    for r in range(starts.size):
        if starts[r] > begin + _SAME_H or (starts[r] < begin - _SAME_H and over[r] <= begin + _SAME_H):
            continue
        for lane in range(lanes):
            i = min(first + lane, last)
            at_once = ends[r, i] - starts[r] < _SAME_H
            if at_once and starts[r] > begin - _SAME_H:
                z[: entering.shape[2], lane] += entering[r, i]
            elif not at_once and ends[r, i] >= end - _SAME_H:
                flows = True
                steady[: entering.shape[2], lane] += entering[r, i]
            elif not at_once and ends[r, i] > begin + _SAME_H:
                partly = True
    return flows, partly


@_compiled
def _add_ending(
    first: int, begin: float, end: float, step: Any, drug: Any, read: Any, room: Any, z: Any, u: Any
) -> None:
    """Add what enters through a part of the interval only: to the signals at the points, to the modes at its end."""
    rates, _, signals, entering, starts, ends = drug
    for p in range(step.size):
        room[:] = 0.0
        _entered(first, begin, end, step[p], rates, entering, starts, ends, room)
        for s in range(signals.size):
            _add_products(read, s, room, u, signals[s], p)
    _part_with(z, 1.0, room, z)


@_compiled
def _entered(
    first: int, begin: float, end: float, step: float, rates: Any, entering: Any, starts: Any, ends: Any, into: Any
) -> None:
    """Add to `into` what has entered the modes `step` hours on, of what enters through a part of the interval only.

    Each patient's own absorption may end inside it.
    """
    last, lanes = rates.shape[0] - 1, into.shape[1]
    for r in range(starts.size):
        if starts[r] > begin + _SAME_H:
            continue
        for lane in range(lanes):
            i = min(first + lane, last)
            if begin + _SAME_H < ends[r, i] < end - _SAME_H:
                rest = ends[r, i] - begin
                for j in range(rates.shape[1]):
                    given = -np.expm1(-rates[i, j] * min(step, rest))
                    into[j, lane] += entering[r, i, j] * given * np.exp(-rates[i, j] * max(step - rest, 0.0))
