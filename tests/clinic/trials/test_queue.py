"""The queue of runs: asked once, stopped and let go on, taken up again after a runner died, finished exactly once."""

import uuid
from datetime import timedelta

import pytest

from daybreak.clinic import clock
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.trials import actions, queries
from daybreak.clinic.trials import text as texts
from daybreak.clinic.trials.models import RunResult, RunState, TrialRun
from daybreak.clinic.trials.request import Request
from tests.clinic import cast
from tests.clinic.trials import scenes

pytestmark = pytest.mark.django_db
POWER = {"sizes": [20, 40], "arm": "ketamine", "against": "saline", "measure": "change", "at_h": 24.0}


def test_a_run_that_is_asked_twice_by_one_press_is_one_run() -> None:
    version, key = scenes.version(), uuid.uuid4()
    for _ in range(2):
        actions.ask(by=cast.researcher(), version=version, request=Request(10, 1), client_id=key)
    assert TrialRun.objects.count() == 1


def test_what_cannot_be_run_is_not_put_in_the_queue() -> None:
    with pytest.raises(Conflict, match="cannot be run yet"):
        scenes.asked(scenes.version("title: Not yet"))
    assert TrialRun.objects.count() == 0


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"trials": 1}, "trials"),
        ({"trials": 100_001}, "trials"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**63}, "seed"),
        ({"power": POWER | {"sizes": []}}, "sizes"),
        ({"power": POWER | {"sizes": [1]}}, "sizes"),
        ({"power": POWER | {"sizes": list(range(2, 12))}}, "sizes"),
        ({"power": POWER | {"arm": "nobody"}}, "arm"),
        ({"power": POWER | {"against": "ketamine"}}, "against"),
        ({"power": POWER | {"measure": "sleep"}}, "measure"),
        ({"power": POWER | {"at_h": 3.0}}, "at_h"),
        ({"trials": 100_000, "power": POWER | {"sizes": [20_000]}}, "trials"),
    ],
)
def test_a_run_that_cannot_be_asked_is_refused_beside_its_field(wish: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        scenes.asked(**wish)
    assert list(refusal.value.errors) == [field]
    assert TrialRun.objects.count() == 0


def test_the_run_that_waits_longest_is_taken_up_first() -> None:
    first, second = scenes.asked(), scenes.asked()
    assert actions.take_up(runner="one") == first
    assert actions.take_up(runner="one", has=frozenset([first.pk])) == second
    assert actions.take_up(runner="one", has=frozenset([first.pk, second.pk])) is None


def test_a_runner_that_died_finds_its_own_run_again_at_once() -> None:
    run = scenes.asked()
    actions.take_up(runner="one")
    assert actions.take_up(runner="one") == run


def test_the_run_of_another_runner_is_left_alone_until_nothing_was_heard_of_it() -> None:
    run = scenes.asked()
    actions.take_up(runner="one")
    assert actions.take_up(runner="two") is None
    with clock.at(clock.now() + queries.LOST_AFTER + timedelta(seconds=1)):
        assert actions.take_up(runner="two") == run


def test_a_runner_that_lost_its_run_cannot_finish_it_over_the_other_one() -> None:
    scenes.asked()
    mine = actions.take_up(runner="one")
    assert mine is not None
    with clock.at(clock.now() + queries.LOST_AFTER + timedelta(seconds=1)):
        theirs = actions.take_up(runner="two")
    assert theirs is not None
    assert actions.beat(run=mine, done=1) is False
    assert actions.finish(run=mine, result={"of": "one"}, posterior=scenes.POSTERIOR) is None
    assert actions.finish(run=theirs, result={"of": "two"}, posterior=scenes.POSTERIOR) is not None
    assert RunResult.objects.get().result == {"of": "two"}


def test_a_waiting_run_is_stopped_at_once_and_goes_on_when_asked() -> None:
    run = scenes.asked()
    assert actions.stop(by=cast.researcher(), run=run).state == RunState.STOPPED
    assert actions.take_up(runner="one") is None
    assert actions.go_on(by=cast.researcher(), run=run).state == RunState.QUEUED
    assert actions.take_up(runner="one") == run


def test_a_running_run_is_asked_to_stop_and_keeps_how_far_it_was() -> None:
    scenes.asked()
    run = actions.take_up(runner="one")
    assert run is not None
    assert actions.beat(run=run, done=3) is True
    actions.stop(by=cast.researcher(), run=run)
    assert actions.beat(run=run, done=4) is False
    actions.give_up(run=run)
    run.refresh_from_db()
    assert (run.state, run.parts_done, run.stop_asked) == (RunState.STOPPED, 3, False)


def test_a_failed_run_says_why_and_may_be_tried_again() -> None:
    scenes.asked()
    run = actions.take_up(runner="one")
    assert run is not None
    actions.fail(run=run, why="There was not enough memory.")
    run.refresh_from_db()
    assert (run.state, run.why) == (RunState.FAILED, "There was not enough memory.")
    assert actions.go_on(by=cast.researcher(), run=run).why == ""


def test_a_finished_run_is_not_run_again() -> None:
    run = scenes.found({"arms": []}).run
    with pytest.raises(Conflict, match="finished"):
        actions.go_on(by=cast.researcher(), run=run)
    assert actions.stop(by=cast.researcher(), run=run).state == RunState.FINISHED


def test_a_result_names_its_protocol_its_parameters_and_its_own_hash() -> None:
    kept = scenes.found({"b": 1, "a": [1.5, None]})
    assert kept.sha256 == texts.sha256('{"a": [1.5, null], "b": 1}')
    assert (kept.posterior_sha256, kept.mechanism_sha256) == ("a" * 64, "b" * 64)
    assert kept.run.version.sha256 == texts.sha256(scenes.SMALL)
    acts = list(AuditEvent.objects.filter(act__startswith="trial.").values_list("act", flat=True))
    assert acts == ["trial.save", "trial.run", "trial.finish"]


def test_more_done_than_asked_is_never_told() -> None:
    scenes.asked()
    run = actions.take_up(runner="one")
    assert run is not None
    actions.beat(run=run, done=10_000)
    run.refresh_from_db()
    assert (run.parts_done, run.percent) == (scenes.TRIALS, 100)
