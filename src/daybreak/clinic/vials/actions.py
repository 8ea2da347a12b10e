"""Takes vials in, and is the way in to every other act on them: each movement is a ledger line in whole micrograms.

What a vial holds is changed by the database, from the lines (``invariant.py``): no act here writes it.
"""

from datetime import date
from decimal import Decimal
from uuid import UUID

from daybreak.clinic import clock
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.entry import Invalid
from daybreak.clinic.once import once
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.vials.correcting import draw_from_other, reverse
from daybreak.clinic.vials.counting import Found, count
from daybreak.clinic.vials.delivery import Delivery
from daybreak.clinic.vials.disposing import break_vial, find_overfill, give_back, move, waste
from daybreak.clinic.vials.losing import lose, record_step
from daybreak.clinic.vials.models import EntryKind, Vial, VialEntry
from daybreak.clinic.vials.recording import read_records
from daybreak.clinic.vials.taking import take

__all__ = [
    "Found",
    "break_vial",
    "count",
    "draw_from_other",
    "find_overfill",
    "give_back",
    "lose",
    "move",
    "read_records",
    "receive",
    "record_step",
    "reverse",
    "take",
    "waste",
]


def receive(
    *,
    by: Person,
    label: str,
    lot: str,
    expires_on: date,
    concentration_mg_per_ml: Decimal,
    volume_ml: Decimal,
    location: str = "",
    client_id: UUID | None = None,
    confirmed: tuple[str, ...] = (),
) -> Vial:
    """A vial enters the ledger with all it holds. Invalid names each field that cannot be, or asks to confirm it."""
    permit(by, "vial.receive")
    delivery = Delivery(
        label=label.strip(),
        lot=lot.strip(),
        expires_on=expires_on,
        concentration_mg_per_ml=Decimal(concentration_mg_per_ml),
        volume_ml=Decimal(volume_ml),
        location=location.strip(),
    )
    delivery.check(confirmed)
    return once(Vial, client_id, delivery.is_of, lambda: _receive(by, delivery, client_id))


def _receive(by: Person, delivery: Delivery, client_id: UUID | None) -> Vial:
    if Vial.objects.filter(label=delivery.label).exists():
        raise Invalid(errors={"label": f"There is already a vial “{delivery.label}”. Give this one its own label."})
    vial = Vial.objects.create(
        label=delivery.label,
        lot=delivery.lot,
        expires_on=delivery.expires_on,
        concentration_mg_per_ml=delivery.concentration_mg_per_ml,
        volume_ml=delivery.volume_ml,
        location=delivery.location,
        received_ug=delivery.amount_ug,
        recorded_by=by,
        client_id=client_id,
    )
    amount = delivery.amount_ug
    VialEntry.objects.create(
        vial=vial, kind=EntryKind.RECEIVED, amount_ug=amount, change_ug=amount, at=clock.now(), recorded_by=by
    )
    vial.refresh_from_db(fields=["on_hand_ug"])
    audit.append(by=by, act="vial.receive", subject=vial, detail={"lot": delivery.lot, "amount_ug": amount})
    return vial
