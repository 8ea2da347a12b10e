"""Opens the window with the dose, in its transaction, and names who sees to it."""

from datetime import datetime, timedelta

from daybreak.clinic.duty import queries as duty
from daybreak.clinic.integration import queries, steps, visits
from daybreak.clinic.integration.models import IntegrationWindow, StepKind
from daybreak.clinic.people.models import Person
from daybreak.clinic.preparation import queries as preparation
from daybreak.clinic.sessions.models import Injection

LOOKED_BACK = timedelta(days=14)
"""How old a dose may be that has no window yet, from before windows were kept, and still be given one."""


def open_window(*, injection: Injection, by: Person | None = None) -> IntegrationWindow:
    """The window after this dose; one that there is stays as it is. Call it in the transaction that charts the dose."""
    known = queries.of_dose(injection)
    if known is not None:
        return known
    course = injection.session.order.course
    opens_at, closes_at = visits.bounds(injection)
    row = IntegrationWindow(
        course=course,
        injection=injection,
        number=visits.number(injection),
        opens_at=opens_at,
        closes_at=closes_at,
        protocol=visits.protocol(course),
        recorded_by=by,
    )
    row.owner = _owner(row, by)
    words = f"Dose {row.number}. {row.owner.name if row.owner else 'Nobody who may is here, so everyone'} sees to it."
    times = {"opens_at": opens_at.isoformat(), "closes_at": closes_at.isoformat(), "protocol": row.protocol}
    steps.write(row, StepKind.OPENED, by=by, words=words, detail=times)
    return row


def without_window(now: datetime) -> list[Injection]:
    """Doses of the last days that have no window."""
    rows = Injection.objects.filter(integration_window=None, at__gte=now - LOOKED_BACK)
    return list(rows.select_related("session__order__course__patient").order_by("at", "pk"))


def next_owner(window: IntegrationWindow) -> Person | None:
    """Who is asked when the owner no longer can: whoever's turn it is."""
    return next((person for person in duty.in_turn(queries.OWNERS) if queries.may_own(person)), None)


def _owner(window: IntegrationWindow, by: Person | None) -> Person | None:
    """Who is booked for it, else who prepared the patient, else whose turn it is, else who gave the dose."""
    booked = visits.appointment(window)
    held = preparation.sessions(window.course).last()
    known = [*(booked.staff.all() if booked else ()), *([held.recorded_by] if held and held.recorded_by else [])]
    here = [person for person in known if duty.is_here(person) and queries.may_own(person)]
    return next(iter(here), None) or next_owner(window) or by
