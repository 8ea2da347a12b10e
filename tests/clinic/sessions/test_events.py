"""The stream of a session: one numbered event for every fact, no gap, no double, nothing from what failed."""

import pytest
from django.db import IntegrityError, transaction

from daybreak.clinic.entry import Invalid
from daybreak.clinic.sessions import actions, events, queries
from daybreak.clinic.sessions.models import DosingSession, SessionEvent
from tests.clinic import cast, scenes

pytestmark = pytest.mark.django_db


def kinds(session: DosingSession) -> list[tuple[int, str]]:
    return [(event.seq, event.kind) for event in queries.events_after(session.pk, 0)]


def test_every_fact_of_a_session_is_one_numbered_event() -> None:
    session = scenes.injected().session
    actions.note(by=cast.therapist(), session=session, text="Music on.")
    slip = actions.record_reading(by=cast.nurse(), session=session, values=scenes.CALM)
    actions.amend_reading(by=cast.nurse(), reading=slip, values={"spo2": 97}, reason="Misread")
    actions.end_session(by=cast.nurse(), session=session, reason="Taken over by the hospital")
    assert kinds(session) == [
        (1, "opened"),
        (2, "reading"),
        (3, "injection"),
        (4, "note"),
        (5, "reading"),
        (6, "amendment"),
        (7, "ended"),
    ]
    assert queries.last_seqs([session.pk]) == {session.pk: 7}


def test_what_was_refused_leaves_no_hole_in_the_numbers() -> None:
    session = scenes.session()
    with pytest.raises(Invalid):
        actions.record_reading(by=cast.nurse(), session=session, values={"spo2": 101})
    actions.record_reading(by=cast.nurse(), session=session, values=scenes.CALM)
    assert kinds(session) == [(1, "opened"), (2, "reading")]


def test_a_transaction_that_fails_gives_its_number_back() -> None:
    session = scenes.session()

    @transaction.atomic
    def fails() -> None:
        events.append(session, "note", {})
        SessionEvent.objects.create(session=session, seq=1, kind="note", payload={})

    with pytest.raises(IntegrityError):
        fails()
    events.append(session, "note", {})
    assert kinds(session) == [(1, "opened"), (2, "note")]


def test_two_sessions_count_each_for_itself() -> None:
    one, other = scenes.session(), scenes.session()
    scenes.baseline(one)
    assert (kinds(one), kinds(other)) == ([(1, "opened"), (2, "reading")], [(1, "opened")])


def test_a_reader_gets_what_came_after_the_last_it_has() -> None:
    session = scenes.injected().session
    assert [event.seq for event in queries.events_after(session.pk, 1)] == [2, 3]
    assert queries.events_after(session.pk, 3) == []
