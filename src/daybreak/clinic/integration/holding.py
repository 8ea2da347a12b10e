"""Ends a window: the integration was held, or a person says why it was not."""

from datetime import datetime

from django.db import transaction

from daybreak.care.findings import SHORTEST_REASON
from daybreak.care.integration import Standing
from daybreak.care.visits import State
from daybreak.clinic import clock
from daybreak.clinic.entry import Conflict, Entries
from daybreak.clinic.integration import queries, steps, telling, visits
from daybreak.clinic.integration.models import IntegrationWindow, StepKind
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import may, permit
from daybreak.clinic.plans import actions as plans

LONGEST = 500


@transaction.atomic
def hold(*, by: Person, window: IntegrationWindow, at: datetime | None = None, words: str = "") -> IntegrationWindow:
    """The integration took place, at ``at``; its appointment is done with it, and an open alert is settled.

    Saying it twice does nothing. Invalid for a moment before the dose or ahead; Conflict when it was let go.
    """
    permit(by, "integration.hold")
    if steps.locked_with_all(window).held_at is not None:
        return steps.locked(window)
    current = steps.still_open(window)
    moment = at or clock.now()
    entries = Entries()
    if moment > clock.now():
        entries.refuse("at", "This moment lies ahead. Enter when it was held.")
    elif moment < current.injection.at:
        entries.refuse("at", "This moment lies before the dose. Enter when it was held.")
    entries.settle()
    current.held_at, current.held_by = moment, by
    steps.write(current, StepKind.HELD, by=by, words=words, detail={"at": moment.isoformat()})
    _end_appointment(current, by)
    telling.settle(current, by=by, note="The integration was held.")
    return current


@transaction.atomic
def let_go(*, by: Person, window: IntegrationWindow, reason: str) -> IntegrationWindow:
    """It is not going to be held, for a reason that stays. Saying it twice does nothing.

    Conflict while its time is not over and nobody has been told: until then it is booked, not given up.
    """
    permit(by, "integration.hold")
    entries = Entries()
    reason = entries.text("reason", reason, longest=LONGEST, called="The reason")
    if "reason" not in entries.errors and len(reason) < SHORTEST_REASON:
        entries.refuse("reason", "This is too short to be understood next year: write a sentence.")
    entries.settle()
    if steps.locked_with_all(window).let_go_at is not None:
        return steps.locked(window)
    current = steps.still_open(window)
    if queries.seen(current).standing is Standing.BOOKED:
        raise Conflict("An appointment is booked. Cancel it in the calendar first, or write down that it was held.")
    if current.told_at is None and clock.now() <= current.closes_at:
        raise Conflict("There is still time for this integration. It can be let go when the time is over.")
    current.let_go_at, current.let_go_by, current.reason = clock.now(), by, reason
    steps.write(current, StepKind.LET_GO, by=by, words=reason)
    telling.settle(current, by=by, note=f"The integration is not held: {reason}")
    return current


def _end_appointment(window: IntegrationWindow, by: Person) -> None:
    """What is booked for it is done, where its time has come and the person may change the plan."""
    row = visits.appointment(window)
    if row is not None and row.state == State.BOOKED and row.start <= clock.now() and may(by, "plan.write"):
        plans.mark_done(by=by, appointment=row)
