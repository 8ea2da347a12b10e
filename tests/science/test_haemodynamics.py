"""From S-ketamine at the vessels to pressure and heart rate."""

import numpy as np
import pytest

from daybreak.science.haemodynamics import rise
from daybreak.science.population import Individuals, Population, Subject


def test_without_drug_nothing_rises():
    found = rise(np.zeros((1, 2)), Individuals(Subject()))
    assert [curve.any() for curve in (found.systolic, found.diastolic, found.heart_rate)] == [False, False, False]


def test_at_c50_half_of_the_largest_rise_is_there():
    found = rise(np.array([[45.0]]), Individuals(Subject()))
    assert (found.systolic[0, 0], found.diastolic[0, 0], found.heart_rate[0, 0]) == pytest.approx((4.65, 3.5, 1.5))


def test_the_mean_over_people_is_the_pooled_mean_of_the_studies():
    """After 0.5 mg/kg over 40 min the vessels hold about 138 ng/mL; the pooled mean systolic rise there is 9.3 mmHg."""
    people = rise(np.full((100_000, 1), 138.0), Individuals(Subject(), Population(100_000)))
    assert people.systolic.mean() == pytest.approx(9.3, abs=0.2)
