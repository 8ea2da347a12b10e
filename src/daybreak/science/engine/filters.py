"""Knows how a linear filter answers a polynomial, exactly: x' = drive - rate x over one interval.

The drive is known at eight Chebyshev points of the interval and stands for the polynomial through them. Then

    x(t_j) = exp(-rate t_j) x(0) + sum_i W[j, i] drive(t_i)

with W exact for that polynomial whatever the rate: stiff filters cost no accuracy and no steps.
"""

from functools import cache

import numpy as np

from daybreak.science.compartments import Array

POINTS = 8
LANES = 64
"""Patients that the compiled kernel takes abreast (measured: 16, 32, 64 and 128 take 244, 171, 138 and 139 us each)."""
_GAUSS = 28
_STIFF = 20.0
"""rate x length above which the polynomial answer is used; below it, Gauss quadrature (each exact to rounding)."""


@cache
def points() -> Array:
    """The eight points in [0, 1], both ends included."""
    return np.array([0.5 - 0.5 * np.cos(np.pi * k / (POINTS - 1)) for k in range(POINTS)], dtype=np.float64)


@cache
def _monomials() -> Array:
    """Coefficients (power, point) of the Lagrange polynomials in the Chebyshev-shifted variable 2 s - 1."""
    at_points = np.polynomial.chebyshev.chebvander(2.0 * points() - 1.0, POINTS - 1)
    return np.asarray(np.linalg.inv(at_points), dtype=np.float64)


@cache
def tail() -> Array:
    """Rows that give the last two Chebyshev coefficients of what is known at the points."""
    return _monomials()[-2:]


def lagrange(s: Array) -> Array:
    """Values (len(s), points) of the Lagrange polynomials at `s` in [0, 1]."""
    return np.asarray(np.polynomial.chebyshev.chebvander(2.0 * np.asarray(s) - 1.0, POINTS - 1) @ _monomials())


def decay(scaled: Array) -> Array:
    """exp(-rate t_j) at the points, shape (*scaled.shape, points), for rate x length `scaled`."""
    return np.exp(-scaled[..., None] * points())


def weights(scaled: Array) -> Array:
    """W (*scaled.shape, point j, drive at i) for an interval of length 1; multiply by the length.

    Raises `ValueError` for a rate below 0.
    """
    if np.any(scaled < 0):
        raise ValueError("A filter that grows is not part of the mechanism: its loss must be 0 or more.")
    mild, stiff = np.minimum(scaled, _STIFF), np.maximum(scaled, _STIFF)
    return np.where((scaled > _STIFF)[..., None, None], _stiff(stiff), _mild(mild))


@cache
def _gauss() -> tuple[Array, Array, Array]:
    """Gauss points of each [0, s_j]: their distance to s_j (j, g), their weights (j, g), Lagrange values (j, g, i)."""
    x, w = np.polynomial.legendre.leggauss(_GAUSS)
    at = points()[:, None] * 0.5 * (x + 1.0)
    return points()[:, None] - at, points()[:, None] * 0.5 * w, lagrange(at.ravel()).reshape(POINTS, _GAUSS, POINTS)


def _mild(scaled: Array) -> Array:
    """By Gauss quadrature on [0, s_j]."""
    distance, weight, values = _gauss()
    kernel = weight * np.exp(-scaled[..., None, None] * distance)
    found: Array = np.einsum("...jg,jgi->...ji", kernel, values)
    return found


@cache
def _derivatives() -> Array:
    """The m-th derivative of each Lagrange polynomial at the points, shape (m, point, polynomial)."""
    series = [np.polynomial.chebyshev.Chebyshev(c, domain=[0.0, 1.0]) for c in _monomials().T]
    return np.array([[(f.deriv(m) if m else f)(points()) for f in series] for m in range(POINTS)]).swapaxes(1, 2)


def _stiff(scaled: Array) -> Array:
    """By the polynomial solution q = sum_m (-1)^m drive^(m) / rate^(m+1)."""
    order = np.arange(POINTS)
    factor = (-1.0) ** order / scaled[..., None] ** (order + 1)
    answer = np.einsum("...m,mji->...ji", factor, _derivatives())
    return np.asarray(answer - decay(scaled)[..., None] * answer[..., :1, :])
