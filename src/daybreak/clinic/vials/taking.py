"""Writes a line of the ledger: under its vial's lock, never taking more than it holds, told in the log."""

from datetime import datetime
from uuid import UUID

from daybreak.care import amounts
from daybreak.clinic import clock
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.once import once
from daybreak.clinic.people.models import Person
from daybreak.clinic.vials.models import TAKES, EntryKind, Vial, VialEntry

LONGEST_REASON = 300


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
    """Take an amount out. It asks no permission: the act that calls it has asked.

    Conflict when the vial holds less: of two people who draw the last dose at once only one gets it; the database
    refuses less than nothing besides.
    """
    if kind not in TAKES:
        raise ValueError(f"A vial is received once, by `receive`; `take` only takes out, and {kind} does not.")
    if amount_ug <= 0:
        raise Invalid(errors={"amount": "Give an amount above zero."})
    entry = VialEntry(
        vial=vial,
        kind=kind,
        amount_ug=amount_ug,
        change_ug=-amount_ug,
        at=at or clock.now(),
        witness=witness,
        reason=reason,
        recorded_by=by,
        client_id=client_id,
    )
    return once(VialEntry, client_id, lambda row: tells_the_same(row, entry), lambda: write(by, entry))


def write(by: Person, entry: VialEntry) -> VialEntry:
    """Write the line, inside its act's transaction; the database changes what the vial holds. Conflict for too much."""
    vial = Vial.objects.select_for_update(of=("self",), no_key=True).get(pk=entry.vial_id)
    if vial.on_hand_ug + entry.change_ug < 0:
        raise _not_enough(vial, entry.amount_ug)
    entry.save(force_insert=True)
    audit.append(by=by, act=f"vial.{entry.kind}", subject=vial, detail=_told(entry))
    return entry


def tells_the_same(row: VialEntry, entry: VialEntry) -> bool:
    """Whether a line with the same key is this one, arriving again."""
    ours = ("vial_id", "kind", "amount_ug", "change_ug", "place", "after_id", "reverses_id", "stands_for_id")
    return all(getattr(row, field) == getattr(entry, field) for field in ours)


def a_reason(reason: str, needed: str) -> dict[str, str]:
    """What is wrong with the reason of a line, beside its field; ``needed`` is the sentence when it is blank."""
    if not reason.strip():
        return {"reason": needed}
    if len(reason.strip()) > LONGEST_REASON:
        return {"reason": f"Shorten it to {LONGEST_REASON} characters."}
    return {}


def _not_enough(vial: Vial, asked_ug: int) -> Conflict:
    holds, asked = amounts.plain(amounts.mg_of(vial.on_hand_ug)), amounts.plain(amounts.mg_of(asked_ug))
    return Conflict(f"Vial {vial.label} holds {holds} mg, which is less than {asked} mg. Choose another vial.")


def _told(entry: VialEntry) -> dict[str, object]:
    """What the log keeps of a line; names of fields that say nothing are left out."""
    told = {
        "amount_ug": entry.amount_ug,
        "witness": str(entry.witness.public_id) if entry.witness else None,
        "reason": entry.reason,
        "place": entry.place,
        "reverses": str(entry.reverses.public_id) if entry.reverses else "",
        "stands_for": str(entry.stands_for.public_id) if entry.stands_for else "",
        "after": str(entry.after.public_id) if entry.after else "",
    }
    return {name: value for name, value in told.items() if value not in ("", None) or name in ("witness", "reason")}
