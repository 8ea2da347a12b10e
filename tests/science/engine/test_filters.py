"""A filter's answer to a polynomial drive is exact, mild or stiff."""

from itertools import pairwise

import numpy as np
import pytest

from daybreak.science.engine.filters import POINTS, decay, lagrange, points, tail, weights

RATES = [0.0, 1e-6, 0.3, 2.0, 15.0, 19.9, 20.1, 40.0, 250.0, 5000.0]


def drive(s):
    return 0.3 + s - 2.0 * s**3 + 0.5 * s**7


def exact(rate, s):
    """Integral of exp(-rate (s - r)) drive(r) over r from 0 to s, by many Gauss panels crowded towards s."""
    x, w = np.polynomial.legendre.leggauss(20)
    edges = np.concatenate([[0.0], s * (1.0 - np.geomspace(1.0, 1e-12, 60))[1:], [s]])
    total = 0.0
    for low, high in pairwise(edges):
        r = low + (high - low) * 0.5 * (x + 1.0)
        total += (high - low) * 0.5 * np.sum(w * np.exp(-rate * (s - r)) * drive(r))
    return total


@pytest.mark.parametrize("rate", RATES)
def test_the_answer_to_a_polynomial_of_degree_seven_is_exact(rate):
    answer = weights(np.array(rate)) @ drive(points())
    wanted = [exact(rate, s) for s in points()]
    assert answer == pytest.approx(wanted, rel=2e-12, abs=1e-15)


def test_with_a_constant_drive_it_rests_at_drive_over_rate():
    rate = np.array(30.0)
    x = decay(rate) * (1 / 30) + weights(rate) @ np.ones(POINTS)
    assert x == pytest.approx(1 / 30, rel=1e-13)


def test_a_growing_filter_is_refused():
    with pytest.raises(ValueError, match="must be 0 or more"):
        weights(np.array([-0.1]))


def test_many_rates_at_once_are_those_one_by_one():
    together = weights(np.array(RATES))
    for k, rate in enumerate(RATES):
        assert np.array_equal(together[k], weights(np.array([rate]))[0])


def test_curves_are_read_between_the_points():
    s = np.array([0.0, 0.123, 0.77, 1.0])
    assert lagrange(s) @ drive(points()) == pytest.approx(drive(s), abs=1e-14)


def test_the_tail_is_what_a_polynomial_of_lower_degree_leaves_out():
    assert tail() @ (points() ** 5) == pytest.approx([0.0, 0.0], abs=1e-14)
    assert abs((tail() @ (points() ** 7))[1]) > 1e-5
