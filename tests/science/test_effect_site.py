"""The delays behind the artery."""

import math

import numpy as np
import pytest

from daybreak.science.compartments import Flow, Release, solve
from daybreak.science.effect_site import flows, vein
from daybreak.science.population import Individuals, Subject

TYPICAL = Individuals(Subject())


def test_after_one_half_life_a_site_is_halfway_to_a_steady_artery():
    steady = Flow("central", 0.0)
    held = solve([steady, *flows(TYPICAL)], [Release("central", 1.0, 0.0)], [3.5, 8.3], ["brain", "vessels"])
    assert held["brain"][0, 1] == pytest.approx(0.5)
    assert held["vessels"][0, 0] == pytest.approx(0.5)


def test_the_vein_lags_by_two_equal_delays():
    steady = Flow("central", 0.0)
    times = np.array([5.0, 20.0])
    held = solve([steady, *vein(TYPICAL)], [Release("central", 1.0, 0.0)], times, ["vein"])["vein"][0]
    assert held == pytest.approx([1 - math.exp(-0.12 * t) * (1 + 0.12 * t) for t in times])
