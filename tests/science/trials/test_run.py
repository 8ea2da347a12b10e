"""A run: the same whatever the chunks and the workers, able to go on, and as spread out as it has to be."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from daybreak.science.trials import run as running
from daybreak.science.trials.run import Run, RunError, run
from tests.science.trials.examples import certain, two_arms, uncertain
from tests.science.trials.plain_simulator import plain


def asked(**changes):
    return Run(**({"protocol": two_arms(), "posterior": uncertain(), "simulator": plain, "trials": 60} | changes))


def same(one, other):
    for first, second in zip(one.arms, other.arms, strict=True):
        for measure, shown in first.shown.items():
            np.testing.assert_array_equal(shown, second.shown[measure], err_msg=measure)


def test_the_same_seed_gives_the_same_trials():
    same(run(asked()), run(asked()))


def test_another_seed_gives_others():
    assert not np.allclose(run(asked()).arms[0].shown["change"], run(asked(seed=2)).arms[0].shown["change"])


def test_workers_change_nothing():
    with ThreadPoolExecutor(3) as pool:
        same(run(asked()), run(asked(), executor=pool))


def test_the_size_of_chunks_and_parts_changes_nothing(monkeypatch):
    whole = run(asked())
    monkeypatch.setattr(running, "TRIALS_IN_A_CHUNK", 7)
    monkeypatch.setattr(running, "PEOPLE_AT_ONCE", 11)
    same(whole, run(asked()))


def test_more_trials_begin_with_the_same_ones():
    few, many = run(asked(trials=30)), run(asked(trials=60))
    np.testing.assert_array_equal(few.arms[1].shown["change"], many.arms[1].shown["change"][:30])


def test_a_run_that_was_stopped_goes_on_where_it_was(tmp_path):
    calls = []

    def counting(*arguments):
        calls.append(1)
        return plain(*arguments)

    run(asked(trials=50, simulator=counting), keep_in=tmp_path)
    before = len(calls)
    same(run(asked()), run(asked(trials=60, simulator=counting), keep_in=tmp_path))
    assert 0 < len(calls) - before < before


def test_chunks_of_another_protocol_are_not_taken(tmp_path):
    run(asked(), keep_in=tmp_path)
    other = asked(protocol=two_arms(response_percent=30))
    same(run(other), run(other, keep_in=tmp_path))


def test_without_doubt_only_chance_is_left():
    shown = run(asked(posterior=certain(), trials=400)).arm("ketamine")
    expected = np.mean(shown.at("sd", 24.0)) / np.sqrt(40)
    assert shown.at("change", 24.0).std() == pytest.approx(expected, rel=0.12)


def test_doubt_and_shifts_make_trials_differ_more_than_chance():
    sure, unsure = (run(asked(posterior=p, trials=300)).arm("ketamine") for p in (certain(), uncertain()))
    assert unsure.at("change", 24.0).std() > 1.5 * sure.at("change", 24.0).std()


def test_a_larger_arm_is_less_spread_out():
    arms = [{"name": "ketamine", "n": 400, "doses": {"route": "im", "mg": 40}}, {"name": "other", "n": 2, "sham": [0]}]
    large = run(asked(protocol=two_arms(arms=arms), posterior=certain(), trials=200)).arms[0].at("change", 24.0)
    small = run(asked(posterior=certain(), trials=200)).arms[0].at("change", 24.0)
    assert large.std() == pytest.approx(small.std() / np.sqrt(10), rel=0.2)


def test_progress_is_told_to_the_end():
    told = []
    run(asked(), progress=lambda done, of: told.append((done, of)))
    assert told == [(25, 60), (50, 60), (60, 60)]


def test_what_was_computed_with_is_told():
    assert run(asked()).as_dict()["model"]["posterior_sha256"] == uncertain().sha256


@pytest.mark.parametrize("changes", [{"trials": 1}, {"trials": 1_000_000}, {"seed": -1}])
def test_a_run_that_cannot_be_is_refused(changes):
    with pytest.raises(RunError):
        asked(**changes)


def test_the_number_of_trials_is_not_part_of_what_is_kept():
    assert replace(asked(), trials=99).fingerprint == asked().fingerprint
