"""CYP2B6: as common as published, slower as declared, and no more spread than was measured."""

import math

import numpy as np
import pytest

from daybreak.science.mechanism.course import People
from daybreak.science.mechanism.individuals import cohort
from daybreak.science.mechanism.metabolism import INTERMEDIATE, NORMAL, POOR, UNKNOWN, Metabolism
from daybreak.science.parameters import shipped as kinetics

MANY = 40_000


def clearance(seed=None, parameters=None, **facts):
    return cohort(People.alike(**facts), seed, parameters)["disposition.CL"]


def test_phenotypes_are_as_common_as_published():
    drawn = cohort(People.alike(MANY), 4).cyp2b6
    shares = [float(np.mean(drawn == phenotype)) for phenotype in (NORMAL, INTERMEDIATE, POOR)]
    assert shares == pytest.approx([0.598, 0.335, 0.067], abs=0.01)


def test_a_known_phenotype_is_kept():
    assert list(cohort(People.alike(5, cyp2b6=POOR), 1).cyp2b6) == [POOR] * 5


def test_what_was_seen_at_steady_state_shows_in_part():
    normal, poor = (clearance(cyp2b6=phenotype)[0] for phenotype in (NORMAL, POOR))
    assert poor / normal == pytest.approx(0.317**0.2)


def test_all_or_nothing_of_it_can_be_asked_for():
    whole = {"population.cyp2b6_seen": 1.0}
    normal, slow = (clearance(parameters=whole, cyp2b6=phenotype)[0] for phenotype in (NORMAL, INTERMEDIATE))
    assert slow / normal == pytest.approx(0.596)


def test_without_a_seed_who_is_not_known_has_the_published_clearance():
    assert clearance(cyp2b6=UNKNOWN, weight_kg=70.0)[0] == kinetics()["disposition.CL"].value


def test_clearance_keeps_its_published_middle_and_spread():
    logs = np.log(clearance(seed=2, n=MANY, weight_kg=70.0))
    published = kinetics()["disposition.CL"]
    assert float(np.mean(logs)) == pytest.approx(math.log(published.value), abs=0.005)
    assert float(np.var(logs)) == pytest.approx(published.spread.between_people, rel=0.03)


def test_phenotypes_never_explain_all_of_the_spread():
    assert Metabolism.of({"population.cyp2b6_seen": 1.0}).unexplained(0.029) == pytest.approx(math.sqrt(0.0029))


def test_a_phenotype_is_the_same_in_any_part():
    people = People.alike(50)
    assert np.array_equal(cohort(people.part(20, 30), 7).cyp2b6, cohort(people, 7).cyp2b6[20:30])


def test_a_phenotype_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match=r"CYP2B6 is 0 \(normal\)"):
        People.alike(cyp2b6=3.0)


def test_a_share_of_the_population_is_one_number():
    with pytest.raises(ValueError, match=r"population\.cyp2b6_seen must be one number"):
        Metabolism.of({"population.cyp2b6_seen": np.array([0.1, 0.2])})
