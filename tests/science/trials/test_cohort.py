"""The people of a trial: as many, as ill and as old as asked, each the same whoever else is there."""

import numpy as np
import pytest

from daybreak.science.population import Population
from daybreak.science.trials.cohort import enrol, leaves_after_h
from daybreak.science.trials.protocol import Baseline, Enrolment
from daybreak.science.trials.scales import scale

MADRS = scale("madrs")
USUAL = Enrolment(baseline=Baseline(mean=34.0, sd=6.0))


def test_ratings_at_baseline_have_the_stated_mean_and_sd():
    people = enrol(USUAL, MADRS, Population(50_000, seed=3))
    assert people.rated.mean() == pytest.approx(34.0, abs=0.1)
    assert people.rated.std() == pytest.approx(6.0, abs=0.1)


def test_true_scores_vary_less_than_ratings_by_the_raters_error():
    people = enrol(USUAL, MADRS, Population(50_000, seed=3))
    assert people.true.mean() == pytest.approx(34.0, abs=0.1)
    assert people.true.var() == pytest.approx(36.0 - MADRS.noise_sd**2, rel=0.03)


def test_nobody_is_let_in_below_the_least_score():
    asked = Enrolment(baseline=Baseline(mean=30.0, sd=8.0, at_least=28.0))
    assert enrol(asked, MADRS, Population(5_000)).rated.min() == 28.0


def test_women_are_the_share_that_was_asked_for():
    people = enrol(Enrolment(baseline=Baseline(30, 5), female=0.7), MADRS, Population(50_000))
    assert people.female.mean() == pytest.approx(0.7, abs=0.01)


def test_a_person_does_not_depend_on_how_many_are_enrolled():
    many = enrol(USUAL, MADRS, Population(1000, seed=5))
    few = enrol(USUAL, MADRS, Population(10, seed=5, first=500))
    np.testing.assert_array_equal(few.rated, many.rated[500:510])
    np.testing.assert_array_equal(few.weight_kg, many.weight_kg[500:510])


def test_as_many_leave_in_a_week_as_the_protocol_says():
    asked = Enrolment(baseline=Baseline(30, 5), leaving_per_week=0.1)
    people = enrol(asked, MADRS, Population(50_000))
    weeks = {168.0 * week: np.ones(people.n) for week in (1, 2, 3, 4)}
    left = leaves_after_h(people, asked, weeks)
    assert (left >= 4 * 168.0).mean() == pytest.approx(np.exp(-0.4), abs=0.01)


def test_nobody_leaves_where_the_protocol_says_so():
    asked = Enrolment(baseline=Baseline(30, 5), leaving_per_week=0.0)
    people = enrol(asked, MADRS, Population(1000))
    assert np.isinf(leaves_after_h(people, asked, {8736.0: np.ones(people.n)})).all()


def test_those_who_stay_ill_leave_more_often_when_leaving_follows_severity():
    asked = Enrolment(baseline=Baseline(30, 5), leaving_per_week=0.1, leaving_follows_severity=2.0)
    people = enrol(asked, MADRS, Population(20_000))
    ill, well = (
        leaves_after_h(people, asked, {24.0: level, 672.0: level}) for level in (np.ones(20_000), np.zeros(20_000))
    )
    assert np.isfinite(ill).mean() > 2 * np.isfinite(well).mean()
