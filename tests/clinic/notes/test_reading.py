"""Who may open which note, and who may know of it; every opening is in the log."""

from datetime import date

import pytest

from daybreak.care.findings import Refused
from daybreak.care.notes import READERS
from daybreak.care.roles import ROLES
from daybreak.care.rules import ClinicValue, shipped
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.entry import Absent, Invalid
from daybreak.clinic.notes import actions, queries, reading
from daybreak.clinic.people import actions as people
from tests.clinic import cast
from tests.clinic.notes.scenes import OPEN, SECRET, private, progress

pytestmark = pytest.mark.django_db
EVERYONE = (*ROLES, "outsider")


@pytest.mark.parametrize("role", EVERYONE)
def test_a_progress_note_is_read_by_those_who_treat(role: str) -> None:
    note, who = progress(), cast.everyone()[role]
    if role in {"prescriber", "nurse", "therapist", "medical_director"}:
        assert actions.read_note(by=who, note_id=note.public_id).text == OPEN
        assert AuditEvent.objects.filter(act="note.read", actor_id=who.public_id).count() == 1
    else:
        with pytest.raises(Refused):
            actions.read_note(by=who, note_id=note.public_id)


@pytest.mark.parametrize("role", EVERYONE)
def test_a_psychotherapy_note_is_opened_by_its_author_alone_whatever_reason_is_given(role: str) -> None:
    author = cast.person("author", "therapist")
    note, who = private(by=author), cast.everyone()[role]
    with pytest.raises(Refused):
        actions.read_psychotherapy(by=who, note_id=note.public_id, reason="I treat this patient as well")
    assert AuditEvent.objects.filter(act="psychotherapy.read").count() == 0
    assert actions.read_psychotherapy(by=author, note_id=note.public_id).text == SECRET
    assert AuditEvent.objects.filter(act="psychotherapy.read", actor_id=author.public_id).count() == 1


@pytest.mark.parametrize("role", EVERYONE)
def test_who_may_know_is_told_that_one_exists_and_nothing_else(role: str) -> None:
    note = private(by=cast.person("author", "therapist"))
    known = queries.private(cast.everyone()[role], note.course)
    if role in {"prescriber", "therapist", "medical_director"}:
        assert known == queries.Private(own=(), others_exist=True)
    else:
        assert known is None


def test_an_author_who_is_no_therapist_any_more_does_not_open_it() -> None:
    author = cast.person("author", "therapist")
    note = private(by=author)
    people.end_role(by=cast.director(), person=author, role="therapist")
    with pytest.raises(Refused):
        actions.read_psychotherapy(by=author, note_id=note.public_id)


def test_whom_the_signed_rule_names_opens_it_with_a_reason_that_stays_in_the_log(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    signed = ClinicValue(["author", "medical_director"], "Dr Dana Director", date(2026, 3, 2))
    opened_up = shipped().with_clinic_values({READERS: signed})
    monkeypatch.setattr(reading.policy, "current", lambda: opened_up)
    note, reason = private(), "The therapist has died; a court asks"
    with pytest.raises(Invalid, match="Say why"):
        actions.read_psychotherapy(by=cast.director(), note_id=note.public_id)
    assert actions.read_psychotherapy(by=cast.director(), note_id=note.public_id, reason=reason).text == SECRET
    assert reason in AuditEvent.objects.get(act="psychotherapy.read").detail
    with pytest.raises(Refused):
        actions.read_psychotherapy(by=cast.prescriber(), note_id=note.public_id, reason=reason)


def test_the_note_that_is_opened_is_the_one_that_was_signed() -> None:
    opened = actions.read_psychotherapy(by=cast.therapist(), note_id=private().public_id)
    assert (opened.is_as_signed, opened.signature.person) == (True, cast.therapist())


def test_a_note_that_is_not_there_is_absent() -> None:
    with pytest.raises(Absent):
        actions.read_note(by=cast.nurse(), note_id=cast.nurse().public_id)
    with pytest.raises(Absent):
        actions.read_psychotherapy(by=cast.therapist(), note_id=cast.nurse().public_id)
