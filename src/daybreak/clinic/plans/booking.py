"""Single appointments: booked, moved alone, cancelled, done; and what a dosing session does to its appointment."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from daybreak.care.visits import Kind, State, states
from daybreak.clinic import clock
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.once import once
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.plans import diaries, entries, history, proposals
from daybreak.clinic.plans.models import Appointment, Place
from daybreak.clinic.sessions.models import DosingSession
from daybreak.clinic.states import require_move

EARLY = timedelta(hours=1)
"""How long before its time an appointment may be marked as done."""
NEAR = timedelta(hours=36)
"""How far from its appointment a dosing session may be and still be that one."""


def book(
    *,
    by: Person,
    course: Course,
    kind: str,
    start: datetime,
    minutes: int | None = None,
    place: Place | None = None,
    staff: Iterable[Person] = (),
    number: int | None = None,
    reason: str = "",
    client_id: UUID | None = None,
) -> Appointment:
    """One more appointment. ``number`` is which of its kind it is: for an integration, the dose it follows.

    Without a number: the next of its kind, for an integration the last dose that has none. Invalid for what cannot be;
    Refused when a chair or the patient is taken, or when another rule asks for a ``reason`` and none is given; Conflict
    when that visit is booked already or the course is closed.
    """
    permit(by, "plan.write")
    chosen = _bookable(kind)
    people = list(staff)
    lasts = diaries.protocol_of(course).minutes(chosen) if minutes is None else minutes
    why = entries.reason(reason)

    def act() -> Appointment:
        current = entries.locked(course)
        entries.check(start=start, minutes=lasts, place=place, staff=people)
        key = f"{chosen}-{number or _next_number(current, chosen)}"
        if Appointment.objects.filter(course=current, key=key, state__in=("booked", "done")).exists():
            raise Conflict("This visit of the course is booked already. Move it instead.")
        proposal = proposals.of_booking(current, key, start, lasts, place, people)
        entries.weigh(proposal.findings, why)
        (change,) = proposal.changes
        return history.enter(
            by=by,
            course=current,
            visit=change.after,
            flow=uuid.uuid4(),
            reason=why,
            findings=change.findings,
            client_id=client_id,
        )

    return once(Appointment, client_id, lambda row: (row.course_id, row.kind) == (course.pk, chosen), act)


def cancel(*, by: Person, appointment: Appointment, reason: str) -> Appointment:
    """Take an appointment out of the plan. Invalid without a reason; Conflict unless booked. Twice does nothing."""
    permit(by, "plan.write")
    why = entries.reason(reason, required=True)
    return _to(by, appointment, State.CANCELLED, why)


def mark_done(*, by: Person, appointment: Appointment) -> Appointment:
    """It took place. Conflict for a dosing session, which is done when it is opened, and for what is still ahead."""
    permit(by, "plan.write")
    if appointment.kind == Kind.DOSE:
        raise Conflict("A dosing session is done as soon as its session is opened at the bedside.")
    if appointment.start > clock.now() + EARLY:
        raise Conflict("This appointment is still ahead. Mark it when it has taken place.")
    return _to(by, appointment, State.DONE, "", happened_at=appointment.start)


@transaction.atomic
def session_opened(*, by: Person, session: DosingSession) -> Appointment | None:
    """The appointment that an opened session is: today's, else the nearest within reach; None when none is booked.

    For the act that opens a session, in its transaction.
    """
    booked = Appointment.objects.select_for_update(of=("self",), no_key=True).filter(
        course=session.order.course_id, kind=Kind.DOSE, state=State.BOOKED
    )
    near = [row for row in booked if abs(row.start - session.opened_at) <= NEAR]
    if not near:
        return None
    today = session.opened_at.astimezone(diaries.zone()).date()
    row = min(
        near,
        key=lambda one: (one.start.astimezone(diaries.zone()).date() != today, abs(one.start - session.opened_at)),
    )
    return history.settle(
        by=by,
        row=row,
        state=State.DONE,
        flow=uuid.uuid4(),
        reason="its dosing session was opened",
        happened_at=session.opened_at,
        session=session,
    )


@transaction.atomic
def session_abandoned(*, by: Person, session: DosingSession) -> Appointment | None:
    """The appointment of an abandoned session is booked again, until someone moves it or marks it as missed."""
    row = Appointment.objects.select_for_update(of=("self",), no_key=True).filter(session=session).first()
    if row is None:
        return None
    return history.settle(
        by=by, row=row, state=State.BOOKED, flow=uuid.uuid4(), reason="its dosing session was abandoned"
    )


def _to(
    by: Person, appointment: Appointment, state: State, reason: str, happened_at: datetime | None = None
) -> Appointment:
    with transaction.atomic():
        row = current(appointment)
        if row.state == state:
            return row
        require_move(states(), row.state, state)
        return history.settle(by=by, row=row, state=state, flow=uuid.uuid4(), reason=reason, happened_at=happened_at)


def current(appointment: Appointment) -> Appointment:
    """The appointment as it stands, while nobody else changes one."""
    entries.locked(appointment.course)
    return Appointment.objects.select_related("course__patient", "place", "plan").get(pk=appointment.pk)


def _bookable(kind: str) -> Kind:
    try:
        chosen = Kind(kind)
    except ValueError:
        raise Invalid(errors={"kind": "There is no such kind of appointment. Choose again."}) from None
    if not chosen.place:
        raise Invalid(errors={"kind": "Scales are sent by their own schedule; they are not booked by hand."})
    return chosen


def _next_number(course: Course, kind: Kind) -> int:
    had = [*diaries.visits(course), *proposals.unplanned(course)]
    counted = {visit.number for visit in had if visit.counts and visit.kind is kind}
    if kind is Kind.INTEGRATION:
        doses = {visit.number for visit in had if visit.counts and visit.kind is Kind.DOSE}
        if doses - counted:
            return max(doses - counted)
    return max(counted, default=0) + 1
