"""A run refines its grid or refuses; its result depends on nobody's company."""

import numpy as np
import pytest

from daybreak.science.engine.collocation import UnsettledError
from daybreak.science.engine.grid import GridError
from daybreak.science.engine.run import _Drawn
from daybreak.science.mechanism.course import People, simulate_course, simulate_in_parts
from daybreak.science.mechanism.model import DOMAINS
from daybreak.science.mechanism.quantified import shipped
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


@pytest.mark.parametrize("cores", [1, 2])
def test_parts_of_a_population_come_in_order_and_are_those_of_the_whole(cores):
    people = People.alike(90)
    whole = simulate_course(infusion(), people, {}, HOURS, seed=3)
    parts = simulate_in_parts(infusion(), (people.part(k, k + 30) for k in (0, 30, 60)), {}, HOURS, seed=3, cores=cores)
    joined = np.concatenate([part.domains["mood"] for part in parts])
    assert joined == pytest.approx(whole.domains["mood"], rel=2e-6)


def test_no_more_parts_are_made_than_are_worked_on():
    made = []

    def endless():
        while True:
            made.append(len(made))
            yield People.alike(5, first=5 * made[-1])

    parts = simulate_in_parts(infusion(), endless(), {}, HOURS, cores=2)
    assert next(parts).domains["mood"].shape == (5, HOURS.size)
    assert len(made) <= 4
    parts.close()


def test_values_may_be_given_person_by_person():
    effects = np.linspace(0.1, 0.8, 10)
    found = simulate_course(
        infusion(), People.alike(10), {"natural.effect": effects, "natural.effect.spread": 0.0}, [24.0], seed=None
    )
    assert list(np.argsort(found.domains["mood"][:, 0])) == list(range(9, -1, -1))


def test_a_half_life_that_differs_between_people_is_refused_where_the_method_shares_it():
    halves = {"natural.half_life": np.linspace(100.0, 900.0, 10)}
    with pytest.raises(ValueError, match="half-life of natural must be one number"):
        simulate_course(infusion(), People.alike(10), halves, [24.0])


def test_the_half_life_of_synapses_may_differ():
    halves = {"plasticity.consolidated_half_life": np.linspace(60.0, 400.0, 10)}
    found = simulate_course(infusion(), People.alike(10), halves, [168.0], seed=None)
    assert list(np.argsort(found.domains["mood"][:, 0])) == list(range(9, -1, -1))


@pytest.mark.parametrize("number", [number.id for number in shipped().fitted if "half_life" in number.id])
def test_half_lives_that_trials_tell_of_may_differ_and_each_person_is_solved_as_if_alone(number):
    halves = shipped()[number].value * np.linspace(0.3, 3.0, 10)
    course, people = infusion(open_label=True), People.alike(10)
    together = simulate_course(course, people, {number: halves}, [24.0, 168.0], seed=3)
    for person, half in ((0, halves[0]), (9, halves[9])):
        alone = simulate_course(course, people.part(person, person + 1), {number: half}, [24.0, 168.0], seed=3)
        assert together.domains["mood"][person] == pytest.approx(alone.domains["mood"][0], rel=2e-6)


def test_a_halved_grid_that_does_not_settle_is_no_proof_of_accuracy(monkeypatch):
    def unsettled(*_):
        raise UnsettledError(0)

    monkeypatch.setattr(_Drawn, "chosen", unsettled)
    with pytest.raises(GridError, match="cannot be solved to 1e-06"):
        simulate_course(infusion(), People.alike(), {}, HOURS)


def test_nobody_among_many_is_further_off_than_the_error_says():
    """The most extreme of a thousand are found by their tails, and solved on a finer grid than the rest."""
    course, hours = injections((0, 3, 7, 10)), np.unique(np.r_[np.linspace(0.0, 6.0, 40), np.linspace(0.0, 336.0, 80)])
    found = simulate_course(course, People.alike(1000), {}, hours, seed=1)
    finer = simulate_course(course, People.alike(1000), {}, hours, seed=1, tolerance=1e-8)
    apart = [np.abs(found.domains[n] - finer.domains[n]) / np.maximum(finer.domains[n], 1e-3) for n in DOMAINS]
    assert np.max(apart) < 1e-6
    assert found.error < 1e-6


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
