"""Taking back and making less: at any second, by anyone who hears it, heard at once at the bedside, never more."""

import pytest

from daybreak.care import touch
from daybreak.care.consents import ConsentKind
from daybreak.care.findings import Refused
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.consents import actions, queries, standing
from daybreak.clinic.consents.models import Withdrawal
from daybreak.clinic.consents.standing import State
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.sessions.queries import events_after
from tests.clinic import cast
from tests.clinic import scenes as clinic
from tests.clinic.consents import scenes

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    return scenes.course()


@pytest.mark.parametrize("kind", list(ConsentKind))
@pytest.mark.parametrize("under_a_dose", [False, True])
def test_every_consent_can_be_taken_back_at_any_second(course: Course, kind: ConsentKind, under_a_dose: bool) -> None:
    scenes.decide(course, kind)
    if under_a_dose:
        with scenes.under_a_dose(course):
            actions.take_back(by=cast.nurse(), course=course, kind=kind)
    else:
        actions.take_back(by=cast.nurse(), course=course, kind=kind)
    assert standing.of(course, kind).state is State.WITHDRAWN


def test_the_patient_takes_it_back_by_the_link_without_anyone(course: Course) -> None:
    token = scenes.link(course)
    actions.decide(token=token, document=scenes.document("touch"), decision=scenes.yes(course))
    row = actions.take_back_by_link(token=token, kind="touch")
    assert row is not None
    assert (row.channel, row.recorded_by) == ("link", None)
    assert queries.touch_mask(course) == touch.NOWHERE


def test_taking_back_twice_is_once(course: Course) -> None:
    scenes.decide(course)
    first = actions.take_back(by=cast.nurse(), course=course, kind="touch")
    assert actions.take_back(by=cast.therapist(), course=course, kind="touch") == first
    assert Withdrawal.objects.count() == 1


def test_taking_back_what_was_never_given_does_nothing(course: Course) -> None:
    assert actions.take_back(by=cast.nurse(), course=course, kind="vr") is None
    assert not AuditEvent.objects.filter(act="consent.take_back").exists()


def test_touch_is_made_less(course: Course) -> None:
    scenes.decide(course, regions=("hands", "shoulders", "feet"))
    actions.narrow(by=cast.therapist(), course=course, keep=["hands"])
    assert touch.in_words(queries.touch_mask(course)) == "Hands"


def test_making_less_keeps_the_patients_words(course: Course) -> None:
    scenes.decide(course, words="Ask first.")
    row = actions.narrow(by=cast.therapist(), course=course, keep=["hands"])
    assert row.words == "Ask first."


def test_keeping_nothing_is_taking_it_back(course: Course) -> None:
    scenes.decide(course)
    actions.narrow(by=cast.therapist(), course=course, keep=[])
    assert standing.of(course, "touch").state is State.WITHDRAWN
    assert queries.touch_mask(course) == touch.NOWHERE


@pytest.mark.parametrize("under_a_dose", [False, True])
def test_staff_can_never_add_a_place(course: Course, under_a_dose: bool) -> None:
    scenes.decide(course, regions=("hands",))
    if under_a_dose:
        actions.lock(course=course, session_id=course.public_id)
    with pytest.raises(Refused):
        actions.narrow(by=cast.director(), course=course, keep=["hands", "feet"])
    assert touch.in_words(queries.touch_mask(course)) == "Hands"


def test_the_patients_link_cannot_add_a_place_either(course: Course) -> None:
    token = scenes.link(course)
    actions.decide(token=token, document=scenes.document("touch"), decision=scenes.yes(course, regions=("hands",)))
    with pytest.raises(Refused):
        actions.narrow_by_link(token=token, keep=["hands", "feet"])


def test_a_place_that_does_not_exist_is_refused(course: Course) -> None:
    scenes.decide(course)
    with pytest.raises(Invalid):
        actions.narrow(by=cast.nurse(), course=course, keep=["face"])


def test_nothing_marked_cannot_be_made_less(course: Course) -> None:
    with pytest.raises(Conflict, match="nothing to take away"):
        actions.narrow(by=cast.nurse(), course=course, keep=[])


def test_the_bedside_hears_it_in_the_same_moment() -> None:
    injection = clinic.injected()
    session, course = injection.session, injection.session.order.course
    before = session.last_seq
    actions.narrow(by=cast.therapist(), course=course, keep=["hands"])
    actions.take_back(by=cast.nurse(), course=course, kind="touch")
    told = [(event.kind, event.payload["by"], event.payload["text"]) for event in events_after(session.pk, before)][-2:]
    assert told == [
        ("note", "Therapist Example", "Touch made less. Now only: Hands."),
        (
            "note",
            "Nurse Example",
            "Touch: consent taken back. No touch from now on, but to keep the patient safe.",
        ),
    ]


def test_the_bedside_hears_of_the_patients_own_link() -> None:
    injection = clinic.injected()
    session, course = injection.session, injection.session.order.course
    token = scenes.link(course)
    actions.take_back_by_link(token=token, kind="vr")
    assert events_after(session.pk, 0)[-1].payload["by"] == "the patient"


def test_another_patients_course_is_untouched(course: Course) -> None:
    other = scenes.course()
    scenes.decide(course)
    scenes.decide(other)
    actions.take_back(by=cast.nurse(), course=course, kind="touch")
    assert queries.touch_mask(other) != touch.NOWHERE
