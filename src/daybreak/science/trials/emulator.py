"""Knows how to stand in for the mechanism while the posterior is searched: a polynomial, and how far it may be off.

Each expected number is regressed on the coordinates, their squares and their products, over the runs of the mechanism
that lie around the present posterior. Ridge keeps coefficients small that the runs do not call for; its strength is
chosen for each number by leave-one-out error. What a run differs from the expectation by chance, its people being few,
is no error of the emulator, which averages over runs: it is taken off.
"""

from dataclasses import dataclass

import numpy as np

from daybreak.science.compartments import Array

_STRENGTHS = np.logspace(-1.0, 4.0, 16)
_LEAST = 0.15
"""The share of the leave-one-out error that is never taken for chance."""


@dataclass(frozen=True)
class Emulator:
    """Coefficients (features, numbers) of polynomials around `centre`, in units of `width`; `error` is (numbers,)."""

    centre: Array
    width: Array
    coefficients: Array
    error: Array

    def __call__(self, points: Array) -> Array:
        """The numbers at `points` (draws, coordinates): (draws, numbers)."""
        return np.asarray(_features((points - self.centre) / self.width) @ self.coefficients)


def fit(points: Array, numbers: Array, noise: Array | float = 0.0) -> Emulator:
    """An emulator of `numbers` (runs, numbers) at `points` (runs, coordinates); `noise` is the SD of chance in one."""
    centre, width = points.mean(axis=0), np.maximum(points.std(axis=0), 1e-9)
    features = _features((points - centre) / width)
    left, singular, right = np.linalg.svd(features, full_matrices=False)
    projected = left.T @ numbers
    errors = np.stack([_left_out(left, singular, projected, numbers, strength) for strength in _STRENGTHS])
    best = errors.argmin(axis=0)
    strengths = _STRENGTHS[best]
    shrunk = (singular / (singular**2))[:, None] * _kept(singular, strengths) * projected
    left_out = errors[best, np.arange(numbers.shape[1])]
    error = np.sqrt(np.maximum(left_out - np.square(noise), _LEAST * left_out))
    return Emulator(centre, width, right.T @ shrunk, error)


def _kept(singular: Array, strengths: Array) -> Array:
    """Which share of each direction ridge keeps, (directions, numbers)."""
    return np.asarray(singular[:, None] ** 2 / (singular[:, None] ** 2 + strengths[None, :]))


def _left_out(left: Array, singular: Array, projected: Array, numbers: Array, strength: float) -> Array:
    """Mean squared error of each number when every run is predicted from the others."""
    kept = _kept(singular, np.array([strength]))
    off = numbers - left @ (kept * projected)
    leverage = ((left**2) * kept[:, 0]).sum(axis=1)
    return np.asarray(((off / (1.0 - np.minimum(leverage, 0.99))[:, None]) ** 2).mean(axis=0))


def _features(points: Array) -> Array:
    first, second = np.triu_indices(points.shape[1], k=1)
    ones = np.ones((points.shape[0], 1))
    return np.concatenate([ones, points, points**2 - 1.0, points[:, first] * points[:, second]], axis=1)
