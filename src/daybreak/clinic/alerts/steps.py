"""Writes down each step of an alert, numbered, in the transaction of the act, with a line in the audit log."""

from typing import Any

from daybreak.clinic import clock
from daybreak.clinic.alerts.models import Alert, AlertStep, StepKind
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.people.models import Person

ACTS = {
    StepKind.RAISED: "alert.raise",
    StepKind.ESCALATED: "alert.escalate",
    StepKind.PASSED_ON: "alert.pass_on",
    StepKind.HANDED_ON: "alert.hand_on",
    StepKind.ACKNOWLEDGED: "alert.acknowledge",
    StepKind.AGAIN: "alert.again",
    StepKind.NOTED: "alert.note",
    StepKind.SHOWN: "alert.shown",
    StepKind.CLOSED: "alert.close",
}
BY_THE_CLOCK = "the rounds"


def write(
    alert: Alert,
    what: StepKind,
    *,
    by: Person | None,
    words: str = "",
    actor_name: str = BY_THE_CLOCK,
    detail: dict[str, Any] | None = None,
) -> AlertStep:
    """Number and keep the step; ``alert`` is as it stands after it, and is saved with it. In a transaction, locked."""
    alert.last_seq += 1
    alert.save()
    step = AlertStep.objects.create(
        alert=alert,
        seq=alert.last_seq,
        kind=what,
        at=clock.now(),
        by=by,
        owner=alert.owner,
        step=alert.step,
        round=alert.round,
        due_at=alert.due_at,
        words=words,
    )
    audit.append(
        by=by,
        actor_name=actor_name,
        act=ACTS[what],
        subject=alert,
        patient=alert.patient,
        detail={**_standing(alert), **(detail or {}), "words": words},
    )
    return step


def locked(alert: Alert) -> Alert:
    """The alert as it is now, held until the end of the transaction."""
    return (
        Alert.objects.select_for_update(of=("self",), no_key=True)
        .select_related("patient", "owner", "course")
        .get(pk=alert.pk)
    )


def _standing(alert: Alert) -> dict[str, Any]:
    return {
        "kind": alert.kind,
        "state": alert.state,
        "owner": alert.owner.name if alert.owner else "",
        "step": alert.step,
        "due_at": alert.due_at.isoformat() if alert.due_at else "",
    }
