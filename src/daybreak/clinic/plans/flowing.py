"""Plans made, ended, and laid out anew: every change that a person was shown and confirmed, in one transaction."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from daybreak.care.findings import Finding
from daybreak.care.visits import Kind, State, states
from daybreak.clinic import clock
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Conflict
from daybreak.clinic.once import once
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.plans import booking, diaries, entries, history, proposals
from daybreak.clinic.plans.entries import require_its_day
from daybreak.clinic.plans.models import Appointment, Place, Plan
from daybreak.clinic.plans.proposals import Proposal
from daybreak.clinic.sessions.models import DosingSession
from daybreak.clinic.states import require_move


def make_plan(
    *,
    by: Person,
    course: Course,
    protocol: str,
    first_dose_at: datetime,
    seen: str,
    place: Place | None = None,
    team: Mapping[Kind, Iterable[Person]] | None = None,
    reason: str = "",
    client_id: UUID | None = None,
) -> Plan:
    """Lay the course out by a protocol, exactly as the person saw it: ``seen`` is the digest of the proposal.

    Doses given before are entered as done. Conflict when there is a plan or something changed since; Refused and
    Invalid as for a single appointment.
    """
    permit(by, "plan.write")
    why, people = entries.reason(reason), {kind: list(staff) for kind, staff in (team or {}).items()}

    def act() -> Plan:
        current = entries.locked(course)
        if Plan.objects.filter(course=current, ended_at=None).exists():
            raise Conflict("This course has a plan. Move its appointments, or end the plan before making another.")
        chosen = diaries.protocol(protocol)
        minutes, everyone = chosen.minutes(Kind.DOSE), [one for staff in people.values() for one in staff]
        entries.check(start=first_dose_at, minutes=minutes, place=place, staff=everyone)
        proposal = proposals.of_plan(current, chosen, first_dose_at, place, people)
        entries.as_seen(seen, proposal.digest)
        entries.weigh(_of_placed(proposal), why)
        plan = Plan.objects.create(
            course=current,
            protocol=chosen.id,
            version=chosen.version,
            values=chosen.as_values(),
            reason=why,
            unplaced=[change.after.key for change in proposal.changes if change.after.start is None],
            recorded_by=by,
            client_id=client_id,
        )
        detail = {"protocol": chosen.id, "version": chosen.version, "reason": why}
        audit.append(by=by, act="plan.make", subject=plan, patient=current.patient, detail=detail)
        _adopt(by, current, plan)
        _apply(by, proposal, why, plan)
        return plan

    return once(Plan, client_id, lambda row: (row.course_id, row.protocol) == (course.pk, protocol), act)


@transaction.atomic
def end_plan(*, by: Person, plan: Plan, reason: str) -> Plan:
    """End the plan and cancel what is booked by it. Invalid without a reason. Twice does nothing."""
    permit(by, "plan.write")
    why = entries.reason(reason, required=True)
    entries.locked(plan.course)
    current = Plan.objects.select_related("course__patient").get(pk=plan.pk)
    if current.ended_at is not None:
        return current
    current.ended_at, current.ended_by, current.end_reason = clock.now(), by, why
    current.save(update_fields=["ended_at", "ended_by", "end_reason"])
    audit.append(by=by, act="plan.end", subject=current, patient=current.course.patient, detail={"reason": why})
    flow = uuid.uuid4()
    for row in current.appointments.select_related("course__patient", "place").filter(state=State.BOOKED):
        history.settle(by=by, row=row, state=State.CANCELLED, flow=flow, reason=why)
    return current


@transaction.atomic
def move(
    *,
    by: Person,
    appointment: Appointment,
    start: datetime,
    minutes: int | None = None,
    place: Place | None = None,
    staff: Iterable[Person] | None = None,
    reason: str = "",
    with_rest: bool = False,
    seen: str = "",
) -> Appointment:
    """The appointment at another time, place (none when not given) or with other people (the same when not given).

    Alone; or ``with_rest``: what hangs on it moves too, exactly as the person saw it (``seen``, the digest of
    ``proposals.of_move``), else Conflict. Refused when a chair or the patient is taken, or a rule asks for a reason.
    """
    permit(by, "plan.write")
    why = entries.reason(reason)
    row = booking.current(appointment)
    _require_booked(row)
    people = None if staff is None else list(staff)
    kept = list(row.staff.all())
    lasts = row.minutes if minutes is None else minutes
    entries.check(start=start, minutes=lasts, place=place, staff=people or (), kept=kept)
    proposal = proposals.of_move(row, start, minutes=lasts, place=place, staff=people, with_rest=with_rest)
    if with_rest:
        entries.as_seen(seen, proposal.digest)
    entries.weigh(_of_placed(proposal), why)
    _apply(by, proposal, why)
    return Appointment.objects.get(pk=row.pk)


@transaction.atomic
def mark_missed(
    *, by: Person, appointment: Appointment, reason: str, again: bool = False, seen: str = ""
) -> Appointment:
    """The patient did not come. ``again``: another date is booked and what follows moves, exactly as the person saw it
    (``seen``, the digest of ``proposals.of_missed``). Invalid without a reason; Conflict unless booked and its day
    has come."""
    permit(by, "plan.write")
    why = entries.reason(reason, required=True)
    row = booking.current(appointment)
    if row.state == State.MISSED:
        return row
    require_move(states(), row.state, State.MISSED)
    require_its_day(row)
    if not again:
        return history.settle(by=by, row=row, state=State.MISSED, flow=uuid.uuid4(), reason=why)
    proposal = proposals.of_missed(row)
    entries.as_seen(seen, proposal.digest)
    entries.weigh(_of_placed(proposal), why)
    _apply(by, proposal, why)
    return Appointment.objects.get(pk=row.pk)


def _apply(by: Person, proposal: Proposal, reason: str, plan: Plan | None = None) -> None:
    """Write every change that has a time, the missed one first: each visit stands once in a course."""
    flow = uuid.uuid4()
    rows = {
        str(row.public_id): row
        for row in Appointment.objects.filter(course=proposal.course).select_related("course__patient", "place")
    }
    for change in sorted(proposal.changes, key=lambda one: one.after.counts):
        row, after = rows.get(change.after.id), change.after
        if row is None and after.start is not None:
            history.enter(
                by=by,
                course=proposal.course,
                visit=after,
                flow=flow,
                plan=plan,
                reason=reason,
                findings=change.findings,
            )
        elif row is not None and after.state != row.state:
            history.settle(by=by, row=row, state=after.state, flow=flow, reason=reason)
        elif row is not None and after.start is not None:
            history.shift(by=by, row=row, visit=after, flow=flow, reason=reason, findings=change.findings)


def _of_placed(proposal: Proposal) -> list[Finding]:
    """What has to be answered: of everything that would stand at a time. What found none is only shown."""
    return [finding for change in proposal.changes if change.after.start for finding in change.findings]


def _adopt(by: Person, course: Course, plan: Plan) -> None:
    """Doses given before there was a plan become its first appointments, done."""
    sessions = {f"session-{row.public_id}": row for row in DosingSession.objects.filter(order__course=course)}
    flow = uuid.uuid4()
    for visit in proposals.unplanned(course):
        row = history.enter(by=by, course=course, visit=visit, flow=flow, plan=plan, reason="given before the plan")
        session = sessions[visit.id]
        history.settle(by=by, row=row, state=State.DONE, flow=flow, happened_at=session.opened_at, session=session)
    Appointment.objects.filter(course=course, plan=None).update(plan=plan)


def _require_booked(row: Appointment) -> None:
    if row.state != State.BOOKED:
        label = states().state(row.state).label
        raise Conflict(f"This appointment is {label}. Only one that is booked can be moved.")
