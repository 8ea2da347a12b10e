"""How an arm is asked of the mechanism: what is in the protocol is what the patient gets."""

import numpy as np
import pytest

from daybreak.science.mechanism.course import Control as CourseControl
from daybreak.science.population import Population
from daybreak.science.trials.cohort import enrol
from daybreak.science.trials.course_simulator import course_of, patients, simulate, simulate_where_possible
from daybreak.science.trials.evidence import published_trials
from daybreak.science.trials.scales import DOMAINS, scale
from tests.science.trials.examples import two_arms

TIMES = np.array([2.0, 24.0, 168.0])


def people(n=40, first=0):
    return enrol(two_arms().enrolment, scale("madrs"), Population(n, 1, first))


def test_doses_by_weight_are_given_by_weight():
    course = course_of(two_arms().arm("ketamine"))
    assert (course.per_kg, [dose.mg for dose in course.doses]) == (True, [0.5])


def test_a_control_arm_has_its_shams_and_nothing_else():
    course = course_of(two_arms().arm("midazolam"))
    assert (course.control, course.sham, course.doses) == (CourseControl.MIDAZOLAM, (0.0,), ())


def test_the_times_of_doses_are_those_of_the_protocol():
    arm = next(trial for trial in published_trials() if trial.id == "singh2016").protocol.arms[0]
    assert [dose.start_min / 60 for dose in course_of(arm).doses] == [0.0, 84.0, 168.0, 252.0]


@pytest.mark.parametrize("trial", published_trials(), ids=lambda trial: trial.id)
def test_every_arm_of_the_evidence_is_a_course(trial):
    assert [len(course_of(arm).doses) for arm in trial.protocol.arms] == [
        len(arm.given_h) for arm in trial.protocol.arms
    ]


def test_severity_is_the_share_of_the_scale():
    assert patients(people()).severity == pytest.approx(people().true / 60.0)


def test_ketamine_relieves_more_than_midazolam_at_a_day():
    drug, control = (simulate(arm, people(), {}, TIMES)["mood"].mean(axis=0) for arm in two_arms().arms)
    assert drug[1] < control[1] - 0.1


def test_people_with_other_numbers_stand_side_by_side_as_if_alone():
    half = np.repeat([0.2, 0.8], 20)
    both = simulate(two_arms().arms[0], people(), {"symptoms.half_relief": half}, TIMES)
    alone = simulate(two_arms().arms[0], people(20, first=20), {"symptoms.half_relief": half[20:]}, TIMES)
    for domain in DOMAINS:
        np.testing.assert_allclose(both[domain][20:], alone[domain], atol=2e-4)


def test_how_trials_differ_is_not_the_mechanisms_business():
    simulate(two_arms().arms[1], people(), {"trials.setting_sd": np.full(40, 0.1)}, TIMES)


def test_where_everything_can_be_solved_nothing_is_missing():
    found = simulate_where_possible(two_arms().arms[0], people(), {}, TIMES)
    assert all(np.isfinite(curve).all() for curve in found.values())
