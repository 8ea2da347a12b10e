"""What a course may be, and who its patients are."""

import numpy as np
import pytest

from daybreak.science.dosing import DosingError
from daybreak.science.mechanism.course import Course, People, simulate_course
from tests.science.mechanism.courses import SHARED, infusion, spray


def test_devices_of_a_spray_make_one_session():
    assert spray((0, 3)).sessions_h == (0.0, 72.0)


@pytest.mark.parametrize(
    ("course", "says"),
    [
        ({"control": "saline"}, "times of its sham sessions"),
        ({"therapy": (-1.0,)}, "0 h or later"),
        ({"antidepressant_until_h": 5.0}, "started before it can be stopped"),
        ({"antidepressant_from_h": -1.0}, "0 h or later"),
        ({"doses": infusion().doses, "control": "saline", "sham": (0.0,)}, "not both"),
    ],
)
def test_a_course_that_cannot_be_is_refused(course, says):
    with pytest.raises(DosingError, match=says):
        Course(**course)


def test_a_spray_in_mg_per_kg_is_refused():
    course = Course(doses=spray((0,)).doses, per_kg=True)
    with pytest.raises(DosingError, match="in mg, not in mg/kg"):
        simulate_course(course, People.alike(), {}, [24.0])


@pytest.mark.parametrize(
    ("facts", "says"),
    [({"weight_kg": 5.0}, "20 to 400"), ({"severity": 1.2}, "0 to 1"), ({"age_y": np.nan}, "missing")],
)
def test_people_who_cannot_be_are_refused(facts, says):
    with pytest.raises(ValueError, match=says):
        People.alike(**facts)


@pytest.mark.parametrize("times", [[], [3.0, 1.0], [-1.0], [np.nan]])
def test_times_that_cannot_be_are_refused(times):
    with pytest.raises(DosingError):
        simulate_course(infusion(), People.alike(), {}, times)


def test_a_number_the_mechanism_does_not_have_is_refused():
    with pytest.raises(ValueError, match=r"no number called symptoms\.hope"):
        simulate_course(infusion(), People.alike(), {"symptoms.hope": 1.0}, [24.0])


def test_a_dose_for_each_kilogram_follows_the_weight():
    people = People.alike(weight_kg=100.0)
    by_weight = simulate_course(infusion(0.5), people, {}, [2.0, 24.0], seed=None)
    in_all = simulate_course(Course(doses=(infusion(50.0).doses[0],)), people, {}, [2.0, 24.0], seed=None)
    assert by_weight.domains["mood"] == pytest.approx(in_all.domains["mood"], abs=1e-12)


def test_who_knows_what_is_given_expects_more():
    told = simulate_course(infusion(open_label=True), People.alike(), {}, [24.0], seed=None)
    blinded = simulate_course(infusion(), People.alike(), {}, [24.0], seed=None)
    assert told.domains["mood"][0, 0] < blinded.domains["mood"][0, 0]


def test_without_any_treatment_there_is_only_the_natural_course():
    untreated = {"natural.effect": 0.0}
    found = simulate_course(SHARED["nothing"], People.alike(), untreated, [24.0, 336.0], seed=None)
    for curve in found.domains.values():
        assert curve == pytest.approx(1.0, abs=1e-9)
