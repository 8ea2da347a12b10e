"""Writes appointments and the line of history that goes with every change; for the acts of this app alone."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from daybreak.care.findings import Finding
from daybreak.care.visits import State, Visit
from daybreak.clinic import clock, policy
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.courses.models import Course
from daybreak.clinic.people.models import Person
from daybreak.clinic.plans.models import Appointment, AppointmentChange, Place, Plan


def enter(
    *,
    by: Person,
    course: Course,
    visit: Visit,
    flow: UUID,
    plan: Plan | None = None,
    reason: str = "",
    findings: Iterable[Finding] = (),
    client_id: UUID | None = None,
) -> Appointment:
    """A new appointment with its first line. ``visit`` has a start."""
    if visit.start is None:
        raise ValueError("An appointment without a time cannot be entered.")
    row = Appointment.objects.create(
        course=course,
        plan=plan or Plan.objects.filter(course=course, ended_at=None).first(),
        key=visit.key,
        kind=visit.kind,
        start=visit.start,
        minutes=visit.minutes,
        place=_place(visit.place),
        recorded_by=by,
        client_id=client_id,
    )
    row.staff.set(Person.objects.filter(public_id__in=visit.staff))
    _line(by, row, "booked", None, flow, reason, findings)
    return row


def shift(
    *, by: Person, row: Appointment, visit: Visit, flow: UUID, reason: str = "", findings: Iterable[Finding] = ()
) -> Appointment:
    """The appointment at the time, place and with the people of ``visit``."""
    if visit.start is None:
        raise ValueError("An appointment cannot be moved to no time.")
    before = told(row)
    row.start, row.minutes, row.place = visit.start, visit.minutes, _place(visit.place)
    row.changed += 1
    row.save(update_fields=["start", "minutes", "place", "changed"])
    row.staff.set(Person.objects.filter(public_id__in=visit.staff))
    _line(by, row, "moved", before, flow, reason, findings)
    return row


def settle(
    *,
    by: Person,
    row: Appointment,
    state: State,
    flow: UUID,
    reason: str = "",
    happened_at: datetime | None = None,
    session: Any = None,
) -> Appointment:
    """The appointment in another state; what it was stays in its history."""
    before = told(row)
    row.state, row.happened_at, row.session = state, happened_at, session
    row.changed += 1
    row.save(update_fields=["state", "happened_at", "session", "changed"])
    what = "reopened" if state is State.BOOKED else state.value
    _line(by, row, what, before, flow, reason, ())
    return row


def told(row: Appointment) -> dict[str, Any]:
    """What the history keeps of an appointment as it stands."""
    return {
        "start": row.start.isoformat(),
        "minutes": row.minutes,
        "place": row.place.name if row.place else "",
        "staff": sorted(row.staff.values_list("name", flat=True)),
        "state": str(row.state),
    }


def _line(
    by: Person,
    row: Appointment,
    what: str,
    before: dict[str, Any] | None,
    flow: UUID,
    reason: str,
    findings: Iterable[Finding],
) -> None:
    after = told(row)
    AppointmentChange.objects.create(
        appointment=row,
        what=what,
        at=clock.now(),
        by=by,
        before=before,
        after=after,
        reason=reason,
        findings=[finding.as_dict() for finding in findings],
        policy_version=policy.current().version,
        flow=flow,
    )
    kept = {"which": row.key, "before": before, "after": after, "reason": reason, "flow": str(flow)}
    audit.append(by=by, act=f"plan.{_ACTS[what]}", subject=row, patient=row.course.patient, detail=kept)


def _place(known: str) -> Place | None:
    return Place.objects.get(public_id=known) if known else None


_ACTS = {
    "booked": "book",
    "moved": "move",
    "cancelled": "cancel",
    "missed": "missed",
    "done": "done",
    "reopened": "reopen",
}
