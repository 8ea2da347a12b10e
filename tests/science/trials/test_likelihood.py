"""The likelihood of arm summaries: its parts, each against a formula, and that nothing is believed twice."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from daybreak.science.trials.evidence import Measure
from daybreak.science.trials.likelihood import TrialLikelihood, counted, sampling_variance
from daybreak.science.trials.predicted import Predicted
from tests.science.trials.examples import published

NO_SHIFTS = {"trials.setting_sd": np.zeros(1), "trials.treatment_sd": np.zeros(1)}
ONE = Predicted(
    np.array([[-14.0, -7.0, 0.45]]), np.array([[-34.0, -34.0, 1.5]]), np.array([[-34.0, 0.0, 1.5]]), np.zeros((1, 3))
)


def likelihood(correlation=None, columns=(0, 1, 2), **changes):
    return TrialLikelihood(replace(published(), **changes), columns, np.eye(3) if correlation is None else correlation)


def test_a_mean_has_the_standard_error_of_its_sd_and_n():
    assert sampling_variance(published().observed[0], np.array([-14.0])) == pytest.approx(64.0 / 40)


def test_a_share_has_binomial_variance_at_what_is_expected():
    response = next(o for o in published().observed if o.measure is Measure.RESPONSE)
    share = (0.45 * 40 + 0.5) / 41
    assert sampling_variance(response, np.array([0.45])) == pytest.approx(share * (1 - share) / 40)


def test_a_share_of_nobody_still_has_some_variance():
    response = next(o for o in published().observed if o.measure is Measure.RESPONSE)
    assert 0 < sampling_variance(response, np.array([0.0]))[0] < 0.02**2 * 2


def test_without_shifts_and_correlation_the_density_is_that_of_independent_normals():
    one = likelihood()
    found = one.log_probability(ONE, NO_SHIFTS, np.zeros(3))[0]
    variance = [sampling_variance(o, ONE.mean[:, at])[0] * 1.02 for at, o in enumerate(one.observed)]
    by_hand = sum(
        stats.norm(ONE.mean[0, at], np.sqrt(variance[at])).logpdf(o.compared) for at, o in enumerate(one.observed)
    )
    assert found == pytest.approx(by_hand)


def test_shifts_of_setting_tie_the_arms_of_a_trial_together():
    shifts = {"trials.setting_sd": np.array([0.1]), "trials.treatment_sd": np.zeros(1)}
    covariance = likelihood().covariance(ONE, shifts, np.zeros(3))[0]
    assert covariance[0, 1] == pytest.approx(3.4**2)


def test_shifts_of_treatment_leave_the_control_arm_alone():
    shifts = {"trials.setting_sd": np.zeros(1), "trials.treatment_sd": np.array([0.1])}
    covariance = likelihood().covariance(ONE, shifts, np.zeros(3))[0]
    assert covariance[0, 1] == 0.0
    assert covariance[0, 0] > 3.4**2


def test_a_pool_of_trials_is_shifted_less_and_a_cohort_more():
    shifts = {"trials.setting_sd": np.array([0.1]), "trials.treatment_sd": np.zeros(1)}
    one, pool, cohort = (
        likelihood(**changes).covariance(ONE, shifts, np.zeros(3))[0, 0, 1]
        for changes in ({}, {"studies": 9}, {"cohort": True})
    )
    assert (pool, cohort) == (pytest.approx(one / 9), pytest.approx(4 * one))


def test_the_emulators_error_widens_what_it_stands_for():
    sure, unsure = (likelihood().covariance(ONE, NO_SHIFTS, np.full(3, e))[0, 0, 0] for e in (0.0, 2.0))
    assert unsure == pytest.approx(sure + 4.0)


def test_a_number_said_twice_is_hardly_believed_more():
    together = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 1.0]])
    trial = published()
    twice = replace(trial, observed=(trial.observed[0], trial.observed[1], trial.observed[0]))
    means = np.array([[-14.0, -6.0, -14.0], [-17.0, -6.0, -17.0]])
    predicted = Predicted(means, np.zeros((2, 3)), np.zeros((2, 3)), np.zeros((2, 3)))
    none = {name: np.zeros(2) for name in NO_SHIFTS}
    said = {
        columns: np.diff(TrialLikelihood(twice, columns, together).log_probability(predicted, none, np.zeros(3)))[0]
        for columns in ((0, 1), (0, 1, 2))
    }
    assert said[0, 1, 2] == pytest.approx(said[0, 1], rel=0.05, abs=0.02)


def test_trials_without_counted_numbers_have_no_likelihood():
    trial = published()
    check = replace(trial, id="check", observed=tuple(replace(o, counted=False) for o in trial.observed))
    assert [one.trial.id for one in counted([trial, check], {"made up": np.eye(3), "check": np.eye(3)})] == ["made up"]
