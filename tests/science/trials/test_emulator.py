"""The emulator: exact for what it can say, and honest about what it cannot."""

import numpy as np
import pytest

from daybreak.science.trials.emulator import fit

RANDOM = np.random.default_rng(1)
POINTS = RANDOM.standard_normal((200, 4))
QUADRATIC = 1.0 + 2.0 * POINTS[:, 0] - POINTS[:, 1] ** 2 + 0.5 * POINTS[:, 2] * POINTS[:, 3]


def test_a_quadratic_is_emulated():
    emulator = fit(POINTS, QUADRATIC[:, None])
    fresh = RANDOM.standard_normal((20, 4))
    expected = 1.0 + 2.0 * fresh[:, 0] - fresh[:, 1] ** 2 + 0.5 * fresh[:, 2] * fresh[:, 3]
    np.testing.assert_allclose(emulator(fresh)[:, 0], expected, atol=0.02)


def test_its_error_is_the_noise_of_the_runs_where_that_is_all_there_is():
    noisy = QUADRATIC + 0.5 * RANDOM.standard_normal(200)
    assert fit(POINTS, noisy[:, None]).error[0] == pytest.approx(0.5, rel=0.15)


def test_what_no_polynomial_can_say_is_counted_as_error():
    steps = np.sign(POINTS[:, 0]) + np.sign(POINTS[:, 1])
    emulator = fit(POINTS, steps[:, None])
    fresh = RANDOM.standard_normal((2000, 4))
    off = emulator(fresh)[:, 0] - np.sign(fresh[:, 0]) - np.sign(fresh[:, 1])
    assert emulator.error[0] == pytest.approx(np.sqrt((off**2).mean()), rel=0.3)


def test_each_number_has_a_strength_of_its_own():
    both = fit(POINTS, np.column_stack([QUADRATIC, RANDOM.standard_normal(200)]))
    assert both.error[0] < 0.05 < 0.8 < both.error[1]
