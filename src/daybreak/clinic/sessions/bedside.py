"""What every act at the bedside does: lock its session, ask the state, number its event, leave a line in the log."""

from collections.abc import Iterable
from typing import Any

from daybreak.care.findings import Finding, refuse_if_stopped, unanswered
from daybreak.care.session_states import states as session_states
from daybreak.clinic import states
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.entry import Absent, Conflict, Invalid
from daybreak.clinic.orders.models import DoseOrder, OrderStatus
from daybreak.clinic.people.models import Person
from daybreak.clinic.sessions import events, queries
from daybreak.clinic.sessions.models import DosingSession, Injection, Reading, Release, SessionNote

LONGEST_TEXT = 4000
LONGEST_REASON = 300


def locked(session: DosingSession, act: str = "", doing: str = "") -> DosingSession:
    """The session as it is now, locked until the end of the transaction, in a state that allows the act."""
    rows = DosingSession.objects.select_for_update(of=("self",), no_key=True).select_related("order__course__patient")
    current = rows.filter(pk=session.pk).first()
    if current is None:
        raise Absent("There is no such session.")
    if act:
        states.require(session_states(), current.state, act, doing)
    return current


def order_waits(order: DoseOrder) -> None:
    """Raise Conflict unless the order waits to be given."""
    if order.status == OrderStatus.GIVEN:
        raise Conflict("This dose has been given already. A second dose needs a second order.")
    if order.status == OrderStatus.CANCELLED:
        raise Conflict("This order was cancelled. Ask the prescriber for a new one.")


def ask_reason(found: Iterable[Finding], reason: str) -> None:
    """Raise care's Refused for a stop, Invalid(errors={"reason": …}) for a review that ``reason`` does not answer."""
    found = tuple(found)
    refuse_if_stopped(found)
    still_open = unanswered(found, reason)
    if still_open:
        raise Invalid(errors={"reason": " ".join(f"{finding.what} {finding.may_do}" for finding in still_open)})


def tell(session: DosingSession, kind: str, payload: dict[str, Any]) -> None:
    """Every event says when the next reading is due, so that all screens count down to the same moment."""
    events.append(session, kind, {**payload, "due": queries.due(session)})


def log(
    by: Person,
    act: str,
    subject: DosingSession | Reading | Injection | Release | SessionNote,
    session: DosingSession,
    detail: dict[str, Any],
) -> None:
    """One line in the audit log, about ``subject``, in the chart of the session's patient."""
    audit.append(by=by, act=act, subject=subject, patient=session.order.course.patient, detail=detail)


def text(written: str, field: str, *, required: bool = True, longest: int = LONGEST_TEXT) -> str:
    """What was written, without blanks around it. Invalid when it is missing or too long."""
    clean = written.replace("\x00", "").strip()
    if required and not clean:
        raise Invalid(errors={field: "Nothing is written yet. Write something, or leave it."})
    if len(clean) > longest:
        raise Invalid(errors={field: f"This is too long. Shorten it to {longest} characters."})
    return clean


def reason(written: str, ask: str) -> str:
    """The reason that was given. Invalid with ``ask`` when there is none."""
    clean = text(written, "reason", required=False, longest=LONGEST_REASON)
    if not clean:
        raise Invalid(errors={"reason": ask})
    return clean
