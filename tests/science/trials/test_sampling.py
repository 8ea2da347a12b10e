"""The sampler, on a density whose answer is known."""

import numpy as np
import pytest

from daybreak.science.trials.sampling import draw, pareto_k

CENTRE, SPREAD = np.array([1.0, -2.0]), np.array([0.5, 2.0])


def normal(points):
    return -0.5 * (((points - CENTRE) / SPREAD) ** 2).sum(axis=1)


def test_the_draws_have_the_mean_and_spread_of_the_density():
    found = draw(normal, np.zeros(2), steps=1500, keep=4000, seed=1, walkers=32)
    assert found.points.mean(axis=0) == pytest.approx(CENTRE, abs=0.12)
    assert found.points.std(axis=0) == pytest.approx(SPREAD, rel=0.07)
    assert found.reliable


def test_the_same_seed_gives_the_same_draws():
    one, other = (draw(normal, np.zeros(2), steps=200, keep=50, seed=3, walkers=16).points for _ in range(2))
    np.testing.assert_array_equal(one, other)


def test_too_few_steps_are_not_called_reliable():
    assert not draw(normal, np.full(2, 30.0), steps=30, keep=20, seed=1, walkers=16).reliable


def test_the_tail_of_importance_ratios_is_told():
    random = np.random.default_rng(1)
    assert pareto_k(0.1 * random.standard_normal(500)) < 0.5
    assert pareto_k(5.0 * random.standard_normal(500)) > 0.7


def test_too_few_ratios_tell_nothing():
    assert np.isnan(pareto_k(np.zeros(10)))
