"""Knows the kinetics as a sum of exponentials: the form that is read at many points for the price of few.

Each enantiomer's compartments (compartments.py) are taken apart into modes, x = V exp(-rates t) V^-1 x0. The two equal
steps of a transit chain would leave the modes without a basis: their rates are set apart by 1 part in 100,000 up and
down, which moves the curve by 1 part in 10^10. What the modes give back is compared with the compartments for every
patient; those for whom two rates fall so close together that they disagree are solved by the compartments instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from daybreak.science.compartments import Array, Flow, Release, System

APART = 1e-5
FAITHFUL = 1e-8


@dataclass(frozen=True)
class Modes:
    """One enantiomer: `rates` (n, m) in 1/h; `reading` (n, signals, m) turns modes into ng/mL.

    `entering` (releases, n, m): what each release puts into the modes (for a drip: into its steady state); `starts`
    (releases,) and `ends` (releases, n) in h; a bolus ends when it starts. `faithful` (n,): the modes agree with the
    system.
    """

    rates: Array
    reading: Array
    entering: Array
    starts: Array
    ends: Array
    faithful: np.typing.NDArray[np.bool_]


def modes(
    flows: Sequence[Flow], releases: Sequence[Release], readings: Sequence[tuple[str, Array]], n: int, per_hour: float
) -> Modes:
    """The modes of a declared system; `readings` are compartments with the factor (n,) that makes them ng/mL."""
    plain = [replace(release, duration=0.0) for release in releases]
    system = System.declared(flows, plain, [name for name, _ in readings], n)
    matrix = _apart(system.rates * per_hour)
    values, vectors = np.linalg.eig(matrix)
    inverse = np.linalg.inv(vectors)
    rebuilt = np.einsum("nij,nj,njk->nik", vectors, values, inverse)
    size = np.abs(matrix).max(axis=(1, 2), keepdims=True)
    decaying = np.all(np.isreal(values) & (values.real < 0), axis=1)
    faithful = decaying & (np.max(np.abs(rebuilt - matrix) / size, axis=(1, 2)) < FAITHFUL)
    rates = np.ascontiguousarray(-values.real)
    rows = [vectors.real[:, system.place[name], :] * factor[:, None] for name, factor in readings]
    kept = [release for release in releases if release.into in system.place]
    return Modes(
        rates,
        np.ascontiguousarray(np.stack(rows, axis=1)),
        _entering(kept, system, inverse.real, rates, n, per_hour),
        np.array([release.start / per_hour for release in kept]),
        np.array([_ends(release, n, per_hour) for release in kept]).reshape(len(kept), n),
        faithful,
    )


def _apart(matrix: Array) -> Array:
    """Equal steps set apart, whole columns so that no drug is made or lost."""
    diagonal = np.diagonal(matrix, axis1=1, axis2=2)
    moved = matrix.copy()
    done: set[int] = set()
    for one in range(matrix.shape[1]):
        for other in range(one + 1, matrix.shape[1]):
            if not done & {one, other} and np.allclose(diagonal[:, one], diagonal[:, other], rtol=APART, atol=0.0):
                moved[:, :, one] *= 1.0 + APART
                moved[:, :, other] *= 1.0 - APART
                done |= {one, other}
    return moved


def _ends(release: Release, n: int, per_hour: float) -> Array:
    return np.broadcast_to((release.start + np.asarray(release.duration)) / per_hour, (n,))


def _entering(
    releases: Sequence[Release], system: System, inverse: Array, rates: Array, n: int, per_hour: float
) -> Array:
    found = np.zeros((len(releases), n, rates.shape[1]))
    for k, release in enumerate(releases):
        amount = np.broadcast_to(np.asarray(release.amount, dtype=np.float64), (n,))
        put = inverse[:, :, system.place[release.into]] * amount[:, None]
        hours = np.broadcast_to(np.asarray(release.duration, dtype=np.float64) / per_hour, (n,))
        if np.any(hours > 0):
            put = put / (np.maximum(hours, 1e-9)[:, None] * rates)
        found[k] = put
    return found
