"""Books the appointment of a window through the plan, and hands a window to a colleague."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from daybreak.care.findings import SHORTEST_REASON
from daybreak.care.visits import Kind
from daybreak.clinic import clock
from daybreak.clinic.entry import Conflict, Entries
from daybreak.clinic.integration import queries, steps, telling, visits
from daybreak.clinic.integration.models import IntegrationWindow, StepKind
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.plans import actions as plans
from daybreak.clinic.plans.models import Appointment, Place


def book(
    *,
    by: Person,
    window: IntegrationWindow,
    at: datetime,
    place: Place | None = None,
    reason: str = "",
    confirmed: Collection[str] = (),
    client_id: UUID | None = None,
) -> Appointment:
    """The appointment in which the dose is worked through, with the owner of the window; it settles an open alert.

    Invalid(confirm={"at": …}) for a moment outside the window, which is allowed and does not keep its promise: a person
    is told all the same unless one was told before. What the plan refuses is refused; Conflict when one is booked.
    """
    permit(by, "integration.book")
    entries = Entries(confirmed)
    if at <= clock.now():
        entries.refuse("at", "This time is past. Choose one that is ahead.")
    elif at < window.opens_at:
        entries.ask("at", f"The window opens only {_said(window.opens_at)}. Is the earlier time meant?")
    elif at > window.closes_at:
        entries.ask("at", f"The window closes {_said(window.closes_at)}, before this time. Is it still meant?")
    entries.settle()
    with transaction.atomic():
        current = steps.still_open(window)
        known = visits.appointment(current)
        if known is not None:
            if client_id is not None and known.client_id == client_id:
                return known
            raise Conflict("An appointment for this integration is booked already. Move that one in the calendar.")
        row = plans.book(
            by=by,
            course=current.course,
            kind=Kind.INTEGRATION,
            number=current.number,
            start=at,
            place=place,
            staff=[current.owner] if current.owner else [],
            reason=reason,
            client_id=client_id,
        )
        words = f"For {_said(row.start)}."
        steps.write(current, StepKind.BOOKED, by=by, words=words, detail={"appointment": str(row.public_id)})
        telling.settle(current, by=by, note=f"The integration is booked for {_said(row.start)}.")
        return row


@transaction.atomic
def hand_on(*, by: Person, window: IntegrationWindow, to: Person, why: str) -> IntegrationWindow:
    """A colleague sees to it from now on. Handing it to who has it does nothing. Raises Refused, Invalid, Conflict."""
    permit(by, "integration.book")
    current = steps.still_open(window)
    if current.owner_id == to.pk:
        return current
    entries = Entries()
    why = entries.text("why", why, longest=300, called="Why it is handed on")
    if "why" not in entries.errors and len(why) < SHORTEST_REASON:
        entries.refuse("why", "This is too short to be understood next year: write a sentence.")
    if to not in queries.who_may_own(current):
        entries.refuse("to", f"{to.name} is away or may not hold an integration: choose someone else.")
    entries.settle()
    current.owner = to
    steps.write(current, StepKind.HANDED_ON, by=by, words=f"To {to.name}: {why}")
    return current


def _said(moment: datetime) -> str:
    local = timezone.localtime(moment, timezone.get_default_timezone())
    return f"{local:%a} {local.day} {local:%b, %H:%M}"
