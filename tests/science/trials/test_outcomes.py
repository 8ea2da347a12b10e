"""What is reported of a trial, computed by hand beside it."""

import numpy as np
import pytest

from daybreak.science.trials.outcomes import relapsed, spread_of, summarise
from daybreak.science.trials.protocol import Among, Relapse
from daybreak.science.trials.ratings import Ratings
from tests.science.trials.examples import two_arms


def of(baseline, score, seen=None, suicidal=None):
    """Ratings of people given as lists."""
    score = np.array(score, dtype=float)
    return Ratings(
        np.array(baseline, dtype=float),
        score,
        np.ones(score.shape, dtype=bool) if seen is None else np.array(seen),
        np.zeros((score.shape[0], score.shape[1] + 1), dtype=bool) if suicidal is None else np.array(suicidal),
    )


def test_mean_change_sd_response_and_remission_are_those_of_the_people_seen():
    shown = summarise(two_arms(), of([30, 40, 20, 30], [[10, 9], [38, 20], [12, 30], [15, 5]]))
    assert shown["change"].tolist() == pytest.approx([-11.25, -14.0])
    assert shown["sd"].tolist() == pytest.approx(
        [np.std([-20, -2, -8, -15], ddof=1), np.std([-21, -20, 10, -25], ddof=1)]
    )
    assert shown["response"].tolist() == [50.0, 75.0]
    assert shown["remission"].tolist() == [25.0, 50.0]


def test_those_who_left_are_not_counted():
    shown = summarise(two_arms(), of([30, 30], [[20, 10], [20, 0]], seen=[[True, True], [True, False]]))
    assert shown["change"].tolist() == [-10.0, -20.0]
    assert shown["seen"].tolist() == [100.0, 50.0]


def test_where_nobody_is_seen_there_is_no_number():
    shown = summarise(two_arms(), of([30], [[20, 10]], seen=[[True, False]]))
    assert np.isnan(shown["change"][1])


def test_thoughts_of_suicide_are_counted_among_those_who_had_them():
    suicidal = [[True, True, False], [True, False, False], [False, True, True]]
    shown = summarise(two_arms(), of([30, 30, 30], [[20, 20]] * 3, suicidal=suicidal))
    assert shown["suicidal"].tolist() == [50.0, 0.0]


def relapse_of(score, **rule):
    protocol = two_arms(visits=["24h", "3d", "5d", "7d"])
    return relapsed(protocol, Relapse(score_at_least=22.0, from_h=24.0, **rule), of([40] * len(score), score))


def test_relapse_is_a_high_score_after_having_been_well():
    assert relapse_of([[10, 12, 25, 12], [10, 11, 12, 13], [30, 30, 30, 30]]) == 50.0


def test_relapse_at_two_visits_in_a_row_needs_both():
    scores = [[10, 25, 12, 25], [10, 12, 25, 25]]
    assert relapse_of(scores, visits_in_a_row=2) == 50.0


def test_relapse_among_remitters_leaves_responders_out():
    assert relapse_of([[15, 25, 25, 25], [9, 9, 9, 9]], among=Among.REMITTERS) == 0.0


def test_where_nobody_was_well_nobody_relapsed_and_there_is_no_number():
    assert np.isnan(relapse_of([[30, 30, 30, 30]]))


def test_the_spread_holds_half_and_nine_in_ten():
    spread = spread_of(np.arange(101.0))
    assert (spread.p05, spread.p25, spread.median, spread.p75, spread.p95) == (5.0, 25.0, 50.0, 75.0, 95.0)


def test_a_spread_of_nothing_is_null_in_json():
    assert set(spread_of(np.array([np.nan])).as_dict().values()) == {None}
