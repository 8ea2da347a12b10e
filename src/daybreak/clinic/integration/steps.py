"""Writes down each step of a window, numbered, in the transaction of the act, with a line in the audit log."""

from typing import Any

from daybreak.clinic import clock
from daybreak.clinic.alerts.models import Alert
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Conflict, one_at_a_time
from daybreak.clinic.integration.models import IntegrationWindow, StepKind, WindowStep
from daybreak.clinic.people.models import Person

BY_THE_CLOCK = "the rounds"
ACTS = {
    StepKind.OPENED: "integration.open",
    StepKind.BOOKED: "integration.book",
    StepKind.TOLD: "integration.tell",
    StepKind.HANDED_ON: "integration.hand_on",
    StepKind.HELD: "integration.hold",
    StepKind.LET_GO: "integration.let_go",
}


def write(
    window: IntegrationWindow,
    what: StepKind,
    *,
    by: Person | None,
    words: str = "",
    detail: dict[str, Any] | None = None,
) -> WindowStep:
    """Number and keep the step; ``window`` is as it stands after it, and is saved with it. In a transaction, locked."""
    window.last_seq += 1
    window.save()
    step = WindowStep.objects.create(
        window=window, seq=window.last_seq, kind=what, at=clock.now(), by=by, owner=window.owner, words=words
    )
    kept = {"dose": window.number, "owner": window.owner.name if window.owner else "", "words": words}
    audit.append(
        by=by,
        actor_name=BY_THE_CLOCK,
        act=ACTS[what],
        subject=window,
        patient=window.course.patient,
        detail={**kept, **(detail or {})},
    )
    return step


def locked(window: IntegrationWindow) -> IntegrationWindow:
    """The window as it is now, held until the end of the transaction."""
    rows = IntegrationWindow.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("course__patient", "owner", "alert", "injection").get(pk=window.pk)


def locked_with_all(window: IntegrationWindow) -> IntegrationWindow:
    """The window with all that an act on it may change, in the order in which everyone waits for them.

    The calendar, the course, the window, its alert; the head of the audit log comes last, with the first line written.
    """
    one_at_a_time("plans")
    Course.objects.select_for_update(of=("self",), no_key=True).get(pk=window.course_id)
    current = locked(window)
    if current.alert_id is not None:
        Alert.objects.select_for_update(of=("self",), no_key=True).get(pk=current.alert_id)
    return current


def still_open(window: IntegrationWindow) -> IntegrationWindow:
    """The window with all that goes with it, locked. Conflict when it has ended."""
    current = locked_with_all(window)
    if current.is_ended:
        raise Conflict("This integration has ended already. Reload the page to see how.")
    return current
