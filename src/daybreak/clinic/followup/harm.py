"""Writes down adverse events and their newer versions; a serious one reaches a person in the same transaction."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from daybreak.care import adverse
from daybreak.care.adverse import Told
from daybreak.care.findings import SHORTEST_REASON
from daybreak.clinic import clock
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Conflict, Entries
from daybreak.clinic.followup import telling
from daybreak.clinic.followup.models import AdverseEvent
from daybreak.clinic.once import once
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit


def report_event(
    *,
    by: Person,
    course: Course,
    what: str,
    grade: str,
    started_at: datetime,
    criteria: Collection[str] = (),
    relation: str = adverse.NOT_JUDGED,
    ended_at: datetime | None = None,
    action: str = "none",
    outcome: str = "ongoing",
    note: str = "",
    client_id: UUID | None = None,
) -> AdverseEvent:
    """An adverse event, whatever caused it. A serious one raises an alert; who may judges the relation, or leaves it.

    Invalid for what does not fit together; Refused for a relation that this person may not judge.
    """
    permit(by, "adverse.record")
    told = Told(grade, _in_order(criteria), relation, started_at, ended_at, action, outcome)
    row = _row(by, course, what, told, note)
    row.client_id = client_id
    return once(AdverseEvent, client_id, lambda known: _same(known, row), lambda: _keep(row, by, act="adverse.report"))


def amend_event(
    *,
    by: Person,
    event: AdverseEvent,
    reason: str,
    client_id: UUID | None = None,
    **changes: Any,
) -> AdverseEvent:
    """A new version of an event: ``changes`` name what is different, by the names of ``report_event``.

    Invalid without a reason; Conflict where a newer version stands; Refused as ``report_event``.
    """
    permit(by, "adverse.record")
    now = {name: getattr(event, name) for name in _TOLD} | {n: v for n, v in changes.items() if n in _TOLD}
    told = Told(**{**now, "criteria": _in_order(now["criteria"])})
    what, note = changes.get("what", event.what), changes.get("note", event.note)
    row = _row(by, event.course, what, told, note, reason, event)
    row.client_id = client_id

    def act() -> AdverseEvent:
        current = AdverseEvent.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
        if AdverseEvent.objects.filter(supersedes=current).exists():
            raise Conflict("This event was amended already. Reload the page and amend the newer version.")
        return _keep(row, by, act="adverse.amend")

    return once(AdverseEvent, client_id, lambda known: _same(known, row), act)


_TOLD = ("grade", "criteria", "relation", "started_at", "ended_at", "action", "outcome")


def _row(
    by: Person,
    course: Course,
    what: str,
    told: Told,
    note: str,
    reason: str | None = None,
    before: AdverseEvent | None = None,
) -> AdverseEvent:
    judged_before = before.relation if before is not None else adverse.NOT_JUDGED
    if told.relation != judged_before:
        permit(by, "adverse.judge")
    entries = Entries()
    what = entries.text("what", what, longest=200, called="What happened")
    note = entries.text("note", note, longest=2000, required=False, called="The note")
    for field, sentence in adverse.problems(told, clock.now()).items():
        entries.refuse(field, sentence)
    if reason is not None:
        reason = entries.text("reason", reason, longest=300, called="Why it is amended")
        if "reason" not in entries.errors and len(reason) < SHORTEST_REASON:
            entries.refuse("reason", "This is too short to be understood next year: write a sentence.")
    entries.settle()
    kept = {name: getattr(told, name) for name in _TOLD} | {"criteria": list(told.criteria)}
    row = AdverseEvent(patient=course.patient, course=course, what=what, note=note, recorded_by=by, **kept)
    if before is not None:
        row.case, row.supersedes, row.amend_reason = before.case, before, reason or ""
    return row


def _in_order(criteria: Collection[str]) -> tuple[str, ...]:
    known = list(adverse.words("criterion"))
    return tuple(sorted(set(criteria), key=lambda one: known.index(one) if one in known else len(known)))


def _same(known: AdverseEvent, row: AdverseEvent) -> bool:
    return all(getattr(known, n) == getattr(row, n) for n in ("course_id", "what", "grade", "supersedes_id"))


@transaction.atomic
def _keep(row: AdverseEvent, by: Person, *, act: str) -> AdverseEvent:
    row.save(force_insert=True)
    detail = {name: getattr(row, name) for name in ("what", "grade", "relation", "action", "outcome")}
    audit.append(by=by, act=act, subject=row, patient=row.patient, detail=detail | {"reason": row.amend_reason})
    telling.serious(row)
    return row
