"""What people do with an open alert: take it, hand it to a colleague, write down what they tried."""

from django.db import transaction

from daybreak.care.alert_states import AlertState
from daybreak.care.alert_states import states as alert_states
from daybreak.care.alerts import kind as kind_of
from daybreak.care.findings import SHORTEST_REASON
from daybreak.clinic import clock, policy, states
from daybreak.clinic.alerts import steps, turn
from daybreak.clinic.alerts.models import Alert, AlertStep, StepKind
from daybreak.clinic.duty import queries as duty
from daybreak.clinic.entry import Conflict, Entries, Invalid
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit

LONGEST = 2000


@transaction.atomic
def acknowledge(*, by: Person, alert: Alert) -> Alert:
    """The person takes the alert: it is theirs from now on, and the time to end it runs.

    Taking what one has taken does nothing. Taking over from a colleague leaves the clock as it stands, so that an alert
    taken in turns is not taken for ever. Raises Refused; Conflict when it is closed, or the person is marked as away.
    """
    current = steps.locked(alert)
    of = kind_of(current.kind)
    permit(by, of.act_to_close)
    states.require(alert_states(), current.state, "alert.acknowledge", "Acknowledging")
    if current.state == AlertState.ACKNOWLEDGED and current.owner_id == by.pk:
        return current
    if not duty.is_here(by):
        raise Conflict(
            "You are marked as away, so an alert would not stay with you. Say that you are back, then take it."
        )
    states.require_move(alert_states(), current.state, AlertState.ACKNOWLEDGED)
    now, from_whom = clock.now(), current.owner
    if current.state != AlertState.ACKNOWLEDGED:
        current.due_at = now + of.time_to_close(policy.current())
    current.state, current.owner, current.for_everyone = AlertState.ACKNOWLEDGED, by, False
    current.acknowledged_at, current.acknowledged_by = now, by
    words = f"Taken over from {from_whom.name}." if from_whom and from_whom.pk != by.pk else ""
    steps.write(current, StepKind.ACKNOWLEDGED, by=by, words=words)
    return current


@transaction.atomic
def hand_on(*, by: Person, alert: Alert, to: Person, why: str) -> Alert:
    """A colleague is asked to hold it, with the time to acknowledge anew. Raises Refused, Invalid, Conflict."""
    current = steps.locked(alert)
    of = kind_of(current.kind)
    permit(by, of.act_to_close)
    states.require(alert_states(), current.state, "alert.hand_on", "Handing on")
    entries = Entries()
    why = _reason(entries, "why", why, "Why it is handed on")
    if not turn.may_take(to, of, clock.now()):
        entries.refuse("to", f"{to.name} is away or may not hold this alert: choose someone else.")
    elif to.pk == current.owner_id:
        entries.refuse("to", f"{to.name} holds it already: choose someone else.")
    entries.settle()
    current.owner, current.state, current.step = to, AlertState.ESCALATED, current.step + 1
    current.due_at = clock.now() + of.time_to_acknowledge(policy.current())
    steps.write(current, StepKind.HANDED_ON, by=by, words=f"To {to.name}: {why}")
    return current


@transaction.atomic
def note(*, by: Person, alert: Alert, text: str) -> AlertStep:
    """What was tried or learnt, beside the alert; its clock runs on. Raises Refused, Invalid, Conflict."""
    current = steps.locked(alert)
    permit(by, "alert.acknowledge")
    states.require(alert_states(), current.state, "alert.note", "Adding a note")
    entries = Entries()
    text = _reason(entries, "text", text, "The note")
    entries.settle()
    return steps.write(current, StepKind.NOTED, by=by, words=text)


@transaction.atomic
def close(*, by: Person, alert: Alert, note: str) -> Alert:
    """Ends an alert of a kind that a sentence can end. One that is closed stays as it is.

    Conflict for a kind that only a signed risk assessment ends: ``assess`` does that.
    """
    current = steps.locked(alert)
    of = kind_of(current.kind)
    permit(by, of.act_to_close)
    if current.state == AlertState.CLOSED:
        return current
    if of.needs_assessment:
        raise Conflict("This alert ends with a signed risk assessment: record one, and the alert closes with it.")
    entries = Entries()
    note = _reason(entries, "note", note, "What was done")
    entries.settle()
    end(current, by=by, note=note)
    return current


def end(alert: Alert, *, by: Person, note: str = "", words: str = "") -> None:
    """The writer behind every closing, in its transaction, with the alert locked and its documentation at hand."""
    if not (note or alert.assessment):
        raise Invalid(errors={"note": "An alert never ends without saying how."})
    states.require_move(alert_states(), alert.state, AlertState.CLOSED)
    alert.state, alert.due_at, alert.for_everyone = AlertState.CLOSED, None, False
    alert.closed_at, alert.closed_by, alert.closing_note = clock.now(), by, note
    steps.write(alert, StepKind.CLOSED, by=by, words=words or note)


def _reason(entries: Entries, field: str, value: str, called: str) -> str:
    clean = entries.text(field, value, longest=LONGEST, called=called)
    if field not in entries.errors and len(clean) < SHORTEST_REASON:
        entries.refuse(field, f"{called} is too short to be understood next year: write a sentence.")
    return clean
