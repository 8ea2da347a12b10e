"""Writes down a check, done or not, amends one, and closes the alerts that it answers."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from daybreak.care import followup_checks as care
from daybreak.care.findings import SHORTEST_REASON
from daybreak.care.followup_checks import Check
from daybreak.clinic import clock, policy
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Conflict, Entries
from daybreak.clinic.followup import telling
from daybreak.clinic.followup.models import CheckRecord
from daybreak.clinic.once import once
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit

LONGEST = 500


def record_check(
    *,
    by: Person,
    course: Course,
    check_id: str,
    was_done: bool,
    result: str = "",
    at: datetime | None = None,
    note: str = "",
    client_id: UUID | None = None,
) -> CheckRecord:
    """A check done with its result, or not done for a reason in ``note``; it answers what was due, also when closed.

    What finds something tells the prescriber at once. Invalid for what is missing or a moment ahead; ValueError for
    a check that there is none of. A repeated ``client_id`` returns the row that there is.
    """
    permit(by, "followup.record")
    row = _row(by, course, care.check(check_id), was_done, result, at or clock.now(), note)
    row.client_id = client_id
    return once(CheckRecord, client_id, lambda known: _same(known, row), lambda: _keep(row, by, act="followup.check"))


def amend_check(
    *,
    by: Person,
    record: CheckRecord,
    was_done: bool,
    reason: str,
    result: str = "",
    at: datetime | None = None,
    note: str = "",
    client_id: UUID | None = None,
) -> CheckRecord:
    """A new version of what was written down. Invalid without a reason; Conflict where a newer version stands."""
    permit(by, "followup.record")
    row = _row(by, record.course, care.check(record.check_id), was_done, result, at or record.at, note, reason, record)
    row.client_id = client_id

    def act() -> CheckRecord:
        current = CheckRecord.objects.select_for_update(of=("self",), no_key=True).get(pk=record.pk)
        if CheckRecord.objects.filter(supersedes=current).exists():
            raise Conflict("This check was amended already. Reload the page and amend the newer version.")
        return _keep(row, by, act="followup.check_amended")

    return once(CheckRecord, client_id, lambda known: _same(known, row), act)


def _row(
    by: Person,
    course: Course,
    kind: Check,
    was_done: bool,
    result: str,
    at: datetime,
    note: str,
    reason: str | None = None,
    supersedes: CheckRecord | None = None,
) -> CheckRecord:
    entries = Entries()
    chosen = kind.result(result) if was_done else None
    if was_done and chosen is None:
        entries.refuse("result", "Choose what it showed.")
    note = entries.text("note", note, longest=LONGEST, required=False, called="The note")
    if not was_done and "note" not in entries.errors and len(note) < SHORTEST_REASON:
        entries.refuse("note", "Say why it is not done: the reason stays in its place.")
    if at > clock.now():
        entries.refuse("at", "This moment lies ahead. Enter when it was done.")
    if reason is not None:
        reason = _reason(entries, reason)
    entries.settle()
    return CheckRecord(
        patient=course.patient,
        course=course,
        check_id=kind.id,
        was_done=was_done,
        result=chosen.id if chosen else "",
        finds=bool(chosen and chosen.finds),
        at=at,
        note=note,
        policy_version=policy.current().version,
        supersedes=supersedes,
        amend_reason=reason or "",
        recorded_by=by,
    )


def _reason(entries: Entries, reason: str) -> str:
    reason = entries.text("reason", reason, longest=300, called="Why it is amended")
    if "reason" not in entries.errors and len(reason) < SHORTEST_REASON:
        entries.refuse("reason", "This is too short to be understood next year: write a sentence.")
    return reason


def _same(known: CheckRecord, row: CheckRecord) -> bool:
    told = ("course_id", "check_id", "was_done", "result", "supersedes_id")
    return all(getattr(known, name) == getattr(row, name) for name in told)


@transaction.atomic
def _keep(row: CheckRecord, by: Person, *, act: str) -> CheckRecord:
    row.save(force_insert=True)
    detail = {
        "check": row.check_id,
        "result": row.result or "not done",
        "at": row.at.isoformat(),
        "reason": row.amend_reason,
    }
    audit.append(by=by, act=act, subject=row, patient=row.patient, detail=detail)
    telling.found(row)
    telling.answered(row, by=by)
    return row
