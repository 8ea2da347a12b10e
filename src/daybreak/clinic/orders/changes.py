"""An order that takes the place of another: what is different, and why."""

from decimal import Decimal
from typing import TypedDict

from django.utils import timezone

from daybreak.care import amounts
from daybreak.care.findings import Finding, is_a_reason
from daybreak.clinic import clock, policy
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.orders.models import DoseOrder, OrderStatus
from daybreak.clinic.orders.proposal import Proposal
from daybreak.clinic.people.models import Person

_NEEDED = "Say what changed: the earlier order stays in the record, and someone will ask why it was not given."
_UNITS = {
    "route": "",
    "mg": "mg",
    "volume_ml": "mL",
    "weight_kg": "kg",
    "weight_basis": "",
    "concentration_mg_per_ml": "mg/mL",
}
_WORDS = {
    "route": "Route",
    "mg": "Dose",
    "volume_ml": "Volume",
    "weight_kg": "Weight used",
    "weight_basis": "Reckoned on",
    "concentration_mg_per_ml": "Vial strength",
}


class Change(TypedDict):
    """One thing that is different, in words and as it was and is."""

    what: str
    was: str
    now: str


def replaced(by: Person, order: DoseOrder, course_pk: int, reason: str) -> DoseOrder:
    """Take ``order`` out of force because another comes in its place; inside the transaction that signs that one.

    Invalid(errors={"change_reason": …}) without a reason; Conflict when it is given, cancelled, or in a session.
    """
    if not is_a_reason(reason):
        raise Invalid(errors={"change_reason": _NEEDED})
    current = DoseOrder.objects.select_for_update(of=("self",), no_key=True).get(pk=order.pk, course=course_pk)
    if current.status != OrderStatus.ACTIVE:
        raise Conflict(f"This order is {current.get_status_display().lower()}; it can no longer be changed.")
    if current.sessions.filter(state="open").exists():
        raise Conflict("A session is open for this order. Abandon the session first, then change the order.")
    current.status, current.cancelled_at, current.cancelled_by = OrderStatus.CANCELLED, clock.now(), by
    current.cancel_reason = f"Changed: {reason.strip()}"[:300]
    current.save(update_fields=["status", "cancelled_at", "cancelled_by", "cancel_reason"])
    return current


def between(old: DoseOrder, proposal: Proposal) -> list[Change]:
    """What the proposed order has that ``old`` had not."""
    request, dose = proposal.request, proposal.calculation
    new: dict[str, Decimal | str] = {
        "route": request.route.value,
        "mg": dose.mg,
        "volume_ml": dose.volume_ml,
        "weight_kg": request.weight_kg,
        "weight_basis": request.basis.value,
        "concentration_mg_per_ml": request.concentration_mg_per_ml,
    }
    return [
        Change(what=_WORDS[name], was=_said(name, getattr(old, name)), now=_said(name, value))
        for name, value in new.items()
        if getattr(old, name) != value
    ]


def finding(old: DoseOrder, changes: list[Change]) -> Finding:
    """The rule that an order is changed with a reason, as it spoke here."""
    told = "; ".join(f"{change['what'].lower()} {change['was']} → {change['now']}" for change in changes)
    signed = timezone.localdate(old.signed_at).isoformat()
    what = f"This order takes the place of one signed on {signed}: {told or 'signed anew without a difference'}."
    return policy.current()["dose.change"].finding(what, "The reason for the change is kept with the order.")


def _said(name: str, value: Decimal | str) -> str:
    text = amounts.plain(value) if isinstance(value, Decimal) else str(value)
    return f"{text} {_UNITS[name]}".strip()
