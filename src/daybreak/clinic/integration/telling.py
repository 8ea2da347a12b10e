"""Tells a person of a window before it closes in silence, and settles the alert when someone has answered."""

from datetime import datetime
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction
from django.utils import timezone

from daybreak.care.integration import Standing
from daybreak.clinic.alerts import actions as alerts
from daybreak.clinic.alerts.queries import open_alerts
from daybreak.clinic.integration import opening, queries, steps
from daybreak.clinic.integration.models import IntegrationWindow, StepKind
from daybreak.clinic.integration.queries import Seen
from daybreak.clinic.people.models import Person
from daybreak.clinic.sessions.models import Injection

KIND = "integration_closing"


def make_rounds(now: datetime) -> int:
    """What time has made due: doses without a window, owners who cannot any more, windows about to close. How many."""
    opened = sum(_open(injection) for injection in opening.without_window(now))
    rows = list(queries.open_rows())
    passed = sum(_pass_on(row) for row in rows if row.owner is None or not queries.may_own(row.owner))
    return opened + passed + sum(tell(window=row, now=now) for row in rows if _is_due(queries.seen(row, now)))


@transaction.atomic
def tell(*, window: IntegrationWindow, now: datetime) -> bool:
    """Raise the alert if it is due; whether it was. Asked again, or by two processes at once, it does nothing."""
    current = steps.locked(window)
    seen = queries.seen(current, now)
    if current.is_ended or not _is_due(seen):
        return False
    times = current.told_times + 1
    what = _what(seen)
    current.alert = alerts.raise_alert(
        kind=KIND,
        patient=current.course.patient,
        course=current.course,
        what=what,
        detail={"integration": str(current.public_id), "dose": current.number, "closes_at": _iso(current.closes_at)},
        owner=current.owner,
        client_id=uuid5(NAMESPACE_OID, f"daybreak.integration:{current.public_id}:{times}"),
    )
    current.told_at, current.told_times = now, times
    steps.write(current, StepKind.TOLD, by=None, words=what)
    return True


def settle(window: IntegrationWindow, *, by: Person, note: str) -> None:
    """Close the open alert of this window, as what ``by`` has just done answers it. In the transaction of that act."""
    if window.alert is not None and open_alerts().filter(pk=window.alert.pk).exists():
        alerts.close(by=by, alert=window.alert, note=note)


def _is_due(seen: Seen) -> bool:
    return seen.tell_at is not None and seen.tell_at <= seen.now


def _what(seen: Seen) -> str:
    row, until = seen.row, f"the window closes {_said(seen.row.closes_at)}"
    if seen.is_over:
        until = f"the window closed {_said(row.closes_at)}"
    if seen.standing is Standing.BOOKED and seen.appointment is not None:
        return f"Dose {row.number}: the integration of {_said(seen.appointment.start)} was not written down; {until}."
    if seen.appointment is not None:
        return f"Dose {row.number}: the integration is booked for {_said(seen.appointment.start)}; {until}."
    return f"Dose {row.number}: no integration is booked; {until}."


@transaction.atomic
def _open(injection: Injection) -> int:
    opening.open_window(injection=injection, by=injection.recorded_by)
    return 1


@transaction.atomic
def _pass_on(window: IntegrationWindow) -> int:
    """The window goes to whoever's turn it is, when its owner has left or may not see to it any more."""
    current = steps.locked(window)
    if current.is_ended or (current.owner is not None and queries.may_own(current.owner)):
        return 0
    before, current.owner = current.owner, opening.next_owner(current) or current.owner
    if current.owner == before or current.owner is None:
        return 0
    why = f"{before.name} may no longer see to it." if before else "Nobody had it."
    steps.write(current, StepKind.HANDED_ON, by=None, words=f"To {current.owner.name}: {why}")
    return 1


def _said(moment: datetime) -> str:
    local = timezone.localtime(moment, timezone.get_default_timezone())
    return f"{local:%a} {local.day} {local:%b, %H:%M}"


def _iso(moment: datetime) -> str:
    return moment.isoformat()
