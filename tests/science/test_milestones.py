"""Onset, peak and fade."""

import numpy as np
import pytest

from daybreak.science.milestones import milestones

TIMES = np.arange(0.0, 101.0, 2.0)


def triangle(top, at=30.0, high=20.0):
    """A score rising from 0 at 0 to `high` at `at` and back to 0 at `top`."""
    return np.interp(TIMES, [0, at, top], [0, high, 0])


def test_onset_and_fade_are_interpolated_between_the_times():
    found = milestones(TIMES, triangle(90.0)[None, :])
    assert found.onset[0] == pytest.approx(6.0)
    assert found.fade[0] == pytest.approx(78.0)


def test_the_peak_lies_on_the_parabola_through_the_highest_points():
    curve = 20 - 0.01 * (TIMES - 31.0) ** 2
    assert milestones(TIMES, curve[None, :]).peak[0] == pytest.approx(31.0)


def test_who_never_passes_four_has_no_milestones():
    found = milestones(TIMES, np.full((2, TIMES.size), 4.0))
    assert np.isnan([found.onset, found.peak, found.fade]).all()
    assert found.share_reaching == 0.0
    assert found.spread("onset") == {"p05": None, "median": None, "p95": None}


def test_a_fade_beyond_the_end_is_not_given_a_time():
    found = milestones(TIMES, np.stack([triangle(90.0), triangle(500.0), triangle(500.0)]))
    assert found.spread("fade") == {"p05": 78.0, "median": None, "p95": None}


def test_fade_is_the_last_time_after_a_second_dose():
    twice = np.maximum(np.interp(TIMES, [0, 10, 20], [0, 20, 0]), np.interp(TIMES, [40, 50, 60], [0, 20, 0]))
    found = milestones(TIMES, twice[None, :])
    assert (found.onset[0], found.fade[0]) == pytest.approx((2.0, 58.0))


def test_dissociation_present_from_the_first_moment_has_its_onset_there():
    assert milestones(TIMES, np.interp(TIMES, [0, 50], [20, 0])[None, :]).onset[0] == 0.0


def test_the_spread_is_over_those_who_reach_it():
    found = milestones(TIMES, np.stack([triangle(90.0), np.zeros_like(TIMES)]))
    assert found.share_reaching == 0.5
    assert found.spread("onset")["median"] == 6.0
