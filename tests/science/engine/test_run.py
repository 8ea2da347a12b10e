"""A run refines its grid or refuses; its result depends on nobody's company."""

import numpy as np
import pytest

from daybreak.science.engine.grid import GridError
from daybreak.science.mechanism.course import People, simulate_course
from daybreak.science.mechanism.model import DOMAINS
from tests.science.mechanism.courses import SHARED, infusion, injections, spray

HOURS = np.array([0.0, 2.0, 24.0, 168.0])


def test_a_person_is_the_same_in_any_company():
    people = People.alike(300)
    whole = simulate_course(injections((0, 3)), people, {}, HOURS, seed=4)
    part = simulate_course(injections((0, 3)), people.part(270, 290), {}, HOURS, seed=4)
    for name in DOMAINS:
        assert np.max(np.abs(whole.domains[name][270:290] - part.domains[name])) < 1e-7
    assert whole.acute["cadss"][270:290] == pytest.approx(part.acute["cadss"], rel=1e-4)


def test_the_same_seed_gives_the_same_curves_and_another_seed_others():
    people = People.alike(40)
    one, same, other = (simulate_course(infusion(), people, {}, HOURS, seed=s).domains["mood"] for s in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.allclose(one, other)


def test_the_result_does_not_depend_on_the_number_of_cores():
    people = People.alike(600)
    one, two = (simulate_course(infusion(), people, {}, HOURS, seed=3, cores=c).domains["mood"] for c in (1, 2))
    assert np.array_equal(one, two)


def test_values_may_be_given_person_by_person():
    effects = np.linspace(0.1, 0.8, 10)
    found = simulate_course(
        infusion(), People.alike(10), {"symptoms.relief": effects, "symptoms.relief.spread": 0.0}, [24.0], seed=None
    )
    assert list(np.argsort(found.domains["mood"][:, 0])) == list(range(9, -1, -1))


def test_a_half_life_that_differs_between_people_is_refused_where_the_method_shares_it():
    halves = {"expectancy.half_life": np.linspace(10.0, 90.0, 10)}
    with pytest.raises(ValueError, match="half-life of expectancy must be one number"):
        simulate_course(infusion(), People.alike(10), halves, [24.0])


def test_the_half_life_of_synapses_may_differ():
    halves = {"plasticity.consolidated_half_life": np.linspace(60.0, 400.0, 10)}
    found = simulate_course(infusion(), People.alike(10), halves, [168.0], seed=None)
    assert list(np.argsort(found.domains["mood"][:, 0])) == list(range(9, -1, -1))


def test_an_accuracy_nobody_can_reach_is_refused():
    with pytest.raises(GridError, match="cannot be solved to 1e-16"):
        simulate_course(infusion(), People.alike(), {}, HOURS, tolerance=1e-16)


def test_a_tighter_tolerance_gives_a_smaller_error():
    loose = simulate_course(spray((0,)), People.alike(), {}, HOURS, tolerance=1e-5, seed=None)
    tight = simulate_course(spray((0,)), People.alike(), {}, HOURS, tolerance=1e-9, seed=None)
    assert tight.error <= 1e-9 < loose.error <= 1e-5


def test_what_is_read_at_a_session_is_what_was_before_it():
    course = SHARED["convulsive therapy"]
    found = simulate_course(course, People.alike(), {}, [0.0, 48.0, 48.001], seed=None, stages=True).stages["ect"][0]
    assert found[0] == 0.0
    assert found[1] < found[2]
