"""Scores and naive forecasts, against formulas and hand-made cases."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from daybreak.science.trials.evidence import calibration_trials
from daybreak.science.trials.naive import Naive, crps_normal, crps_sample, last_carried, pooled_mean
from daybreak.science.trials.validation import Foretold, coverage, foretell_checks, meets_target, missed, scores
from tests.science.trials.examples import certain, published, uncertain
from tests.science.trials.plain_simulator import plain

TRIAL = published()
CHANGE = TRIAL.observed[0]


def foretold(draws, naive=None):
    return Foretold(TRIAL, CHANGE, np.asarray(draws, dtype=float), naive, naive)


def test_the_score_of_a_normal_forecast_is_that_of_its_draws():
    draws = stats.norm(-14, 3).ppf((np.arange(20_000) + 0.5) / 20_000)
    assert crps_sample(draws, -15.0) == pytest.approx(crps_normal(Naive(-14, 3), -15.0), rel=0.01)


def test_a_sharp_forecast_in_the_right_place_scores_best():
    near, wide, wrong = (crps_normal(Naive(mean, sd), -15.0) for mean, sd in ((-15, 1), (-15, 6), (-5, 1)))
    assert near < wide < wrong


def test_a_point_forecast_scores_its_distance():
    assert crps_sample(np.full(10, -10.0), -15.0) == pytest.approx(5.0)


def test_inside_and_outside_are_told_apart():
    inside = foretold(np.linspace(-20, -10, 101))
    outside = foretold(np.linspace(0, 10, 101))
    assert coverage([inside, outside]) == (0.5, 0.5)
    assert missed([inside, outside]) == (outside,)


def test_forecasts_no_better_than_naive_ones_miss_the_target():
    draws = stats.norm(-14, 3).ppf((np.arange(200) + 0.5) / 200)
    assert not meets_target([foretold(draws, Naive(-14, 3))] * 10)


def test_intervals_that_cover_everything_miss_the_target_too():
    draws = stats.norm(-15, 0.5).ppf((np.arange(200) + 0.5) / 200)
    covered = [foretold(draws, Naive(-5, 3))] * 20
    assert scores(covered)[0].better_by > 0.2
    assert not meets_target(covered)


def test_nineteen_of_twenty_covered_and_much_better_than_naive_meets_it():
    near = stats.norm(-15, 0.5).ppf((np.arange(200) + 0.5) / 200)
    assert meets_target([*[foretold(near, Naive(0, 3))] * 18, *[foretold(near + 5, Naive(0, 3))] * 2])


def test_the_pooled_curve_is_the_other_trials_mean_in_points_of_this_trials_baseline():
    others = [replace(TRIAL, id="other")]
    assert pooled_mean(CHANGE, TRIAL, others).mean == pytest.approx(-15.0)


def test_the_pooled_curve_does_not_mix_drug_and_control():
    control = TRIAL.observed[1]
    assert pooled_mean(control, TRIAL, [replace(TRIAL, id="other")]).mean == pytest.approx(-6.0)


def test_the_carried_value_of_a_first_visit_is_no_change():
    assert last_carried(CHANGE, TRIAL, [replace(TRIAL, id="other")]).mean == 0.0


def test_the_carried_value_of_a_later_visit_is_the_one_before():
    daly = next(trial for trial in calibration_trials() if trial.id == "daly2018")
    later = next(o for o in daly.observed if o.arms == ("84 mg",) and o.at_h == 168.0)
    assert last_carried(later, daly, []).mean == pytest.approx(-16.4)


def test_trials_that_were_never_fitted_are_foretold_by_the_mechanism_itself():
    check = replace(TRIAL, observed=tuple(replace(o, counted=False) for o in TRIAL.observed))
    found = foretell_checks([check], uncertain(), plain, draws=20, people=100)
    assert [one.observed for one in found] == list(check.observed)
    sure = foretell_checks([check], certain(), plain, draws=20, people=400)
    assert np.ptp(sure[0].interval_90) < np.ptp(found[0].interval_90)
    assert np.ptp(sure[0].interval_90) > 2 * 1.645 * 8.0 / np.sqrt(40) * 0.8
