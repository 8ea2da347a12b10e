"""Charts the injection: the ledger of the vial, the dose, the order's end and the session's state, or none of them."""

from datetime import datetime
from uuid import UUID

from daybreak.care.session_states import SessionState
from daybreak.care.session_states import states as session_states
from daybreak.clinic import states
from daybreak.clinic.entry import Conflict
from daybreak.clinic.once import once
from daybreak.clinic.orders.models import DoseOrder, OrderStatus
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
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

    Refused when no blood pressure was taken shortly before it in this session, or a rule by now stops the order.
    Invalid(errors={"reason": …}) when that pressure was above the clinic's limit, or a rule by now asks for a reason;
    Invalid(errors={"vial": …}) for another strength, an expired vial, or one that holds too little. Conflict when the
    dose was given already.
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
    found = before_dose.findings(current, order, moment)
    bedside.ask_reason(found, reason)
    syringe.check(order, Vial.objects.get(pk=vial.pk), moment)
    entry = vials.take(by=by, vial=vial, kind=EntryKind.ADMINISTERED, amount_ug=order.amount_ug, at=moment)
    row = Injection.objects.create(
        session=current,
        entry=entry,
        mg=order.drawn_mg,
        volume_ml=order.volume_ml,
        route=order.route,
        at=moment,
        reason=reason,
        findings=[finding.as_dict() for finding in found],
        recorded_by=by,
        client_id=client_id,
    )
    _mark_given(current, order)
    bedside.tell(current, "injection", payloads.injection(row))
    detail = {"mg": str(row.mg), "volume_ml": str(row.volume_ml), "vial": vial.label, "lot": vial.lot, "reason": reason}
    bedside.log(by, "session.inject", row, current, detail)
    return row


def _mark_given(session: DosingSession, order: DoseOrder) -> None:
    """Conditional on what was read, so that even without the locks a dose is charted once."""
    states.require_move(session_states(), session.state, SessionState.INJECTED)
    moved = DosingSession.objects.filter(pk=session.pk, state=session.state).update(state=SessionState.INJECTED)
    given = DoseOrder.objects.filter(pk=order.pk, status=OrderStatus.ACTIVE).update(status=OrderStatus.GIVEN)
    if not (moved and given):
        raise Conflict("This dose was charted by someone else meanwhile. Reload the page.")
    session.state = SessionState.INJECTED
