"""Knows how the posterior is drawn from, by emcee's ensembles, and whether the draws can be relied on."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from daybreak.science.compartments import Array

_FEWEST_RATIOS = 25
LogProbability = Callable[[Array], Array]
"""Of points (n, coordinates): (n,)."""


@dataclass(frozen=True)
class Draws:
    """`points` (draws, coordinates), and for each coordinate the split R-hat over walkers and the effective size."""

    points: Array
    r_hat: Array
    effective: Array
    accepted: float

    @property
    def reliable(self) -> bool:
        """Whether every coordinate has R-hat below 1.05 and at least 400 effective draws."""
        return bool(self.r_hat.max() < 1.05 and self.effective.min() >= 400)


def draw(
    log_probability: LogProbability, around: Array, *, steps: int, keep: int, seed: int, walkers: int = 96
) -> Draws:
    """`keep` draws, after a third of `steps` is thrown away, from walkers that start around the point `around`."""
    import emcee

    random = np.random.default_rng(seed)
    size = around.size
    start = around + 0.3 * random.standard_normal((max(walkers, 2 * size + 2), size))
    moves = [(emcee.moves.DEMove(), 0.7), (emcee.moves.DESnookerMove(), 0.1), (emcee.moves.StretchMove(), 0.2)]
    sampler = emcee.EnsembleSampler(start.shape[0], size, log_probability, vectorize=True, moves=moves)
    sampler.random_state = np.random.RandomState(seed % 2**32).get_state()
    sampler.run_mcmc(start, steps, progress=False)
    burnt = steps // 3
    chain = sampler.get_chain(discard=burnt)
    tau = sampler.get_autocorr_time(discard=burnt, tol=0, quiet=True)
    flat = chain.reshape(-1, size)
    rows = np.sort(random.choice(flat.shape[0], size=keep, replace=False))
    return Draws(
        points=flat[random.permutation(rows)],
        r_hat=np.array([split_r_hat(chain[:, :, at].T) for at in range(size)]),
        effective=chain.shape[0] * chain.shape[1] / np.maximum(np.nan_to_num(tau, nan=float(steps)), 1.0),
        accepted=float(np.mean(sampler.acceptance_fraction)),
    )


def split_r_hat(chains: Array) -> float:
    """Rank-normalised split R-hat of one coordinate, from `chains` (chains, steps)."""
    from arviz_stats.base.array import array_stats

    return float(array_stats.rhat(chains, chain_axis=0, draw_axis=1))  # type: ignore[no-untyped-call]


def smoothed(log_ratios: Array) -> tuple[Array, float]:
    """Pareto-smoothed importance weights that sum to 1, and the shape k of their tail: below 0.7 they serve."""
    from arviz_stats.base.array import array_stats

    log_weights, k = array_stats.psislw(log_ratios)  # type: ignore[no-untyped-call]
    weights = np.exp(log_weights - np.max(log_weights))
    return np.asarray(weights / weights.sum()), float(np.max(k))


def pareto_k(log_ratios: Array) -> float:
    """The shape of the tail of importance ratios: below 0.7 the draws can stand for the other density.

    Not a number where there are too few ratios to tell.
    """
    return smoothed(log_ratios)[1] if log_ratios.size >= _FEWEST_RATIOS else float("nan")
