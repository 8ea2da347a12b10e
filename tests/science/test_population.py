"""Individuals: the same person every time, whoever else is drawn; and spread as published."""

import numpy as np
import pytest

from daybreak.science.population import Individuals, Population, Subject, SubjectError

CL = "disposition.CL"


def test_the_same_seed_draws_the_same_people():
    assert (Population(50, seed=4).deviates(CL) == Population(50, seed=4).deviates(CL)).all()


def test_another_seed_draws_other_people():
    assert not np.isclose(Population(50, seed=4).deviates(CL), Population(50, seed=5).deviates(CL)).any()


def test_a_person_does_not_depend_on_how_many_are_drawn():
    few, many = Population(20, seed=1).deviates(CL), Population(20_000, seed=1).deviates(CL)
    np.testing.assert_array_equal(few, many[:20])


def test_people_drawn_in_parts_are_those_drawn_at_once():
    whole = Population(100, seed=9).deviates(CL)
    parts = [Population(n, seed=9, first=first).deviates(CL) for first, n in ((0, 1), (1, 36), (37, 63))]
    np.testing.assert_array_equal(np.concatenate(parts), whole)


def test_parameters_vary_independently():
    people = Population(50_000, seed=2)
    assert abs(np.corrcoef(people.deviates(CL), people.deviates("disposition.V1"))[0, 1]) < 0.015


def test_deviates_are_standard_normal():
    drawn = np.sort(Population(200_000, seed=3).deviates(CL))
    expected = [-2.3263, -1.6449, -0.6745, 0.0, 0.6745, 1.6449, 2.3263]
    found = [drawn[int(share * 200_000)] for share in (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)]
    np.testing.assert_allclose(found, expected, atol=0.02)
    assert np.isfinite(drawn).all()


def test_clearance_spreads_as_published():
    drawn = Individuals(Subject(), Population(100_000))[CL]
    assert np.log(drawn).var() == pytest.approx(0.029, rel=0.02)
    assert np.median(drawn) == pytest.approx(1.48, rel=0.005)


def test_variance_between_people_and_occasions_add():
    drawn = Individuals(Subject(), Population(100_000))["disposition.MTT_NK"]
    assert np.log(drawn).var() == pytest.approx(0.021 + 0.751, rel=0.02)


def test_a_fraction_stays_a_fraction():
    drawn = Individuals(Subject(), Population(100_000))["spray.FRn"]
    assert 0 < drawn.min() < drawn.max() < 1
    assert np.median(drawn) == pytest.approx(0.54, abs=0.005)


def test_what_has_no_published_spread_does_not_vary():
    assert (Individuals(Subject(), Population(10))["disposition.V2"] == 39.0).all()


def test_clearances_follow_weight_to_three_quarters_and_volumes_to_one():
    twice = Individuals(Subject(140))
    assert twice[CL][0] == pytest.approx(1.48 * 2**0.75)
    assert twice["disposition.V1"][0] == pytest.approx(23.2)
    assert twice["disposition.MTT_NK"][0] == 20.1
    assert twice["spray.Vc"][0] == 192.0


def test_women_clear_a_fifth_faster_than_men_and_the_middle_is_simons():
    woman, man, unknown = (Individuals(Subject(sex=sex))[CL][0] for sex in ("female", "male", ""))
    assert woman / man == pytest.approx(1.2)
    assert (woman * man) ** 0.5 == pytest.approx(unknown) == 1.48


@pytest.mark.parametrize(
    "person", [{"weight_kg": 800}, {"weight_kg": float("nan")}, {"age_y": 12}, {"age_y": 150}, {"sex": "F"}]
)
def test_a_person_who_cannot_be_is_refused(person):
    with pytest.raises(SubjectError):
        Subject(**person)


def test_an_empty_population_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        Population(0)
