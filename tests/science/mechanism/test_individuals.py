"""A person is the same in any company."""

import numpy as np

from daybreak.science.mechanism.course import People
from daybreak.science.mechanism.individuals import Some, cohort, formula_values
from daybreak.science.mechanism.quantified import shipped
from daybreak.science.population import Individuals, Population, Subject
from tests.science.mechanism.courses import infusion


def test_the_kinetics_of_people_alike_are_those_of_the_acute_model():
    ours = cohort(People.alike(5, weight_kg=90.0, woman=1.0), 3)
    theirs = Individuals(Subject(90.0, None, "female"), Population(5, 3))
    for key in ("disposition.Q3", "absorption.ka_im", "spray.FRn", "dissociation.C50", "pressure.systolic"):
        assert list(ours[key]) == list(theirs[key])


def test_clearance_and_volume_go_together_and_not_in_the_acute_model():
    ours, theirs = cohort(People.alike(20_000), 3), Individuals(Subject(75.0), Population(20_000, 3))
    for who, wanted in ((ours, 0.3 * np.sqrt(1 - 0.0046 / 0.029)), (theirs, 0.0)):
        logs = np.log([who["disposition.CL"], who["disposition.V1"]])
        assert abs(np.corrcoef(logs)[0, 1] - wanted) < 0.02


def test_liver_flow_falls_with_age_in_each_person():
    ages = People(np.full(2, 75.0), np.array([50.0, 80.0]), np.zeros(2), np.zeros(2), np.full(2, 0.5))
    young, old = cohort(ages, None)["spray.Qh"]
    assert young - old == np.float64(20 * 2.19)


def test_a_part_of_a_population_has_the_same_numbers():
    people = People.alike(50)
    whole = formula_values(infusion(), people, cohort(people, 7), {}, 7)
    part = formula_values(infusion(), people.part(20, 30), cohort(people.part(20, 30), 7), {}, 7)
    for name, value in part.items():
        assert np.array_equal(value, whole[name][20:30] if np.ndim(whole[name]) else whole[name])


def test_some_of_a_cohort_keep_their_numbers():
    whole = cohort(People.alike(50), 2)
    some = Some(Subject(), None, people=whole.people.chosen([3, 31]), whole=whole, which=(3, 31))
    assert list(some["disposition.CL"]) == list(whole["disposition.CL"][[3, 31]])


def test_without_a_seed_nobody_differs():
    values = formula_values(infusion(), People.alike(3), cohort(People.alike(3), None), {}, None)
    assert values["symptoms_reach"] == shipped()["symptoms.reach"].value


def test_a_spread_of_nothing_makes_people_alike():
    people = People.alike(3)
    values = formula_values(infusion(), people, cohort(people, 1), {"symptoms.reach.spread": 0.0}, 1)
    assert list(values["symptoms_reach"]) == [shipped()["symptoms.reach"].value] * 3
