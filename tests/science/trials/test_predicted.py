"""What the model expects of a published number, held against the same number computed by hand."""

import numpy as np
import pytest

from daybreak.science.trials.evidence import Measure, Observed
from daybreak.science.trials.predicted import correlation, expected, predict
from tests.science.trials.examples import published, two_arms
from tests.science.trials.plain_simulator import HOPE, RELIEF, SPREAD, plain

VALUES = {RELIEF: np.array([0.4, 0.8]), HOPE: np.array([0.2, 0.2]), SPREAD: np.array([0.3, 0.3])}
TABLES = {
    "ketamine": {"baseline": np.array([[30.0, 40.0]]), "score": np.array([[[10.0, 25.0], [30.0, 38.0]]])},
    "midazolam": {"baseline": np.array([[30.0, 40.0]]), "score": np.array([[[25.0, 28.0], [32.0, 36.0]]])},
}


def of(measure, at_h=24.0, than=""):
    """The expectation of one measure from the tables above."""
    observed = Observed("t", ("ketamine",), measure, at_h, 0.0, 2, than=than)
    return float(expected(observed, two_arms(relapse={"score_at_least": 22, "from": "24h"}), TABLES)[0])


def test_a_mean_change_is_the_mean_of_changes():
    assert of(Measure.CHANGE) == -15.0


def test_an_sd_is_that_of_changes():
    assert of(Measure.SD) == 5.0


def test_a_response_is_half_the_baseline_and_a_remission_a_low_score():
    assert (of(Measure.RESPONSE), of(Measure.REMISSION)) == (0.5, 0.5)


def test_a_difference_is_between_mean_changes():
    assert of(Measure.DIFFERENCE, than="midazolam") == -15.0 - -6.5


def test_a_standardised_difference_is_in_units_of_the_pooled_sd():
    assert of(Measure.D, than="midazolam") == pytest.approx(-8.5 / np.sqrt((25.0 + 2.25) / 2))


def test_a_relapse_is_counted_among_those_who_were_well():
    assert of(Measure.RELAPSE, at_h=168.0) == pytest.approx((1 + 0.5) / (1 + 1))


def test_more_relief_is_a_larger_change_in_the_arm_that_gets_it():
    trial = published()
    mean = predict(trial, VALUES, 400, plain).mean
    ketamine, midazolam = (trial.observed.index(o) for o in trial.observed if o.measure is Measure.CHANGE)
    assert mean[1, ketamine] < mean[0, ketamine] - 5
    assert mean[1, midazolam] == pytest.approx(mean[0, midazolam], abs=1.0)


def test_a_shift_of_setting_moves_every_arm_and_one_of_treatment_the_active_arm_alone():
    trial = published()
    found = predict(trial, VALUES, 400, plain)
    ketamine, midazolam = (trial.observed.index(o) for o in trial.observed if o.measure is Measure.CHANGE)
    assert found.setting[0, ketamine] == pytest.approx(-34.0, rel=0.1)
    assert found.treatment[0, ketamine] == found.setting[0, ketamine]
    assert found.setting[0, midazolam] == pytest.approx(-34.0, rel=0.1)
    assert found.treatment[0, midazolam] == 0.0


def test_draws_side_by_side_are_independent_of_one_another():
    alone = {name: value[:1] for name, value in VALUES.items()}
    np.testing.assert_array_equal(
        predict(published(), alone, 50, plain).mean, predict(published(), VALUES, 50, plain).mean[:1]
    )


def test_a_draw_that_cannot_be_simulated_has_no_numbers():
    def failing(arm, people, values, times_h):
        found = plain(arm, people, values, times_h)
        return {name: np.where((values[RELIEF] > 0.5)[:, None], np.nan, curve) for name, curve in found.items()}

    mean = predict(published(), VALUES, 50, failing).mean
    assert np.isfinite(mean[0]).all()
    assert np.isnan(mean[1]).all()


def test_numbers_of_the_same_patients_go_together_and_those_of_other_arms_do_not():
    trial = published()
    found = correlation(trial, {name: value[:1] for name, value in VALUES.items()}, 4000, plain)
    at = {(o.arms[0], o.measure): number for number, o in enumerate(trial.observed)}
    assert found[at["ketamine", Measure.CHANGE], at["ketamine", Measure.RESPONSE]] < -0.5
    assert found[at["ketamine", Measure.CHANGE], at["midazolam", Measure.CHANGE]] == 0.0
    assert np.linalg.eigvalsh(found).min() > -1e-9
