"""No order and no session without suitability: what is not settled is refused with a sentence."""

import pytest

from daybreak.care.findings import Refused
from daybreak.clinic.orders.models import DoseOrder
from daybreak.clinic.patients import actions as patients
from daybreak.clinic.suitability import actions, checks, queries
from daybreak.clinic.suitability.actions import Said
from tests.clinic import cast, scenes
from tests.clinic.suited import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    """A course moved to dosing of which nothing was answered."""
    opened = scenes.course(phase="preparation")
    return scenes.courses.move(by=cast.prescriber(), course=opened, to="dosing")


def test_an_order_without_answers_is_refused_with_what_is_missing(course):
    with pytest.raises(Refused, match="27 answers are missing"):
        scenes.order(course)
    assert not DoseOrder.objects.exists()


def test_an_order_for_someone_eligible_is_signed(course):
    actions.answer(by=cast.nurse(), course=course, said=said())
    assert scenes.order(course).course == course
    assert checks.eligible(course) == ()


def test_an_emergency_refuses_the_order_and_never_says_ineligible(course):
    actions.answer(by=cast.nurse(), course=course, said=said(suicidal_intent="yes"))
    with pytest.raises(Refused, match="emergency care now") as refusal:
        scenes.order(course)
    assert "not eligible" not in str(refusal.value).lower()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Theophylline", "Not eligible. Theophylline (xanthine) is taken."),
        ("Oxycodone", "Waits for a decision. 1 finding waits for a decision."),
    ],
)
def test_a_medicine_recorded_after_the_order_is_a_gap_of_the_checklist(course, text, sentence):
    actions.answer(by=cast.nurse(), course=course, said=said())
    scenes.order(course)
    patients.record_medication(by=cast.nurse(), patient=course.patient, text=text)
    assert checks.eligible(course) == (sentence,)


def test_what_was_once_eligible_is_asked_anew(course):
    actions.answer(by=cast.nurse(), course=course, said=said())
    actions.answer(by=cast.nurse(), course=course, said={"pregnant": Said("unknown")})
    with pytest.raises(Refused, match="1 answer is missing"):
        scenes.order(course)
    assert queries.kept(course).standing == "not_yet"
