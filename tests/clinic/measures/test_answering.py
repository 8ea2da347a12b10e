"""By link, item by item: what is chosen is kept and counts nothing until it is sent; tasks are played once."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from daybreak.clinic.alerts.models import Alert
from daybreak.clinic.entry import Absent, Conflict, Invalid
from daybreak.clinic.measures import actions, queries
from daybreak.clinic.measures.models import DraftAnswer, Invitation, Response, TaskRun
from daybreak.clinic.patients.models import Patient
from tests.clinic import cast
from tests.clinic.sheets import all_answered

pytestmark = pytest.mark.django_db
TIMING = {"frame_median_ms": 16.7, "frame_p95_ms": 17.0, "clock_step_ms": 0.1, "lost_focus": 0, "ran_ms": 90_000}
RUN = [{"rt_ms": 1500.0, "shown": 3, "pressed": 3}] * 45


def invited(instrument: str = "phq9", patient: Patient | None = None) -> tuple[Invitation, str]:
    someone = patient or cast.patient()
    return actions.invite(by=cast.nurse(), patient=someone, instrument=instrument, valid_for=timedelta(days=3))


def keep(asked: tuple[Invitation, str], link_id: str, value: int) -> bool:
    invitation, token = asked
    return actions.keep_answer(token=token, invitation_id=invitation.public_id, link_id=link_id, value=value)


def test_what_is_chosen_is_kept_item_by_item_and_the_last_choice_counts() -> None:
    asked = invited()
    for link_id, value in (("phq9-1", 1), ("phq9-2", 3), ("phq9-1", 2)):
        keep(asked, link_id, value)
    assert queries.drafts(asked[0]) == {"phq9-1": 2, "phq9-2": 3}
    assert Response.objects.count() == 0
    assert asked[0].used_at is None


def test_sending_ends_the_drafts() -> None:
    asked = invited()
    keep(asked, "phq9-1", 1)
    actions.answer_by_link(token=asked[1], answers=all_answered(1))
    assert DraftAnswer.objects.count() == 0
    with pytest.raises(Conflict, match="already answered"):
        keep(asked, "phq9-1", 2)


@pytest.mark.parametrize(("link_id", "value"), [("phq9-10", 1), ("phq9-1", 4), ("phq9-1", -1), ("", 0)])
def test_what_the_questionnaire_does_not_offer_is_not_kept(link_id: str, value: int) -> None:
    with pytest.raises(Invalid):
        keep(invited(), link_id, value)


def test_a_link_keeps_answers_to_its_own_questionnaires_only() -> None:
    mine, other = invited(), invited()
    with pytest.raises(Absent):
        actions.keep_answer(token=mine[1], invitation_id=other[0].public_id, link_id="phq9-1", value=1)


def test_an_answer_that_tells_of_risk_says_so_at_once() -> None:
    asked = invited()
    assert [keep(asked, "phq9-9", value) for value in (0, 1)] == [False, True]
    assert keep(asked, "phq9-1", 3) is False


def test_item_nine_above_zero_opens_an_alert_with_the_answers_and_other_answers_do_not() -> None:
    for value in (0, 1):
        actions.answer_by_link(token=invited()[1], answers=all_answered(0, item9=value))
    assert Alert.objects.get(kind="risk_item").patient == Response.objects.get(risk_item=1).patient


def test_a_conditional_question_is_left_out_when_it_is_not_asked() -> None:
    patient = cast.patient()
    given = {"auditc-1": 0, "auditc-2": 3, "auditc-3": 2}
    row = actions.record_in_clinic(by=cast.nurse(), patient=patient, instrument="auditc", answers=given)
    assert (row.total, row.answers, row.risk_item) == (0, {"auditc-1": 0}, None)


def test_the_language_in_which_it_was_read_is_kept() -> None:
    told = [
        actions.answer_by_link(token=invited(scale)[1], answers=answers, language="de").language
        for scale, answers in (("phq9", all_answered(0)), ("auditc", {"auditc-1": 0}))
    ]
    assert told == ["de", "en"]


def play(asked: tuple[Invitation, str], **changes: Any) -> TaskRun:
    invitation, token = asked
    wish: dict[str, Any] = {"trials": RUN, "timing": TIMING, "client_id": uuid.uuid4()}
    return actions.play_by_link(token=token, invitation_id=invitation.public_id, **(wish | changes))


def test_a_task_is_scored_by_the_clinic_from_its_trials() -> None:
    run = play(invited("digit-symbol"))
    assert (run.value, run.is_usable, run.result["correct"], run.trials) == (45.0, True, 45, RUN)
    assert run.timing == TIMING


def test_a_task_is_played_once_and_sending_again_is_the_same() -> None:
    asked, key = invited("digit-symbol"), uuid.uuid4()
    first = play(asked, client_id=key)
    assert play(asked, client_id=key) == first
    with pytest.raises(Conflict):
        play(asked)
    assert TaskRun.objects.count() == 1


def test_a_questionnaire_is_not_played() -> None:
    with pytest.raises(Invalid):
        play(invited("phq9"))


def test_an_unusable_run_is_kept_and_not_compared() -> None:
    run = play(invited("digit-symbol"), timing=TIMING | {"lost_focus": 2})
    assert not run.is_usable
    assert run.result["limits"] == ["The page was left 2 times while it ran."]
