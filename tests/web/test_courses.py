"""Opening a course and moving it: one at a time, phase by phase, with a reason."""

import pytest
from django.test import Client

from daybreak.clinic.courses.models import Course
from tests.clinic import cast, scenes
from tests.web import visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def prescriber() -> Client:
    return visits.signed_in(cast.prescriber())


def test_a_course_opens_in_preparation_and_twice_pressed_opens_once(prescriber: Client) -> None:
    patient = cast.patient()
    key = "3f9a5f1e-7a52-4d53-9a52-0c6f5a528f5e"
    for _ in range(2):
        fields = {"indication": "Depression", "client_id": key}
        token_page = f"/patients/{patient.public_id}/"
        sent = visits.send(prescriber, "course-new", patient.public_id, fields=fields, at=token_page)
        assert sent.status_code == 302
    assert [(row.phase, row.indication) for row in Course.objects.all()] == [("preparation", "Depression")]


def test_an_empty_indication_is_asked_for(prescriber: Client) -> None:
    answer = visits.send(prescriber, "course-new", cast.patient().public_id)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"indication": ["What is treated is missing. Fill it in."]}


def test_a_second_course_is_refused_while_one_is_open(prescriber: Client) -> None:
    course = scenes.course()
    answer = prescriber.get(f"/patients/{course.patient.public_id}/course/")
    assert answer.status_code == 409
    assert "This patient already has an open course." in visits.words(answer)


def test_only_the_phases_that_may_follow_are_offered(prescriber: Client) -> None:
    course = scenes.course(phase="preparation")
    page = prescriber.get(f"/courses/{course.public_id}/move/")
    assert [value for value, _ in page.context["form"].fields["to"].choices] == ["dosing", "closed"]


def test_a_move_keeps_its_reason(prescriber: Client) -> None:
    course = scenes.course(phase="preparation")
    fields = {"to": "dosing", "reason": "Prepared, escort arranged."}
    answer = visits.send(prescriber, "course-move", course.public_id, fields=fields)
    assert answer["Location"] == f"/patients/{course.patient.public_id}/"
    change = course.phase_changes.last()
    assert change is not None
    assert (change.phase, change.reason, change.by) == ("dosing", "Prepared, escort arranged.", cast.prescriber())


def test_a_phase_that_may_not_follow_is_refused(prescriber: Client) -> None:
    course = scenes.course(phase="preparation")
    answer = visits.send(prescriber, "course-move", course.public_id, fields={"to": "follow_up"})
    assert answer.status_code == 422
    course.refresh_from_db()
    assert course.phase == "preparation"


def test_a_closed_course_moves_nowhere(prescriber: Client) -> None:
    course = scenes.course(phase="preparation")
    visits.send(prescriber, "course-move", course.public_id, fields={"to": "closed"})
    answer = prescriber.get(f"/courses/{course.public_id}/move/")
    assert answer.status_code == 409
    assert "A new treatment is a new course." in visits.words(answer)
