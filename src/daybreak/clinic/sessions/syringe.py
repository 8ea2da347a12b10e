"""Whether the vial in the hand fits the order: the same strength, not expired, enough in it."""

from datetime import datetime

from django.utils import timezone

from daybreak.care.amounts import mg_of, plain
from daybreak.clinic.entry import Invalid
from daybreak.clinic.orders.models import DoseOrder
from daybreak.clinic.vials.models import Vial


def check(order: DoseOrder, vial: Vial, moment: datetime) -> None:
    """Raise Invalid(errors={"vial": …}) unless the order's volume, drawn from this vial, is the order's dose."""
    problem = _problem(order, vial, moment)
    if problem:
        raise Invalid(errors={"vial": f"{problem} Choose another vial."})


def _problem(order: DoseOrder, vial: Vial, moment: datetime) -> str:
    if vial.concentration_mg_per_ml != order.concentration_mg_per_ml:
        holds, asks = plain(vial.concentration_mg_per_ml), plain(order.concentration_mg_per_ml)
        return f"Vial {vial.label} holds {holds} mg/mL, but the order is reckoned for {asks} mg/mL."
    if vial.expires_on < timezone.localdate(moment):
        return f"Vial {vial.label} expired on {vial.expires_on.isoformat()}."
    if vial.on_hand_ug < order.amount_ug:
        holds, gives = plain(mg_of(vial.on_hand_ug)), plain(order.drawn_mg)
        return f"Vial {vial.label} holds {holds} mg, less than the {gives} mg to give."
    return ""
