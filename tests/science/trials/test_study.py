"""A virtual trial in one call: the same as piece by piece, differences within trials, and how many patients."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from daybreak.science.trials.outcomes import spread_of
from daybreak.science.trials.power import PowerError, power
from daybreak.science.trials.protocol import ProtocolError
from daybreak.science.trials.run import Run, run
from daybreak.science.trials.study import assurance, compare, resized, run_trial
from tests.science.trials.examples import certain, two_arms, uncertain
from tests.science.trials.plain_simulator import plain, still

PLAIN = {"posterior": uncertain(), "simulator": plain}


def test_one_call_is_the_same_trial_as_its_pieces():
    whole = run_trial(two_arms(), trials=30, seed=5, **PLAIN)
    pieces = run(Run(two_arms(), uncertain(), plain, seed=5, trials=30))
    assert whole.as_dict() == pieces.as_dict()


def test_sharing_the_work_out_changes_nothing():
    with ThreadPoolExecutor(2) as executor:
        shared = run_trial(two_arms(), trials=60, executor=executor, **PLAIN)
    assert shared.as_dict() == run_trial(two_arms(), trials=60, **PLAIN).as_dict()


def test_arms_are_compared_within_each_simulated_trial():
    outcome = run_trial(two_arms(), trials=50, **PLAIN)
    (first, second) = compare(outcome)
    apart = outcome.arm("ketamine").at("change", 24.0) - outcome.arm("midazolam").at("change", 24.0)
    assert first.change == spread_of(apart)
    assert (first.arm, first.against, first.visit_h, second.visit_h) == ("ketamine", "midazolam", 24.0, 168.0)
    assert first.as_dict()["when"] == "day 1"


def test_a_comparison_the_other_way_round_has_the_other_sign():
    outcome = run_trial(two_arms(), trials=50, **PLAIN)
    forward, backward = compare(outcome, "midazolam")[0], compare(outcome, "ketamine")[0]
    assert backward.change.median == pytest.approx(-forward.change.median)
    assert backward.change.p05 == pytest.approx(-forward.change.p95)


def test_a_comparison_with_an_arm_that_is_not_there_is_refused():
    with pytest.raises(ProtocolError, match="placebo"):
        compare(run_trial(two_arms(), trials=2, **PLAIN), "placebo")


def test_more_patients_show_more_and_each_size_is_the_power_of_that_trial():
    found = assurance(two_arms(), sizes=(10, 60), at="24h", trials=100, **PLAIN)
    assert [planned.n for planned in found] == [(10, 10), (60, 60)]
    assert found[0].assurance < found[1].assurance
    outcome = run_trial(resized(two_arms(), 60), trials=100, **PLAIN)
    assert found[1] == power(outcome.arm("ketamine"), outcome.arm("midazolam"), "change", 24.0)


def test_a_visit_may_be_written_in_words_or_hours_and_is_the_last_unless_told():
    (words,) = assurance(two_arms(), sizes=(10,), at="7d", trials=10, **PLAIN)
    (hours,) = assurance(two_arms(), sizes=(10,), at=168.0, trials=10, **PLAIN)
    (last,) = assurance(two_arms(), sizes=(10,), trials=10, **PLAIN)
    assert words == hours == last


def test_where_nothing_happens_almost_no_trial_shows_it():
    (found,) = assurance(two_arms(), sizes=(40,), trials=400, posterior=certain(), simulator=still)
    assert found.assurance == pytest.approx(0.025, abs=0.025)


@pytest.mark.parametrize(("asked", "said"), [({"measure": "joy"}, "joy"), ({"at": "5d"}, "visits of the protocol")])
def test_a_power_that_cannot_be_asked_for_is_refused(asked, said):
    with pytest.raises(PowerError, match=said):
        assurance(two_arms(), sizes=(10,), trials=2, **PLAIN, **asked)


def test_an_arm_of_one_person_is_refused():
    with pytest.raises(ProtocolError, match="2 or more"):
        resized(two_arms(), 1)


def test_progress_is_told():
    told = []
    run_trial(two_arms(), trials=30, progress=lambda done, of: told.append((done, of)), **PLAIN)
    assert told == [(25, 30), (30, 30)]
    assert np.all(np.diff([done for done, _ in told]) > 0)
