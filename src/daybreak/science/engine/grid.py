"""Knows the grid: short intervals after every event, growing to two days; known before the run, the same for everyone.

Equal gaps between events are divided alike, so that a course of equal gaps has few different intervals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.dosing import Route
from daybreak.science.engine.filters import lagrange, points
from daybreak.science.mechanism.course import Course
from daybreak.science.units import MINUTES_PER_HOUR

LONGEST_H = 48.0
_FIRST_H = {Route.IV_BOLUS: 1.0 / 60.0, Route.IV_INFUSION: 1.0 / 14.0}
_FIRST_ABSORBED_H = 1.0 / 14.0
_FIRST_QUIET_H = 0.5
_GROWTH = 1.6
_COARSEST = (
    (0.5, 0.35), (1.0, 0.4), (1.6, 0.7), (2.6, 1.2), (4.2, 1.7), (7.0, 2.8), (20.0, 13.0), (30.0, 22.0),
    (168.0, LONGEST_H),
)  # fmt: skip
"""Hours since a dose, and the longest interval there. Measured: halving any one of them moves the symptoms alike."""
_SAME_H = 1e-9


class GridError(ValueError):
    """A course that cannot be solved to the accuracy asked for. Its text is one sentence saying what to change."""


@dataclass(frozen=True)
class Grid:
    """Edges (h, ascending) between intervals."""

    edges: tuple[float, ...]

    @cached_property
    def lengths(self) -> Array:
        """Length of each interval, rounded so that equal ones compare equal."""
        return np.array([float(f"{b - a:.10g}") for a, b in zip(self.edges, self.edges[1:], strict=False)])

    @cached_property
    def nodes(self) -> Array:
        """Times of the points of every interval, shape (intervals, points)."""
        return np.array(self.edges[:-1])[:, None] + self.lengths[:, None] * points()

    def halved(self) -> "Grid":
        """Every interval in two."""
        middles = [(a + b) / 2 for a, b in zip(self.edges, self.edges[1:], strict=False)]
        return Grid(tuple(sorted([*self.edges, *middles])))

    def refined(self, which: Sequence[int]) -> "Grid":
        """The chosen intervals in two."""
        middles = [(self.edges[k] + self.edges[k + 1]) / 2 for k in which]
        return Grid(tuple(sorted([*self.edges, *middles])))

    def placed(self, times: Array) -> tuple[np.typing.NDArray[np.intp], Array]:
        """For each time its interval, and the weights (times, points) that read a curve there.

        A time on an edge belongs to the interval that ends there: before anything that happens at that moment.
        """
        inside = np.clip(np.searchsorted(self.edges, times - _SAME_H, side="right") - 1, 0, len(self.edges) - 2)
        share = (times - np.array(self.edges)[inside]) / self.lengths[inside]
        return inside, lagrange(np.clip(share, 0.0, 1.0))


def grid(course: Course, horizon_h: float, release_ends_h: Sequence[float] = ()) -> Grid:
    """The grid of a course up to `horizon_h`; `release_ends_h`: when lozenges, films and guts stop giving off drug."""
    first = _first_lengths(course, horizon_h, release_ends_h)
    starts = sorted(first)
    given = np.array(sorted(dose.end_min / MINUTES_PER_HOUR for dose in course.doses))
    edges = [0.0]
    for start, end in zip(starts, [*starts[1:], horizon_h], strict=True):
        before = given[given <= start + _SAME_H]
        since = start - float(before[-1]) if before.size else None
        edges += list(start + np.cumsum(graded(end - start, first[start], since)))
        edges[-1] = end
    return Grid(tuple(edges))


def graded(gap: float, first: float, since_dose_h: float | None = None) -> Array:
    """Lengths that grow from about `first` to at most two days and fill `gap` exactly.

    After a dose they are besides no longer than the symptoms allow so many hours after it.
    """
    lengths = [min(first, gap)]
    while (filled := sum(lengths)) < gap:
        longest = LONGEST_H if since_dose_h is None else _coarsest(max(since_dose_h, 0.0) + filled)
        lengths.append(min(lengths[-1] * _GROWTH, longest))
    return np.array(lengths) * (gap / sum(lengths))


def _coarsest(since_dose_h: float) -> float:
    hours, lengths = np.log(_COARSEST).T
    return float(np.exp(np.interp(np.log(max(since_dose_h, _SAME_H)), hours, lengths)))


def _first_lengths(course: Course, horizon_h: float, release_ends_h: Sequence[float]) -> dict[float, float]:
    """The moments at which something happens, with the length of the first interval after each."""
    found = {0.0: _FIRST_QUIET_H}
    quiet = [hour for hours in course.events.values() for hour in hours]
    quiet += [h for h in (course.antidepressant_from_h, course.antidepressant_until_h) if h is not None]
    wanted = [(hour, _FIRST_QUIET_H) for hour in quiet] + [(hour, _FIRST_ABSORBED_H) for hour in release_ends_h]
    for dose in course.doses:
        wanted.append((dose.start_min / MINUTES_PER_HOUR, _FIRST_H.get(dose.route, _FIRST_ABSORBED_H)))
        if dose.duration_min:
            wanted.append((dose.end_min / MINUTES_PER_HOUR, _FIRST_H[Route.IV_INFUSION]))
    for hour, first in sorted(wanted):
        if hour < horizon_h - _SAME_H:
            same = next((known for known in found if abs(known - hour) < _SAME_H), hour)
            found[same] = min(first, found.get(same, first))
    return found
