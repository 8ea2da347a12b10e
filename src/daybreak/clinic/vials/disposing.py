"""What else leaves a vial, or is found in it, or is put elsewhere: waste, returns, breakage, overfill, moves."""

from uuid import UUID

from daybreak.care import amounts, ledger
from daybreak.clinic import clock, policy
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.once import once
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.signatures.proof import Proof
from daybreak.clinic.vials import witnessing
from daybreak.clinic.vials.models import EntryKind, Vial, VialEntry
from daybreak.clinic.vials.taking import a_reason, tells_the_same, write

_LONGEST_PLACE = 80


def waste(
    *,
    by: Person,
    vial: Vial,
    amount_ug: int,
    second: Proof | None,
    reason: str,
    after: VialEntry | None = None,
    client_id: UUID | None = None,
) -> VialEntry:
    """What is thrown away, seen by a second person who signed in beside; ``after`` is the dose whose residue it is.

    Invalid(errors={"second": …}) without one, with oneself, or with who gave that dose (without ``after``: the last
    dose from this vial).
    """
    permit(by, "vial.record")
    _complain(_amount(amount_ug) | a_reason(reason, "Say why, for example “left in the vial after the dose”."))
    entry = _line(by, vial, EntryKind.WASTED, amount_ug, reason, client_id)
    entry.after = after

    def act() -> VialEntry:
        injector = after.recorded_by if after else witnessing.giver_of_last_dose(vial)
        return _witnessed(by, entry, second, injector)

    return once(VialEntry, client_id, lambda row: tells_the_same(row, entry), act)


def break_vial(
    *, by: Person, vial: Vial, amount_ug: int, second: Proof | None, reason: str, client_id: UUID | None = None
) -> VialEntry:
    """What was broken or spilled, seen by a second person."""
    permit(by, "vial.record")
    _complain(_amount(amount_ug) | a_reason(reason, "Say what happened, for example “dropped on the floor”."))
    entry = _line(by, vial, EntryKind.BROKEN, amount_ug, reason, client_id)
    return once(VialEntry, client_id, lambda row: tells_the_same(row, entry), lambda: _witnessed(by, entry, second))


def give_back(*, by: Person, vial: Vial, amount_ug: int, reason: str, client_id: UUID | None = None) -> VialEntry:
    """What goes back to the pharmacy or to destruction. Invalid without a reason."""
    permit(by, "vial.record")
    needed = "Say where it goes and why, for example “expired, to the pharmacy”."
    _complain(_amount(amount_ug) | a_reason(reason, needed))
    entry = _line(by, vial, EntryKind.RETURNED, amount_ug, reason, client_id)
    return once(VialEntry, client_id, lambda row: tells_the_same(row, entry), lambda: write(by, entry))


def find_overfill(
    *, by: Person, vial: Vial, amount_ug: int, second: Proof | None, reason: str, client_id: UUID | None = None
) -> VialEntry:
    """What a vial yields beyond its label, before it is drawn or wasted: the ledger counts the label until then.

    Invalid when it is more than the clinic believes of a vial, or would make it hold more than it was received with.
    """
    permit(by, "vial.record")
    _complain(_amount(amount_ug) | a_reason(reason, "Say how it was found, for example “drawn up after 10 mL”."))
    entry = _line(by, vial, EntryKind.OVERFILL, amount_ug, reason, client_id)

    def act() -> VialEntry:
        _believable(vial, amount_ug)
        return _witnessed(by, entry, second)

    return once(VialEntry, client_id, lambda row: tells_the_same(row, entry), act)


def move(*, by: Person, vial: Vial, place: str, reason: str = "", client_id: UUID | None = None) -> VialEntry:
    """The vial is put elsewhere in the clinic. Conflict when it is there already."""
    permit(by, "vial.record")
    place = " ".join(place.split())
    if not place or len(place) > _LONGEST_PLACE:
        raise Invalid(errors={"place": f"Say where it is kept now, in at most {_LONGEST_PLACE} characters."})
    entry = _line(by, vial, EntryKind.MOVED, 0, reason, client_id)
    entry.place = place

    def act() -> VialEntry:
        if _locked(vial).location == place:
            raise Conflict(f"Vial {vial.label} is kept there already. Nothing was written.")
        return write(by, entry)

    return once(VialEntry, client_id, lambda row: tells_the_same(row, entry), act)


def _line(by: Person, vial: Vial, kind: EntryKind, amount_ug: int, reason: str, client_id: UUID | None) -> VialEntry:
    change = amount_ug if kind == EntryKind.OVERFILL else -amount_ug
    return VialEntry(
        vial=vial,
        kind=kind,
        amount_ug=amount_ug,
        change_ug=change,
        at=clock.now(),
        reason=reason.strip(),
        recorded_by=by,
        client_id=client_id,
    )


def _witnessed(by: Person, entry: VialEntry, second: Proof | None, injector: Person | None = None) -> VialEntry:
    entry.witness = witnessing.checked(by, second, injector=injector)
    assert second is not None
    return witnessing.signed(write(by, entry), second)


def _amount(amount_ug: int) -> dict[str, str]:
    return {} if amount_ug > 0 else {"amount": "Give an amount above zero."}


def _complain(errors: dict[str, str]) -> None:
    if errors:
        raise Invalid(errors=errors)


def _locked(vial: Vial) -> Vial:
    return Vial.objects.select_for_update(of=("self",), no_key=True).get(pk=vial.pk)


def _believable(vial: Vial, amount_ug: int) -> None:
    current, rules = _locked(vial), policy.current()
    before = VialEntry.objects.filter(vial=vial, kind=EntryKind.OVERFILL, reversed_by=None)
    most = ledger.most_overfill_ug(current.received_ug, rules) - sum(row.amount_ug for row in before)
    if amount_ug > most:
        left = amounts.plain(amounts.mg_of(max(most, 0)))
        raise Invalid(
            errors={
                "amount": f"At most {left} mg more is believed as overfill of this vial. "
                "If there really is more, the vial or the ledger is wrong: count again and tell the medical director."
            }
        )
    if current.on_hand_ug + amount_ug > current.received_ug:
        sentence = "Overfill is entered when it is drawn or thrown away, not while the vial still holds what it should."
        raise Invalid(errors={"amount": sentence})
