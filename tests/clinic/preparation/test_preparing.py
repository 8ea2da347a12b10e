"""What is written down in a preparation: in the patient's words, the latest counts, the earlier stays."""

from datetime import timedelta
from typing import Any

import pytest

from daybreak.care import preparation as care
from daybreak.clinic import clock
from daybreak.clinic.courses import actions as courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.preparation import actions, checks, queries
from daybreak.clinic.preparation.models import Intention
from tests.clinic import cast

pytestmark = pytest.mark.django_db

PLAN = {part.id: f"my own words about {part.id}" for part in care.plan_parts()}


@pytest.fixture
def course() -> Course:
    return courses.open_course(by=cast.prescriber(), patient=cast.patient(), indication="Depression")


def test_the_intention_is_kept_as_it_was_said_line_by_line(course: Course) -> None:
    actions.set_intention(by=cast.therapist(), course=course, text="  To let go.\r\n\r\nOf him.  ")
    found = queries.intention(course)
    assert found is not None
    assert found.text == "To let go.\n\nOf him."


def test_an_intention_put_anew_leaves_the_earlier_in_the_record(course: Course) -> None:
    for text in ("first", "second"):
        actions.set_intention(by=cast.therapist(), course=course, text=text)
    assert [row.text for row in queries.earlier_intentions(course)] == ["first"]
    assert queries.intention(course) == Intention.objects.get(text="second")


@pytest.mark.parametrize("part", care.plan_parts(), ids=lambda part: part.id)
def test_a_safety_plan_asks_for_each_part_that_it_needs(course: Course, part: care.PlanPart) -> None:
    parts = PLAN | {part.id: "   "}
    if not part.required:
        assert part.id not in actions.set_safety_plan(by=cast.therapist(), course=course, parts=parts).parts
        return
    with pytest.raises(Invalid) as refusal:
        actions.set_safety_plan(by=cast.therapist(), course=course, parts=parts)
    assert list(refusal.value.errors) == [part.id]
    assert checks.safety_plan(course) != ()


def test_a_part_that_no_plan_has_is_not_kept(course: Course) -> None:
    row = actions.set_safety_plan(by=cast.therapist(), course=course, parts=PLAN | {"invented": "x"})
    assert row.parts == PLAN


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"phone": ""}, "phone"),
        ({"phone": "at home"}, "phone"),
        ({"name": "x" * 200}, "name"),
    ],
)
def test_an_escort_can_be_named_and_called(course: Course, changes: dict[str, str], field: str) -> None:
    entries = {"name": "Bo Example", "phone": "+00 555 0199"} | changes
    with pytest.raises(Invalid) as refusal:
        actions.set_escort(by=cast.coordinator(), course=course, **entries)
    assert list(refusal.value.errors) == [field]
    assert checks.escort(course) != ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"minutes": 0}, "minutes"),
        ({"minutes": 2000}, "minutes"),
        ({"covered": []}, "covered"),
        ({"covered": ["weather"]}, "covered"),
        ({"held_at": clock.now() + timedelta(days=400)}, "held_at"),
    ],
)
def test_a_session_that_cannot_have_been_is_refused(course: Course, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.hold_session(
            **({"by": cast.therapist(), "course": course, "minutes": 60, "covered": ["day"]} | changes)
        )
    assert list(refusal.value.errors) == [field]
    assert checks.session(course) == ("No preparation session was held yet.",)


@pytest.mark.parametrize("field", ["headset", "music", "eyes"])
def test_a_preference_that_is_not_offered_is_refused(course: Course, field: str) -> None:
    chosen = {"headset": "none", "music": "own", "eyes": "mask"} | {field: "loud"}
    with pytest.raises(Invalid) as refusal:
        actions.set_preferences(by=cast.therapist(), course=course, **chosen)
    assert list(refusal.value.errors) == [field]


def test_a_second_press_writes_once(course: Course) -> None:
    rows = [
        actions.set_intention(by=cast.therapist(), course=course, text="same", client_id=course.public_id)
        for _ in range(2)
    ]
    assert rows[0] == rows[1]
    with pytest.raises(Conflict):
        actions.set_intention(by=cast.therapist(), course=course, text="other", client_id=course.public_id)


def test_nothing_is_written_into_a_closed_course(course: Course) -> None:
    courses.move(by=cast.prescriber(), course=course, to="closed")
    with pytest.raises(Conflict, match="closed"):
        actions.set_intention(by=cast.therapist(), course=course, text="too late")
