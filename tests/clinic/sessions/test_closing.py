"""The end of a session: signed by someone, never too early without a reason, never undone."""

import pytest

from daybreak.clinic import clock
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.orders.models import DoseOrder
from daybreak.clinic.sessions import actions, queries
from daybreak.clinic.sessions.models import DosingSession
from tests.clinic import cast, scenes

pytestmark = pytest.mark.django_db


@pytest.fixture
def watched() -> DosingSession:
    """Injected in the morning."""
    with clock.at(scenes.MORNING):
        return scenes.injected().session


def at(minutes: float) -> "clock.datetime":
    return scenes.MORNING + scenes.minutes(minutes)


def score(session: DosingSession, minutes: float, moaas: int | None) -> None:
    with clock.at(at(minutes)):
        actions.record_reading(by=cast.nurse(), session=session, values={"spo2": 98, "moaas": moaas})


def reason_asked(session: DosingSession, minutes: float) -> str:
    with clock.at(at(minutes)), pytest.raises(Invalid) as invalid:
        actions.end_session(by=cast.nurse(), session=session)
    return invalid.value.errors["reason"]


def test_an_ended_session_says_who_and_when_and_the_course_moves_on(watched: DosingSession) -> None:
    score(watched, 120, 5)
    with clock.at(at(125)):
        ended = actions.end_session(by=cast.nurse(), session=watched, note="Walks steadily.")
    assert (ended.state, ended.ended_by, ended.ended_at) == ("ended", cast.nurse(), at(125))
    assert (ended.end_note, ended.end_findings) == ("Walks steadily.", [])
    assert Course.objects.get().phase == "integration"
    assert queries.events_after(watched.pk, 0)[-1].kind == "ended"


def test_an_early_end_needs_a_reason(watched: DosingSession) -> None:
    score(watched, 55, 5)
    assert "of 120 minutes" in reason_asked(watched, 60)
    with clock.at(at(60)):
        ended = actions.end_session(by=cast.nurse(), session=watched, reason="Taken over by the hospital")
    assert [finding["rule"] for finding in ended.end_findings] == ["monitor.observation"]
    assert ended.end_reason == "Taken over by the hospital"


def test_an_end_without_a_sedation_score_needs_a_reason(watched: DosingSession) -> None:
    score(watched, 120, None)
    assert "No sedation score" in reason_asked(watched, 125)


def test_a_score_from_before_the_dose_does_not_say_that_the_patient_is_awake(watched: DosingSession) -> None:
    assert "No sedation score" in reason_asked(watched, 125)


def test_a_patient_who_is_not_awake_is_not_let_go_without_a_reason(watched: DosingSession) -> None:
    score(watched, 120, 4)
    assert "was 4, not 5" in reason_asked(watched, 125)


def test_a_score_of_an_hour_ago_does_not_say_that_the_patient_is_awake_now(watched: DosingSession) -> None:
    score(watched, 65, 5)
    score(watched, 120, None)
    assert "60 minutes old" in reason_asked(watched, 125)


def test_ending_twice_does_nothing_the_second_time(watched: DosingSession) -> None:
    score(watched, 120, 5)
    with clock.at(at(125)):
        actions.end_session(by=cast.nurse(), session=watched)
    with clock.at(at(140)):
        again = actions.end_session(by=cast.prescriber(), session=watched, note="me too")
    assert (again.ended_at, again.ended_by, again.end_note) == (at(125), cast.nurse(), "")
    assert [event.kind for event in queries.events_after(watched.pk, 0)].count("ended") == 1


def test_a_session_without_a_dose_is_not_ended_but_abandoned() -> None:
    session = scenes.session()
    with pytest.raises(Conflict):
        actions.end_session(by=cast.nurse(), session=session, reason="Nothing was given")
    assert DosingSession.objects.get().state == "open"


def test_after_a_dose_a_session_cannot_be_abandoned(watched: DosingSession) -> None:
    with pytest.raises(Conflict):
        actions.abandon_session(by=cast.nurse(), session=watched, reason="Wants to leave")
    assert DosingSession.objects.get().state == "injected"


def test_an_abandoned_session_leaves_its_order_for_another_day() -> None:
    session = scenes.session()
    actions.abandon_session(by=cast.nurse(), session=session, reason="Ate an hour ago")
    assert DoseOrder.objects.get().status == "active"
    tomorrow = actions.open_session(by=cast.nurse(), order=session.order)
    assert (tomorrow.state, queries.of_order(session.order_id)) == ("open", tomorrow)


def test_abandoning_needs_a_reason_and_keeps_it() -> None:
    session = scenes.session()
    with pytest.raises(Invalid) as invalid:
        actions.abandon_session(by=cast.nurse(), session=session, reason=" ")
    assert list(invalid.value.errors) == ["reason"]
    abandoned = actions.abandon_session(by=cast.nurse(), session=session, reason="Ate an hour ago")
    assert (abandoned.end_reason, abandoned.ended_by) == ("Ate an hour ago", cast.nurse())


def test_a_note_may_be_added_after_the_end(watched: DosingSession) -> None:
    actions.end_session(by=cast.nurse(), session=watched, reason="Taken over by the hospital")
    actions.note(by=cast.therapist(), session=watched, text="Called home in the evening: well.")
    assert queries.events_after(watched.pk, 0)[-1].payload["text"] == "Called home in the evening: well."


def test_an_empty_note_is_refused(watched: DosingSession) -> None:
    with pytest.raises(Invalid) as invalid:
        actions.note(by=cast.nurse(), session=watched, text=" \n ")
    assert list(invalid.value.errors) == ["text"]


def test_nothing_is_due_once_the_session_is_over(watched: DosingSession) -> None:
    ended = actions.end_session(by=cast.nurse(), session=watched, reason="Taken over by the hospital")
    assert queries.due(ended) == {"next_due_at": None, "every_minutes": None}
    assert list(queries.open_sessions()) == []
