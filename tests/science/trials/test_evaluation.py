"""The kept validation: of the shipped draws and trials, and its sums are right."""

import json
import math

import numpy as np
import pytest
from scipy import stats

from daybreak.science.mechanism import quantified
from daybreak.science.trials import evaluation, posterior, target_file
from daybreak.science.trials.calibrated import space
from daybreak.science.trials.evaluation import EvaluationError, as_dict, evidence_sha256, read, shipped, write
from daybreak.science.trials.evidence import Measure, Role, calibration_trials, published_trials
from daybreak.science.trials.naive import Naive, crps_normal, last_carried, pooled_mean
from daybreak.science.trials.sampling import smoothed
from daybreak.science.trials.validation import Foretold, blind, foretell, scores
from tests.science.trials.examples import published, uncertain

GROUPS = {"Mean change": (Measure.CHANGE,), "Response and remission": (Measure.RESPONSE, Measure.REMISSION)}
TRIAL = published()


def foretold(middle: float = -14.0) -> Foretold:
    """A forecast of the first number of a made-up trial."""
    draws = stats.norm(middle, 3).ppf((np.arange(200) + 0.5) / 200)
    return Foretold(TRIAL, TRIAL.observed[0], draws, Naive(-10, 4), Naive(0, 8))


def members(title: str) -> list[evaluation.Judged]:
    """The kept numbers of one group of scores."""
    return [one for one in shipped().foretold if one.measure in GROUPS[title.partition(" (")[0]]]


def test_it_is_of_the_shipped_draws_and_the_shipped_trials():
    shipped().check(posterior.shipped().sha256, evidence_sha256())


def test_it_holds_every_counted_number_as_it_was_published():
    counted = {o.id: round(o.compared, 4) for trial in calibration_trials() for o in trial.counted}
    assert {one.observation: one.published for one in shipped().foretold} == counted


def test_it_holds_every_number_of_every_check():
    checks = {o.id for trial in published_trials() if trial.role is Role.CHECK for o in trial.observed}
    assert {one.observation for one in shipped().never_fitted} == checks


def test_what_is_said_to_be_inside_is_inside():
    wrong = [
        one.observation
        for one in (*shipped().foretold, *shipped().never_fitted)
        if abs(one.published - one.interval_90[0]) > 1e-3
        and abs(one.published - one.interval_90[1]) > 1e-3
        and one.inside_90 is not (one.interval_90[0] <= one.published <= one.interval_90[1])
    ]
    assert wrong == []
    assert shipped().covered_90 == round(float(np.mean([one.inside_90 for one in shipped().foretold])), 4)
    assert shipped().covered_50 == round(float(np.mean([one.inside_50 for one in shipped().foretold])), 4)


def test_every_score_is_the_mean_of_its_numbers():
    for score in shipped().scores:
        unit = 100.0 if "%" in score["title"] else 1.0
        mine = members(score["title"])
        assert score["n"] == len(mine)
        for kept, name in (("crps", "crps"), ("crps_pooled", "crps_pooled"), ("crps_carried", "crps_carried")):
            known = [getattr(one, name) for one in mine if getattr(one, name) is not None]
            assert score[kept] == pytest.approx(unit * np.mean(known), abs=1e-3)
        assert score["absolute_error"] == pytest.approx(unit * np.mean([abs(one.error) for one in mine]), abs=0.01)
        best = min(score["crps_pooled"], score["crps_carried"])
        assert score["better_by"] == pytest.approx(1 - score["crps"] / best, abs=1e-3)


def test_every_naive_forecast_scores_what_it_scores_today():
    trials = calibration_trials()
    kept = {one.observation: one for one in shipped().foretold}
    for trial in trials:
        others = [other for other in trials if other.id != trial.id]
        for observed in trial.counted:
            if kept[observed.id].crps_pooled is None:
                continue
            pooled = crps_normal(pooled_mean(observed, trial, others), observed.compared)
            carried = crps_normal(last_carried(observed, trial, others), observed.compared)
            assert kept[observed.id].crps_pooled == pytest.approx(pooled, abs=1e-5)
            assert kept[observed.id].crps_carried == pytest.approx(carried, abs=1e-5)


def test_the_kept_calibration_is_of_the_shipped_draws():
    draws = posterior.shipped()
    for row in shipped().calibration["parameters"]:
        name = row["name"] if row["name"] in draws.names else "expectancy.inert.spread"
        after = np.percentile(draws.of(name), 50)
        low, middle, high = row["posterior"]
        assert abs(after - middle) <= 0.05 * (high - low), row["name"]


def test_what_is_written_is_read_again(tmp_path):
    content = as_dict([foretold(), foretold(-2.0)], [foretold()], uncertain())
    write(tmp_path, content)
    (tmp_path / evaluation.CALIBRATION).write_text(
        json.dumps({"posterior": {"posterior_sha256": uncertain().sha256}}), encoding="utf-8"
    )
    again = read(tmp_path)
    assert [one.inside_90 for one in again.foretold] == [True, False]
    assert again.missed == (again.foretold[1],)
    assert again.scores[0]["crps"] == round(scores([foretold(), foretold(-2.0)])[0].crps, 4)
    again.check(uncertain().sha256, evidence_sha256())
    with pytest.raises(EvaluationError, match="validate trials --write"):
        again.check(uncertain().sha256, "other trials")
    with pytest.raises(EvaluationError, match="daybreak calibrate"):
        again.check("other draws", evidence_sha256())


def test_where_nothing_is_kept_it_says_what_to_run(tmp_path):
    with pytest.raises(EvaluationError, match="daybreak validate trials --write"):
        read(tmp_path)


def test_what_is_damaged_is_refused(tmp_path):
    (tmp_path / evaluation.VALIDATION).write_text("{}", encoding="utf-8")
    (tmp_path / evaluation.CALIBRATION).write_text("{}", encoding="utf-8")
    with pytest.raises(EvaluationError, match="posterior_sha256"):
        read(tmp_path)


def test_the_score_of_a_naive_forecast_goes_with_every_number():
    said = foretold().as_dict()
    assert said["crps_pooled"] == round(crps_normal(Naive(-10, 4), -15.0), 6)
    assert (said["arms"], said["active"], said["measure"], said["at_h"]) == (["ketamine"], True, "change", 24.0)
    assert math.isfinite(said["crps"])


def test_trials_foretold_again_from_the_shipped_draws_say_what_is_kept():
    target = target_file.shipped(calibration_trials(), space(), quantified.shipped().sha256)
    draws = posterior.shipped()
    points = target.space.points(draws.draws(0, draws.values.shape[0]))
    trials = [one.trial for one in target.likelihoods]
    kept = {one.observation: one for one in shipped().foretold}
    again = 0
    for one in target.likelihoods:
        if not _weighed_alone(target, one, points):
            continue
        others = [trial for trial in trials if trial.id != one.trial.id]
        for found in foretell(target, one, blind(target, one, points, steps=0, seed=7), others, seed=7):
            wide = kept[found.observed.id].interval_90[1] - kept[found.observed.id].interval_90[0]
            assert abs(found.median - kept[found.observed.id].median) <= 0.1 * wide, found.observed.id
            again += 1
    assert again >= 5


def _weighed_alone(target, one, points) -> bool:
    """Whether the draws need only be weighted anew for this trial, not drawn again: that is quick."""
    emulated = target.emulated[one.trial.id]
    seen = one.log_probability(emulated(points[:, : target.space.mechanism]), target.shifts(points), emulated.error)
    return smoothed(-seen)[1] < 0.7
