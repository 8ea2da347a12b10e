"""A session is opened for an order that waits, in a course that is in dosing, once."""

import uuid

import pytest

from daybreak.clinic.courses import actions as courses
from daybreak.clinic.entry import Absent, Conflict, Invalid
from daybreak.clinic.orders import actions as orders
from daybreak.clinic.sessions import actions, queries
from daybreak.clinic.sessions.models import DosingSession
from tests.clinic import cast, scenes

pytestmark = pytest.mark.django_db


def test_an_opened_session_waits_for_its_baseline() -> None:
    session = scenes.session()
    assert session.state == "open"
    assert [event.kind for event in queries.events_after(session.pk, 0)] == ["opened"]
    assert list(queries.open_sessions()) == [session]


def test_the_same_arrival_twice_opens_one_session() -> None:
    order, key = scenes.order(), uuid.uuid4()
    first = actions.open_session(by=cast.nurse(), order=order, place="Chair 1", client_id=key)
    again = actions.open_session(by=cast.nurse(), order=order, place="Chair 1", client_id=key)
    assert again == first
    assert DosingSession.objects.count() == 1


def test_a_key_that_opened_another_session_is_a_conflict() -> None:
    key = uuid.uuid4()
    actions.open_session(by=cast.nurse(), order=scenes.order(), client_id=key)
    with pytest.raises(Conflict, match="already saved with other values"):
        actions.open_session(by=cast.nurse(), order=scenes.order(), client_id=key)


def test_an_order_has_one_session_at_a_time() -> None:
    session = scenes.session()
    with pytest.raises(Conflict, match="open already"):
        actions.open_session(by=cast.nurse(), order=session.order)


def test_a_cancelled_order_opens_no_session() -> None:
    order = scenes.order()
    orders.cancel_order(by=cast.prescriber(), order=order, reason="Fever since this morning")
    with pytest.raises(Conflict, match="cancelled"):
        actions.open_session(by=cast.nurse(), order=order)


def test_a_given_order_opens_no_second_session() -> None:
    given = scenes.injected()
    actions.end_session(by=cast.nurse(), session=given.session, reason="Taken over by the hospital")
    courses.move(by=cast.therapist(), course=given.session.order.course, to="dosing")
    with pytest.raises(Conflict, match="given already"):
        actions.open_session(by=cast.nurse(), order=given.session.order)


def test_a_course_in_integration_opens_no_session_though_its_next_order_is_signed() -> None:
    course = scenes.course()
    courses.move(by=cast.therapist(), course=course, to="integration")
    order = scenes.order(course)
    with pytest.raises(Conflict, match="integration"):
        actions.open_session(by=cast.nurse(), order=order)


def test_a_place_too_long_for_the_record_is_refused_with_its_field() -> None:
    order = scenes.order()
    with pytest.raises(Invalid) as invalid:
        actions.open_session(by=cast.nurse(), order=order, place="x" * 61)
    assert list(invalid.value.errors) == ["place"]


def test_a_session_nobody_opened_is_absent() -> None:
    with pytest.raises(Absent):
        actions.read_session(by=cast.nurse(), session_id=uuid.uuid4(), page="bedside")
