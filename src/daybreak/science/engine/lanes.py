"""Knows the arithmetic of one interval for the patients of a block side by side: filters, tails, readings.

The generated kernel (kernel_source.py) calls these and adds the formulas. The number of patients abreast is read
from the arrays: a loop of a length that the compiler does not know is made into vector instructions, one of a known
length would be unrolled first and then is not. Importing it loads numba.
"""

from typing import Any

from numba import njit

_POINTS = 8
_compiled = njit(cache=True, nogil=True, error_model="numpy", fastmath={"contract", "nsz", "arcp"})


@_compiled
def faded(decays: Any, kind: int, s: int, now: Any, x: Any, place: int) -> None:
    """x[place]: what is left of now[s], which nothing drives."""
    lanes = now.shape[1]
    for p in range(_POINTS):
        fade = decays[kind, s, p]
        for lane in range(lanes):
            x[place, p, lane] = fade * now[s, lane]


@_compiled
def left_over(d: Any, e: Any, x: Any, place: int) -> None:
    """Make of d the drive d - e x."""
    lanes = d.shape[1]
    for p in range(_POINTS):
        for lane in range(lanes):
            d[p, lane] -= e[p, lane] * x[place, p, lane]


@_compiled
def filtered(decays: Any, gathers: Any, kind: int, s: int, now: Any, d: Any, x: Any, place: int) -> None:
    """x[place]: the answer of the filter of state `s` to the drive d (points, lanes) from now[s]."""
    lanes = now.shape[1]
    for p in range(_POINTS):
        fade = decays[kind, s, p]
        g0, g1, g2, g3 = gathers[kind, s, p, 0], gathers[kind, s, p, 1], gathers[kind, s, p, 2], gathers[kind, s, p, 3]
        g4, g5, g6, g7 = gathers[kind, s, p, 4], gathers[kind, s, p, 5], gathers[kind, s, p, 6], gathers[kind, s, p, 7]
        for lane in range(lanes):
            early = g0 * d[0, lane] + g1 * d[1, lane] + g2 * d[2, lane] + g3 * d[3, lane]
            late = g4 * d[4, lane] + g5 * d[5, lane] + g6 * d[6, lane] + g7 * d[7, lane]
            x[place, p, lane] = fade * now[s, lane] + (early + late)


@_compiled
def moved(x: Any, spare: int, place: int, change: Any) -> None:
    """Take x[spare] for x[place] and add the squares of what that changes to `change` (lanes,)."""
    lanes = change.size
    for p in range(_POINTS):
        for lane in range(lanes):
            by = x[spare, p, lane] - x[place, p, lane]
            change[lane] += by * by
            x[place, p, lane] = x[spare, p, lane]


@_compiled
def worst(change: Any) -> float:
    """The largest of `change` (lanes,); not a number where any is not."""
    lanes = change.size
    found = 0.0
    for lane in range(lanes):
        found = change[lane] if not change[lane] <= found else found
        if found != found:
            return found
    return found


@_compiled
def noted(tail: Any, reach: float, d: Any, x: Any, place: int, least: float, tails: Any, k: int) -> None:
    """What the last two coefficients of x[place] are, and those of its drive d could add, as a share of it, where that
    is the most."""
    lanes = d.shape[1]
    for lane in range(lanes):
        low, high, x_low, x_high = 0.0, 0.0, 0.0, 0.0
        for q in range(_POINTS):
            low += tail[0, q] * d[q, lane]
            high += tail[1, q] * d[q, lane]
            x_low += tail[0, q] * x[place, q, lane]
            x_high += tail[1, q] * x[place, q, lane]
        most = max(reach * (abs(low) + abs(high)), abs(x_low) + abs(x_high))
        tails[k, lane] = max(tails[k, lane], most / max(x[place, _POINTS - 1, lane], least))


@_compiled
def read(weights: Any, t: int, curves: Any, place: int, into: Any, row: int) -> None:
    """into[row]: one curve of `curves` (curves, points, lanes) at the time `t`."""
    lanes = into.shape[1]
    for lane in range(lanes):
        into[row, lane] = 0.0
    for p in range(_POINTS):
        w = weights[t, p]
        for lane in range(lanes):
            into[row, lane] += w * curves[place, p, lane]
