"""Takes vials in and takes amounts out of them; every movement is a ledger line in whole micrograms."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import F

from daybreak.care import amounts
from daybreak.clinic import clock
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.once import once
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.vials.delivery import Delivery
from daybreak.clinic.vials.models import EntryKind, Vial, VialEntry


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
        on_hand_ug=delivery.amount_ug,
        recorded_by=by,
        client_id=client_id,
    )
    VialEntry.objects.create(
        vial=vial, kind=EntryKind.RECEIVED, amount_ug=delivery.amount_ug, at=clock.now(), recorded_by=by
    )
    audit.append(by=by, act="vial.receive", subject=vial, detail={"lot": delivery.lot, "amount_ug": delivery.amount_ug})
    return vial


def waste(
    *, by: Person, vial: Vial, amount_ug: int, witness: Person | None, reason: str, client_id: UUID | None = None
) -> VialEntry:
    """What is thrown away, seen by a second person. Invalid without a witness, or with oneself as the witness."""
    permit(by, "vial.receive")
    problems = _waste_problems(by, witness, reason)
    if problems:
        raise Invalid(errors=problems)
    return take(
        by=by,
        vial=vial,
        kind=EntryKind.WASTED,
        amount_ug=amount_ug,
        witness=witness,
        reason=reason.strip(),
        client_id=client_id,
    )


def give_back(*, by: Person, vial: Vial, amount_ug: int, reason: str, client_id: UUID | None = None) -> VialEntry:
    """What goes back to the pharmacy or to destruction. Invalid without a reason."""
    permit(by, "vial.receive")
    if not reason.strip():
        raise Invalid(errors={"reason": "Say where it goes and why, for example “expired, to the pharmacy”."})
    return take(
        by=by, vial=vial, kind=EntryKind.RETURNED, amount_ug=amount_ug, reason=reason.strip(), client_id=client_id
    )


def take(
    *,
    by: Person,
    vial: Vial,
    kind: EntryKind,
    amount_ug: int,
    at: datetime | None = None,
    witness: Person | None = None,
    reason: str = "",
    client_id: UUID | None = None,
) -> VialEntry:
    """The one writer that takes an amount out. It asks no permission: the act that calls it has asked.

    Conflict when the vial holds less: the amount on hand is lowered by one conditional UPDATE, so that of two
    people who draw the last dose at once only one gets it; the database refuses less than nothing besides.
    """
    if kind == EntryKind.RECEIVED:
        raise ValueError("A vial is received once, by `receive`; `take` only takes out.")
    if amount_ug <= 0:
        raise Invalid(errors={"amount": "Give an amount above zero."})
    entry = VialEntry(
        vial=vial,
        kind=kind,
        amount_ug=amount_ug,
        at=at or clock.now(),
        witness=witness,
        reason=reason,
        recorded_by=by,
        client_id=client_id,
    )
    return once(VialEntry, client_id, lambda row: _tells_the_same(row, entry), lambda: _take(by, entry))


def _tells_the_same(row: VialEntry, entry: VialEntry) -> bool:
    return (row.vial_id, row.kind, row.amount_ug) == (entry.vial_id, entry.kind, entry.amount_ug)


def _take(by: Person, entry: VialEntry) -> VialEntry:
    holds_enough = Vial.objects.filter(pk=entry.vial_id, on_hand_ug__gte=entry.amount_ug)
    if not holds_enough.update(on_hand_ug=F("on_hand_ug") - entry.amount_ug):
        raise _not_enough(entry)
    entry.save(force_insert=True)
    witness = str(entry.witness.public_id) if entry.witness else None
    detail = {"amount_ug": entry.amount_ug, "witness": witness, "reason": entry.reason}
    audit.append(by=by, act=f"vial.{entry.kind}", subject=entry.vial, detail=detail)
    return entry


def _not_enough(entry: VialEntry) -> Conflict:
    vial = Vial.objects.get(pk=entry.vial_id)
    holds, asked = amounts.plain(amounts.mg_of(vial.on_hand_ug)), amounts.plain(amounts.mg_of(entry.amount_ug))
    return Conflict(f"Vial {vial.label} holds {holds} mg, which is less than {asked} mg. Choose another vial.")


def _waste_problems(by: Person, witness: Person | None, reason: str) -> dict[str, str]:
    problems = {}
    if witness is None or not witness.is_active:
        problems["witness"] = "Waste is seen by a second person. Choose who saw it."
    elif witness.pk == by.pk:
        problems["witness"] = "You cannot witness your own waste. Choose the second person who saw it."
    if not reason.strip():
        problems["reason"] = "Say why it was wasted, for example “left in the syringe after the dose”."
    return problems
