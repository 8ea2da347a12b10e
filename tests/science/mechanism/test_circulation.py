"""Pressure and heart rate in the mechanism are those of the acute model."""

import numpy as np
import pytest

from daybreak.science.haemodynamics import rise
from daybreak.science.mechanism.course import People, simulate_course
from daybreak.science.mechanism.individuals import cohort
from daybreak.science.pharmacokinetics import concentrations
from daybreak.science.response import VESSELS
from tests.science.mechanism.courses import SHARED

MINUTES = np.arange(0.0, 181.0, 10.0)


@pytest.mark.parametrize("name", ["bolus", "spray with a new antidepressant", "tablet"])
def test_they_rise_as_in_the_acute_model(name):
    course, people = SHARED[name], People.alike(2)
    found = simulate_course(course, people, {}, MINUTES / 60, seed=6, stages=True).stages
    who = cohort(people, 6)
    wanted = rise(concentrations(course.doses, who, MINUTES, (VESSELS,))[VESSELS], who)
    assert found["systolic_rise"] == pytest.approx(wanted.systolic, rel=1e-6, abs=1e-6)
    assert found["diastolic_rise"] == pytest.approx(wanted.diastolic, rel=1e-6, abs=1e-6)
    assert found["heart_rate_rise"] == pytest.approx(wanted.heart_rate, rel=1e-6, abs=1e-6)
