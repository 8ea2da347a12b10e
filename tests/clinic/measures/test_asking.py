"""Asked by the schedule: one batch behind one link, one message, reminders that stop; and nothing lost between them."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from daybreak.clinic import clock
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.courses import actions as courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.measures import actions, queries
from daybreak.clinic.measures.models import Invitation, Message
from daybreak.clinic.measures.sending import Letter, NotSent
from tests.clinic import cast, scenes
from tests.clinic.sheets import all_answered

pytestmark = pytest.mark.django_db
NOON = scenes.MORNING.replace(hour=12)
DAY = timedelta(days=1)


class Post:
    """A sender that keeps what it was handed, or refuses it."""

    handed: ClassVar[list[Letter]] = []
    refuses: ClassVar[bool] = False

    def send(self, letter: Letter) -> None:
        if Post.refuses:
            raise NotSent("The post office is closed.")
        Post.handed.append(letter)


@pytest.fixture(autouse=True)
def _post() -> Any:
    Post.handed, Post.refuses = [], False
    ours = f"{__name__}.Post"
    with override_settings(EMAIL_SENDER=ours, SMS_SENDER=ours, ANSWER_ADDRESS="https://clinic.example/a/{token}/"):
        yield


def preparing(way: str = "email", language: str = "en", **changes: Any) -> Course:
    """A course in preparation, opened at noon, whose patient has agreed to be asked."""
    with clock.at(NOON):
        patient = cast.patient(email="ada@example.org", phone="+44 7700 900123", **changes)
        course = scenes.course(patient, phase="preparation")
        actions.set_reach(by=cast.coordinator(), patient=patient, way=way, language=language)
    return course


def rounds(at: datetime) -> int:
    with clock.at(at):
        return actions.make_rounds(at)


def token_of(letter: Letter) -> str:
    return letter.text.split("/a/")[1].split("/")[0]


def answer_everything(token: str, at: datetime) -> list[str]:
    """Answers what the link asks, one after another; the names of what was asked."""
    asked = []
    with clock.at(at):
        while left := queries.still_asked(token):
            scale = left[0].instrument
            answers = {"phq9": all_answered(1), "gad7": {f"gad7-{n}": 1 for n in range(1, 8)}}.get(
                scale, {f"who5-{n}": 3 for n in range(1, 6)}
            )
            actions.answer_by_link(token=token, answers=answers, invitation_id=left[0].public_id)
            asked.append(scale)
    return asked


def test_what_is_due_together_is_asked_by_one_message_and_answered_by_one_link() -> None:
    course = preparing()
    assert rounds(NOON) == 2
    assert [row.instrument for row in Invitation.objects.order_by("place")] == ["phq9", "gad7", "who5"]
    assert len(Post.handed) == 1
    assert answer_everything(token_of(Post.handed[0]), NOON) == ["phq9", "gad7", "who5"]
    assert set(course.responses.values_list("instrument", flat=True)) == {"phq9", "gad7", "who5"}


def test_looking_again_asks_and_sends_nothing_twice() -> None:
    preparing()
    rounds(NOON)
    for minutes in range(5):
        assert rounds(NOON + timedelta(minutes=minutes)) == 0
    assert (Invitation.objects.count(), Message.objects.count(), len(Post.handed)) == (3, 1, 1)


def test_a_message_names_nobody_and_no_illness() -> None:
    course = preparing()
    rounds(NOON)
    letter = Post.handed[0]
    said = f"{letter.subject} {letter.text}".lower()
    patient = course.patient
    for secret in (patient.given_name, patient.family_name, patient.mrn, "depress", "ketamine", "phq", "psych", "kap"):
        assert secret.lower() not in said
    assert letter.to == "ada@example.org"
    assert "about 5 minutes" in said


def test_the_message_speaks_the_language_that_was_agreed() -> None:
    preparing(way="sms", language="de")
    rounds(NOON)
    assert Post.handed[0].subject == "Einige Fragen von Ihrer Praxis"
    assert Post.handed[0].to == "+44 7700 900123"
    assert "Der Link ist nur für Sie." in Post.handed[0].text


def test_nobody_is_written_to_who_has_not_agreed() -> None:
    with clock.at(NOON):
        scenes.course(cast.patient(email="ada@example.org"), phase="preparation")
    assert rounds(NOON) == 0
    preparing(way="none")
    assert rounds(NOON) == 0
    assert Post.handed == []


def test_nobody_is_written_to_at_night_and_nothing_is_forgotten_until_morning() -> None:
    preparing()
    assert rounds(NOON.replace(hour=23)) == 0
    assert rounds(NOON.replace(hour=8) + DAY) == 2
    assert len(Post.handed) == 1


def test_an_unanswered_link_is_called_to_mind_twice_and_then_no_more() -> None:
    preparing()
    moments = [NOON + timedelta(hours=hours) for hours in (0, 1, 23, 24, 25, 47, 48, 49, 70, 71)]
    for moment in moments:
        rounds(moment)
    first = [letter for letter in Post.handed if letter.subject == "A few questions from your clinic"]
    reminders = [letter for letter in Post.handed if letter.subject == "A reminder from your clinic"]
    assert (len(first), len(reminders)) == (1, 2)


def test_what_becomes_due_while_a_link_is_open_joins_it_and_writes_no_second_message() -> None:
    preparing()
    rounds(NOON)
    rounds(NOON + timedelta(hours=25))
    assert [letter.subject for letter in Post.handed] == [
        "A few questions from your clinic",
        "A reminder from your clinic",
    ]
    early, late = (token_of(letter) for letter in Post.handed)
    with clock.at(NOON + timedelta(hours=26)):
        for token in (early, late):
            assert [row.instrument for row in queries.still_asked(token)] == ["phq9", "gad7", "who5", "pcl5", "auditc"]


@pytest.mark.parametrize("stop", ["answered", "withdrawn", "closed", "taken back"])
def test_reminders_stop(stop: str) -> None:
    course = preparing()
    rounds(NOON)
    later = NOON + timedelta(hours=2)
    if stop == "answered":
        answer_everything(token_of(Post.handed[0]), later)
    with clock.at(later):
        if stop == "withdrawn":
            for row in Invitation.objects.all():
                actions.withdraw_invitation(by=cast.coordinator(), invitation=row)
        if stop == "closed":
            courses.move(by=cast.prescriber(), course=course, to="closed")
        if stop == "taken back":
            actions.set_reach(by=cast.coordinator(), patient=course.patient, way="none")
    rounds(NOON + timedelta(hours=25))
    assert [letter for letter in Post.handed if "reminder" in letter.subject.lower()] == []


def test_a_message_refused_is_tried_again_later_and_given_up_in_the_end() -> None:
    preparing()
    Post.refuses = True
    for minutes in (0, 1, 10, 11, 30, 31, 70, 71, 200):
        rounds(NOON + timedelta(minutes=minutes))
    message = Message.objects.get()
    assert (message.state, message.attempts, message.problem) == ("failed", 4, "The post office is closed.")
    assert AuditEvent.objects.filter(act="measure.message_failed").count() == 1


def test_a_message_refused_once_goes_out_with_a_link_that_works() -> None:
    preparing()
    Post.refuses = True
    rounds(NOON)
    Post.refuses = False
    rounds(NOON + timedelta(minutes=10))
    with clock.at(NOON + timedelta(minutes=11)):
        assert queries.open_invitation(token_of(Post.handed[0])).instrument == "phq9"


def test_a_message_interrupted_while_it_was_sent_goes_out_after_a_restart() -> None:
    preparing()
    rounds(NOON)
    Message.objects.update(state="sending", due_at=NOON)
    assert rounds(NOON + timedelta(minutes=4)) == 0
    assert rounds(NOON + timedelta(minutes=6)) == 1
    assert len(Post.handed) == 2


@override_settings(EMAIL_SENDER="off")
def test_without_a_sender_the_record_says_so() -> None:
    preparing()
    rounds(NOON)
    assert Message.objects.get().problem == "This clinic has no way to send messages by e-mail."


@override_settings(EMAIL_SENDER="no.such.Sender")
def test_a_sender_that_cannot_be_loaded_is_said_and_stops_nothing_else() -> None:
    preparing()
    rounds(NOON)
    assert "no.such.Sender cannot be loaded" in Message.objects.get().problem


def test_an_answer_in_the_clinic_serves_the_occasion() -> None:
    course = preparing()
    with clock.at(NOON + timedelta(minutes=5)):
        actions.record_in_clinic(by=cast.nurse(), patient=course.patient, answers=all_answered(1))
    rounds(NOON + timedelta(minutes=10))
    assert set(Invitation.objects.values_list("instrument", flat=True)) == {"gad7", "who5"}


def test_a_way_needs_its_address() -> None:
    patient = cast.patient()
    for way in ("email", "sms"):
        with pytest.raises(Invalid) as invalid:
            actions.set_reach(by=cast.coordinator(), patient=patient, way=way)
        assert list(invalid.value.errors) == ["way"]
    with pytest.raises(Invalid) as invalid:
        actions.set_reach(by=cast.coordinator(), patient=patient, way="none", language="tlh")
    assert list(invalid.value.errors) == ["language"]


def test_what_has_no_words_or_is_a_clinicians_to_rate_is_not_sent() -> None:
    wish: dict[str, Any] = {"by": cast.nurse(), "patient": cast.patient(), "valid_for": DAY}
    with pytest.raises(Conflict, match="licensed and not in this clinic yet"):
        actions.invite(instrument="shaps", **wish)
    with pytest.raises(Invalid, match="rated by a clinician"):
        actions.invite(instrument="moaas", **wish)


def test_more_courses_are_looked_through_in_no_more_queries() -> None:
    counted = []
    for _ in range(2):
        for _ in range(3):
            preparing()
        rounds(NOON)
        with CaptureQueriesContext(connection) as asked:
            rounds(NOON + timedelta(minutes=1))
        counted.append(len(asked))
    assert counted[0] == counted[1]
