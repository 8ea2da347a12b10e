"""Knows when dissociation begins, is greatest and has faded, for each person and as a spread over people.

Onset is when the CADSS score first rises above 4, the usual clinical mark of dissociation; fade is when it is last
back at 4; peak is when it is greatest. People who never pass 4 have none of the three and are counted as such.
"""

from dataclasses import dataclass

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.dissociation import PRESENT_ABOVE_CADSS

_PERCENTILES = {"p05": 0.05, "median": 0.5, "p95": 0.95}
_ENOUGH_PEOPLE = 0.05


@dataclass(frozen=True)
class Milestones:
    """Times (min) of each person, shape (people,): not-a-number where not reached, infinite where still to come."""

    onset: Array
    peak: Array
    fade: Array

    @property
    def share_reaching(self) -> float:
        """The share of people whose dissociation passes the mark at all."""
        return float(np.mean(~np.isnan(self.onset)))

    def spread(self, name: str) -> dict[str, float | None]:
        """5th, 50th and 95th percentile of "onset", "peak" or "fade" among those who reach it.

        None where fewer than 5 % of people reach it, or where the percentile lies beyond the end of the simulation.
        """
        times: Array = getattr(self, name)
        reached = np.sort(times[~np.isnan(times)])
        if reached.size == 0 or reached.size < _ENOUGH_PEOPLE * times.size:
            return dict.fromkeys(_PERCENTILES)
        return {key: _finite(reached[round(share * (reached.size - 1))]) for key, share in _PERCENTILES.items()}


def milestones(time_min: Array, cadss: Array) -> Milestones:
    """Milestones from CADSS curves of shape (people, times), interpolated between the times."""
    above = cadss > PRESENT_ABOVE_CADSS
    reached = above.any(axis=1)
    first = np.argmax(above, axis=1)
    last = cadss.shape[1] - 1 - np.argmax(above[:, ::-1], axis=1)
    onset = np.where(first == 0, time_min[0], _crossing(time_min, cadss, np.maximum(first - 1, 0)))
    ending = last < cadss.shape[1] - 1
    fade = np.where(ending, _crossing(time_min, cadss, np.minimum(last, cadss.shape[1] - 2)), np.inf)
    return Milestones(
        onset=np.where(reached, onset, np.nan),
        peak=np.where(reached, _summit(time_min, cadss), np.nan),
        fade=np.where(reached, fade, np.nan),
    )


def _crossing(time_min: Array, cadss: Array, before: np.typing.NDArray[np.intp]) -> Array:
    """Where the line from `before` to the next time meets the mark."""
    people = np.arange(cadss.shape[0])
    low, high = cadss[people, before], cadss[people, before + 1]
    step = np.where(high == low, 1.0, high - low)
    return np.asarray(time_min[before] + (time_min[before + 1] - time_min[before]) * (PRESENT_ABOVE_CADSS - low) / step)


def _summit(time_min: Array, cadss: Array) -> Array:
    """Where the parabola through the highest point and its neighbours is highest (evenly spaced times)."""
    top = np.clip(np.argmax(cadss, axis=1), 1, cadss.shape[1] - 2)
    people = np.arange(cadss.shape[0])
    left, middle, right = (cadss[people, top + side] for side in (-1, 0, 1))
    bend = left - 2.0 * middle + right
    shift = np.where(bend < 0, 0.5 * (left - right) / np.where(bend < 0, bend, 1.0), 0.0)
    return np.asarray(time_min[top] + np.clip(shift, -1.0, 1.0) * (time_min[1] - time_min[0]))


def _finite(minutes: float) -> float | None:
    return round(float(minutes), 1) if np.isfinite(minutes) else None
