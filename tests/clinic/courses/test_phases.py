"""A course is opened once, moves as care allows, and is not left while a dose is under way."""

import uuid

import pytest

from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.courses import actions, queries
from daybreak.clinic.courses.models import Course, PhaseChange
from daybreak.clinic.entry import Absent, Conflict, Invalid
from daybreak.clinic.orders import actions as orders
from tests.clinic import cast, scenes

pytestmark = pytest.mark.django_db


def move(course: Course, to: str) -> Course:
    return actions.move(by=cast.prescriber(), course=course, to=to)


def test_a_course_begins_in_preparation() -> None:
    course = scenes.course(phase="preparation")
    assert (course.phase, queries.current(course.patient)) == ("preparation", course)
    assert [change.phase for change in course.phase_changes.all()] == ["preparation"]


@pytest.mark.parametrize("indication", ["", "  ", "x" * 301])
def test_a_course_says_what_is_treated(indication: str) -> None:
    patient = cast.patient()
    with pytest.raises(Invalid) as invalid:
        actions.open_course(by=cast.prescriber(), patient=patient, indication=indication)
    assert list(invalid.value.errors) == ["indication"]


def test_a_patient_has_one_open_course() -> None:
    course = scenes.course()
    with pytest.raises(Conflict, match="already has an open course"):
        scenes.course(course.patient)
    closed = move(course, "closed")
    assert (closed.closed_at is None, queries.current(course.patient)) == (False, None)
    anew = scenes.course(course.patient)
    assert list(queries.history(course.patient)) == [anew, closed]


def test_the_same_arrival_twice_opens_one_course() -> None:
    patient, key = cast.patient(), uuid.uuid4()
    wish = {"by": cast.prescriber(), "patient": patient, "indication": "Depression", "client_id": key}
    assert actions.open_course(**wish) == actions.open_course(**wish)
    with pytest.raises(Conflict, match="other values"):
        actions.open_course(**(wish | {"indication": "Anxiety"}))


def test_nobody_is_dosed_without_preparation_or_left_without_integration() -> None:
    course = scenes.course(phase="preparation")
    for skipped in ("integration", "follow_up"):
        with pytest.raises(Conflict):
            move(course, skipped)
    dosing = move(course, "dosing")
    with pytest.raises(Conflict):
        move(dosing, "follow_up")
    assert Course.objects.get().phase == "dosing"


def test_a_closed_course_stays_closed() -> None:
    closed = move(scenes.course(), "closed")
    with pytest.raises(Conflict):
        move(closed, "dosing")


def test_a_phase_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Invalid) as invalid:
        move(scenes.course(), "maintenance")
    assert list(invalid.value.errors) == ["to"]


def test_moving_twice_by_a_double_click_is_moving_once() -> None:
    course = scenes.course(phase="preparation")
    move(course, "dosing")
    move(course, "dosing")
    assert PhaseChange.objects.filter(phase="dosing").count() == 1
    assert AuditEvent.objects.filter(act="course.move").count() == 1


def test_a_course_is_not_moved_from_what_a_stale_page_showed() -> None:
    """The page still says preparation; someone has closed the course meanwhile."""
    stale = scenes.course(phase="preparation")
    move(stale, "closed")
    with pytest.raises(Conflict):
        move(stale, "dosing")


@pytest.mark.parametrize("to", ["integration", "closed"])
def test_a_course_is_not_moved_while_its_patient_is_in_a_session(to: str) -> None:
    session = scenes.session()
    with pytest.raises(Conflict, match="session of this course is still open"):
        move(session.order.course, to)
    scenes.injected(session)
    with pytest.raises(Conflict, match="session of this course is still open"):
        move(session.order.course, to)


@pytest.mark.parametrize("to", ["follow_up", "closed"])
def test_no_order_is_left_behind_when_dosing_is_over(to: str) -> None:
    course = scenes.course()
    order = scenes.order(course)
    course = move(course, "integration")
    with pytest.raises(Conflict, match="active order"):
        move(course, to)
    orders.cancel_order(by=cast.prescriber(), order=order, reason="All doses are given")
    assert move(course, to).phase == to


def test_a_course_nobody_opened_is_absent() -> None:
    with pytest.raises(Absent):
        queries.get(uuid.uuid4())
