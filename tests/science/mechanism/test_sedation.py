"""Sedation is as common, as deep and as brief as reported, and a benzodiazepine adds to it."""

import numpy as np
import pytest

from daybreak.science.mechanism.course import Course, People, simulate_course
from tests.science.mechanism.courses import infusion, spray

MINUTES = np.arange(0.0, 241.0, 5.0)


def levels(course, n=1, seed=None, parameters=None):
    return simulate_course(course, People.alike(n), parameters or {}, MINUTES / 60, seed=seed, stages=n == 1).acute[
        "moaas"
    ]


def test_without_drug_people_are_awake():
    assert list(levels(Course(control="midazolam", sham=(0.0,)))[0]) == [5.0] * MINUTES.size


def test_a_third_of_spray_sessions_show_any_sedation_and_few_patients_are_unresponsive():
    lowest = np.concatenate([levels(spray((0,), devices), 600, seed=1).min(axis=1) for devices in (2, 3)])
    assert 0.25 < np.mean(lowest < 4.5) < 0.45
    assert np.mean(lowest < 0.5) < 0.01


def test_it_is_deepest_within_the_hour_and_over_by_two_hours():
    level = levels(infusion())[0]
    assert 30 <= MINUTES[level.argmin()] <= 60
    assert level[MINUTES == 120][0] > 4.7
    assert level[MINUTES == 240][0] > 4.95


def test_a_benzodiazepine_adds_to_it():
    assert levels(infusion(benzodiazepine=True)).min() < levels(infusion()).min() - 0.2


@pytest.mark.parametrize("more", ["sedation.r_potency", "sedation.benzodiazepine"])
def test_its_parts_act_as_declared(more):
    course = infusion(benzodiazepine=True)
    assert levels(course, parameters={more: 0.9}).min() < levels(course).min()


def test_it_is_the_same_from_either_engine():
    many = levels(infusion(), 8, seed=3)[0]
    alone = simulate_course(infusion(), People.alike(), {}, MINUTES / 60, seed=3).acute["moaas"][0]
    assert many == pytest.approx(alone, abs=1e-6)
