"""Charts the injection: the ledger of the vial, the dose, the order's end and the session's state, or none of them."""

from datetime import datetime
from uuid import UUID

from daybreak.care.amounts import plain
from daybreak.care.findings import Finding, refuse_if_stopped, unanswered
from daybreak.care.session_states import SessionState
from daybreak.care.session_states import states as session_states
from daybreak.clinic import policy, states
from daybreak.clinic.consents import actions as consents
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.integration import actions as integration
from daybreak.clinic.once import once
from daybreak.clinic.orders.models import DoseOrder, OrderStatus
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import may, permit
from daybreak.clinic.preparation.gate import refuse_gaps
from daybreak.clinic.sessions import bedside, before_dose, payloads, syringe, vitals
from daybreak.clinic.sessions.models import DosingSession, Injection
from daybreak.clinic.vials import actions as vials
from daybreak.clinic.vials.models import EntryKind, Vial


def inject(
    *,
    by: Person,
    session: DosingSession,
    vial: Vial,
    at: datetime | None = None,
    reason: str = "",
    client_id: UUID | None = None,
) -> Injection:
    """Chart that the ordered dose was given, from this vial: ledger line, injection and the order's end, together.

    Refused when no blood pressure was taken shortly before it in this session, or a rule by now stops the order;
    ``Unready`` when something on the checklist was missing at that moment. From now on no consent can be widened.
    Invalid(errors={"pressure": …}) when that pressure was above the clinic's limit, no prescriber has released the
    session on it, and ``by`` may not order: a reason is then not theirs to give. Invalid(errors={"reason": …}) when a
    rule asks for a reason that ``by`` may give; Invalid(errors={"vial": …}) for another strength, an expired vial, or
    one that holds too little. Conflict when the dose was given already.
    """
    permit(by, "session.inject")
    reason = bedside.text(reason, "reason", required=False, longest=bedside.LONGEST_REASON)
    return once(
        Injection,
        client_id,
        lambda row: (row.session_id, row.entry.vial_id) == (session.pk, vial.pk),
        lambda: _inject(by, session, vial, at, reason, client_id),
    )


def _inject(
    by: Person, session: DosingSession, vial: Vial, at: datetime | None, reason: str, client_id: UUID | None
) -> Injection:
    current = bedside.locked(session, "session.inject", "Charting an injection")
    order = DoseOrder.objects.select_for_update(of=("self",), no_key=True).get(pk=current.order_id)
    bedside.order_waits(order)
    moment = vitals.moment(at, current)
    consents.lock(course=current.order.course, session_id=current.public_id)
    refuse_gaps(current.order.course, at=moment)
    before = before_dose.pressure(current, moment)
    found = before_dose.findings(before, order)
    _weighed(by, before, found, reason)
    syringe.check(order, Vial.objects.get(pk=vial.pk), moment)
    entry = vials.take(by=by, vial=vial, kind=EntryKind.ADMINISTERED, amount_ug=order.amount_ug, at=moment)
    row = Injection.objects.create(
        session=current,
        entry=entry,
        mg=order.drawn_mg,
        volume_ml=order.volume_ml,
        route=order.route,
        at=moment,
        reason=_why(before, reason),
        findings=policy.kept(found),
        recorded_by=by,
        client_id=client_id,
    )
    _mark_given(current, order)
    bedside.tell(current, "injection", payloads.injection(row))
    detail = {"mg": plain(row.mg), "volume_ml": plain(row.volume_ml), "vial": vial.label, "lot": vial.lot}
    release = str(before.release.public_id) if before.release else ""
    bedside.log(by, "session.inject", row, current, {**detail, "reason": row.reason, "release": release})
    integration.open_window(injection=row, by=by)
    return row


def _weighed(by: Person, before: before_dose.Pressure, found: tuple[Finding, ...], reason: str) -> None:
    """Each review is answered by who may answer it: a high pressure by someone who may order, the rest by a reason."""
    refuse_if_stopped(found)
    held = before.holds and not may(by, "order.write")
    answered = before.findings if before.release or held else ()
    still_open = unanswered([finding for finding in found if finding not in answered], reason)
    errors = {"pressure": _held(before.findings)} if held else {}
    if still_open:
        errors["reason"] = " ".join(f"{finding.what} {finding.may_do}" for finding in still_open)
    if errors:
        raise Invalid(errors=errors)


def _held(findings: tuple[Finding, ...]) -> str:
    """For the nurse: what was found, what to do now, and whose decision it is."""
    what = " ".join(finding.what for finding in findings)
    return f"{what} {findings[0].may_do} A prescriber must release it: on the page Today, beside this session."


def _why(before: before_dose.Pressure, reason: str) -> str:
    """The reason given here; without one, that of the release."""
    if reason or before.release is None:
        return reason
    released = before.release
    return f"Released by {released.recorded_by.name if released.recorded_by else ''}: {released.reason}"


def _mark_given(session: DosingSession, order: DoseOrder) -> None:
    """Conditional on what was read, so that even without the locks a dose is charted once."""
    states.require_move(session_states(), session.state, SessionState.INJECTED)
    moved = DosingSession.objects.filter(pk=session.pk, state=session.state).update(state=SessionState.INJECTED)
    given = DoseOrder.objects.filter(pk=order.pk, status=OrderStatus.ACTIVE).update(status=OrderStatus.GIVEN)
    if not (moved and given):
        raise Conflict("This dose was charted by someone else meanwhile. Reload the page.")
    session.state = SessionState.INJECTED
