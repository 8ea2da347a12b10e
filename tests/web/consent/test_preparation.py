"""The page of a course and of its preparation: the checklist with owners and links, and each part's own form."""

from typing import Any

import pytest
from django.urls import reverse

from daybreak.care.preparation import plan_parts
from daybreak.clinic.courses import actions as courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.preparation import queries
from tests.clinic import cast, scenes
from tests.web.visits import addresses, send, signed_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    return courses.open_course(by=cast.prescriber(), patient=cast.patient(), indication="Depression")


def test_the_course_lists_what_is_missing_with_owner_and_link(course: Course) -> None:
    answer = signed_in(cast.nurse()).get(reverse("web:course", args=[course.public_id]))
    said = words(answer)
    assert "No session opens, and no dose is given, while anything here is missing." in said
    assert "Escort , missing Nobody is named who takes the patient home. coordinator" in said
    assert {reverse(f"web:{name}", args=[course.public_id]) for name in ("consents", "preparation")} <= set(
        addresses(answer)
    )


def test_a_ready_course_says_so() -> None:
    course = scenes.course()
    said = words(signed_in(cast.nurse()).get(reverse("web:course", args=[course.public_id])))
    assert "Before a dose ready" in said
    assert "while anything here is missing" not in said


PARTS: dict[str, dict[str, Any]] = {
    "session": {"minutes": "75", "covered": ["day", "safety"], "remark": "Came with her sister."},
    "intention": {"text": "To let go."},
    "safety-plan": {part.id: f"my words, {part.id}" for part in plan_parts()},
    "escort": {"name": "Bo Example", "phone": "+00 555 0199", "relation": "brother"},
    "preferences": {"music": "own", "headset": "late", "eyes": "mask", "words": "No choirs."},
}


@pytest.mark.parametrize("part", PARTS)
def test_each_part_is_written_down_and_shown(course: Course, part: str) -> None:
    client = signed_in(cast.therapist())
    answer = send(client, "preparation-part", course.public_id, part, fields=PARTS[part])
    assert answer.status_code == 302
    shown = words(client.get(answer["Location"]))
    texts = [value for value in PARTS[part].values() if isinstance(value, str) and " " in value]
    assert [text for text in texts if text not in shown] == []


@pytest.mark.parametrize("part", PARTS)
def test_an_empty_form_is_answered_beside_its_fields_and_nothing_is_written(course: Course, part: str) -> None:
    answer = send(signed_in(cast.therapist()), "preparation-part", course.public_id, part)
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert not queries.sessions(course).exists()
    assert [queries.intention(course), queries.safety_plan(course), queries.escort(course)] == [None, None, None]


def test_what_was_typed_stays_when_something_is_missing(course: Course) -> None:
    fields = PARTS["safety-plan"] | {"helpers": ""}
    answer = send(signed_in(cast.therapist()), "preparation-part", course.public_id, "safety-plan", fields=fields)
    assert answer.status_code == 422
    assert "my words, signs" in answer.content.decode()
    assert "“Whom I can ask for help” is empty." in words(answer)


def test_a_form_begins_with_what_is_known(course: Course) -> None:
    client = signed_in(cast.therapist())
    send(client, "preparation-part", course.public_id, "escort", fields=PARTS["escort"])
    page = client.get(reverse("web:preparation-part", args=[course.public_id, "escort"])).content.decode()
    assert 'value="Bo Example"' in page


@pytest.mark.parametrize(
    ("part", "status"), [("escort", 200), ("intention", 403), ("safety-plan", 403), ("session", 403)]
)
def test_the_coordinator_arranges_the_way_home_and_nothing_else(course: Course, part: str, status: int) -> None:
    client = signed_in(cast.coordinator())
    assert client.get(reverse("web:preparation-part", args=[course.public_id, part])).status_code == status


def test_a_part_that_does_not_exist_is_no_page(course: Course) -> None:
    client = signed_in(cast.therapist())
    assert client.get(reverse("web:preparation-part", args=[course.public_id, "horoscope"])).status_code == 404
