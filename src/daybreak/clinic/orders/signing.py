"""Signs an order: what the prescriber puts a name to, as one text that can be compared with the record years later."""

from daybreak.care import amounts
from daybreak.care.routes import Route
from daybreak.clinic.orders.models import DoseOrder
from daybreak.clinic.people.models import Person
from daybreak.clinic.signatures import actions as signatures
from daybreak.clinic.signatures.models import Signature
from daybreak.clinic.signatures.proof import Proof


def meaning(order: DoseOrder) -> str:
    """What the signature means: "order 40 mg of ketamine, intramuscular"."""
    return f"order {amounts.plain(order.mg)} mg of ketamine, {Route(order.route).label}"


def content(order: DoseOrder) -> str:
    """The order as it is signed: patient, dose, how it was reckoned, and the reason given."""
    return "\n".join(
        (
            f"Patient {order.course.patient.public_id}, course {order.course.public_id}",
            f"{amounts.plain(order.mg)} mg ketamine, {order.route}, {amounts.plain(order.volume_ml)} mL of "
            f"{amounts.plain(order.concentration_mg_per_ml)} mg/mL",
            f"{amounts.plain(order.mg_per_kg)} mg/kg of {amounts.plain(order.weight_kg)} kg, {order.weight_basis}",
            f"Reason: {order.reason}",
            f"Rules: {order.policy_version}",
            *((f"Changed: {order.change_reason}",) if order.supersedes_id else ()),
        )
    )


def sign(by: Person, order: DoseOrder, proof: Proof | None) -> Signature:
    """The prescriber's signature under a new order, in its transaction. Invalid without proof of who signs."""
    return signatures.sign(
        by=by, meaning=meaning(order), subject=order, content=content(order), proof=proof, patient=order.course.patient
    )
