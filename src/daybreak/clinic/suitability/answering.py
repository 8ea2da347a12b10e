"""Records the referral and the answers. An answer that speaks of imminent suicide opens the emergency pathway."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from daybreak.care.courses import phase
from daybreak.care.suitability.cases import cases
from daybreak.care.suitability.questions import Question, as_number, questions
from daybreak.care.suitability.verdict import Verdict
from daybreak.clinic import clock
from daybreak.clinic.alerts import actions as alerts
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Conflict, Entries, Invalid
from daybreak.clinic.once import once
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.suitability import basis
from daybreak.clinic.suitability.keeping import keep
from daybreak.clinic.suitability.models import Answer, Referral, Referrer

EMERGENCY = "suicidal_intent"
"""The kind of alert, in care/policy/alerts.toml."""
LONGEST_NOTE = 600


@dataclass(frozen=True)
class Said:
    """What was answered to one question. An empty answer takes an earlier one back."""

    answer: str
    note: str = ""


def refer(
    *,
    by: Person,
    course: Course,
    kind: str,
    reason: str,
    referred_on: date,
    referrer: str = "",
    client_id: UUID | None = None,
) -> Referral:
    """Who referred the patient, why and when; a later one replaces it. Raises Refused, Invalid, Conflict."""
    permit(by, "suitability.refer")
    entries = Entries()
    if kind not in Referrer.values:
        entries.refuse("kind", "Choose who referred the patient.")
    required = kind != Referrer.PATIENT
    named = entries.text("referrer", referrer, longest=200, required=required, called="The name of who referred")
    why = entries.text("reason", reason, longest=2000, called="The reason for the referral")
    if referred_on > timezone.localdate(clock.now()):
        entries.refuse("referred_on", "This day lies ahead. Enter the day of the referral.")
    entries.settle()
    told = {"kind": kind, "referrer": named, "reason": why, "referred_on": referred_on}

    def write() -> Referral:
        locked(course)
        row = Referral.objects.create(course=course, recorded_by=by, client_id=client_id, **told)
        audit.append(by=by, act="suitability.refer", subject=row, patient=course.patient, detail=_plain(told))
        return row

    return once(Referral, client_id, lambda row: row.course_id == course.pk and row.reason == why, write)


@transaction.atomic
def answer(*, by: Person, course: Course, said: Mapping[str, Said]) -> Verdict:
    """Records answers, several at once; what is already so is not written again. Returns the verdict they come to.

    Imminent suicidal intent raises its alert in this same transaction. Raises Refused, Conflict when the course is
    closed, and Invalid with a sentence for each question whose answer cannot be taken.
    """
    permit(by, "suitability.record")
    checked = _checked(said)
    course = locked(course)
    before = basis.answers(course)
    changed = {name: one for name, one in checked.items() if not _is_so(before.get(name), one)}
    rows = [
        Answer(course=course, question=name, answer=one.answer, note=one.note, recorded_by=by)
        for name, one in changed.items()
    ]
    if rows:
        Answer.objects.bulk_create(rows)
        detail = {row.question: row.answer or "taken back" for row in rows}
        audit.append(by=by, act="suitability.answer", subject=course, patient=course.patient, detail=detail)
    for row in rows:
        _call_for_help(by, course, row, before.get(row.question))
    return keep(by, course)


def locked(course: Course) -> Course:
    """The course, locked until the act is done. Conflict when it is closed: nothing is decided about it any more."""
    rows = Course.objects.select_for_update(of=("self",), no_key=True).select_related("patient")
    current = rows.get(pk=course.pk)
    if phase(current.phase).is_final:
        raise Conflict("This course is closed. A new treatment is a new course, with its own suitability.")
    return current


def _checked(said: Mapping[str, Said]) -> dict[str, Said]:
    errors: dict[str, str] = {}
    checked: dict[str, Said] = {}
    for name, one in said.items():
        question = questions().get(name)
        if question is None or question.kind == "chart":
            raise Conflict("This page asks something that is no longer asked. Reload it, and answer again.")
        entries = Entries()
        note = entries.text(name, one.note, longest=LONGEST_NOTE, required=False, called="The note")
        if one.answer and not question.accepts(one.answer):
            entries.refuse(name, _refusal(question))
        errors |= entries.errors
        checked[name] = Said(_exact(question, one.answer), note)
    if errors:
        raise Invalid(errors=errors)
    return checked


def _refusal(question: Question) -> str:
    if question.kind == "number":
        return f"Enter a number from {question.minimum} to {question.maximum} {question.unit}, in digits."
    return "Choose one of the answers."


def _exact(question: Question, typed: str) -> str:
    """A number as it is compared later, with a point; any other answer as it is."""
    number = as_number(typed) if question.kind == "number" else None
    return typed if number is None else f"{number.normalize():f}"


def _is_so(before: Answer | None, said: Said) -> bool:
    if before is None:
        return not said.answer and not said.note
    return (before.answer, before.note) == (said.answer, said.note)


def _call_for_help(by: Person, course: Course, row: Answer, before: Answer | None) -> None:
    """One alert for each time that the answer becomes one that opens the emergency pathway."""
    if not _is_emergency(row) or (before is not None and _is_emergency(before)):
        return
    alerts.raise_alert(
        kind=EMERGENCY,
        patient=course.patient,
        course=course,
        what="Imminent suicidal intent was recorded at the screening. The patient needs emergency care now.",
        detail={"answer": str(row.public_id)},
        by=by,
        client_id=uuid5(row.public_id, EMERGENCY),
    )


def _is_emergency(row: Answer) -> bool:
    return any(one.emergency and row.answer in one.when.get(row.question, ()) for one in cases())


def _plain(told: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in told.items()}
