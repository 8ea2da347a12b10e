"""Puts the ledger right by further lines: a line undone exactly, a dose told from the vial it was really drawn from."""

from uuid import UUID

from django.utils import timezone

from daybreak.clinic import clock
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.once import once
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.signatures.proof import Proof
from daybreak.clinic.vials import witnessing
from daybreak.clinic.vials.models import EntryKind, Vial, VialEntry
from daybreak.clinic.vials.taking import a_reason, tells_the_same, write

_WHY = "Say what was wrong, for example “4 mL typed instead of 0.4 mL”."
_FINAL = (EntryKind.REVERSED, EntryKind.MOVED)


def reverse(
    *, by: Person, entry: VialEntry, second: Proof | None, reason: str, client_id: UUID | None = None
) -> VialEntry:
    """A line that undoes ``entry`` exactly, checked by a second person; the right line is then written anew.

    Conflict when it was undone already, is a correction or a move itself, is a dose that was given (``draw_from_other``
    tells the true vial), or is a receipt from which something was taken since.
    """
    permit(by, "vial.correct")
    errors = a_reason(reason, _WHY)
    if errors:
        raise Invalid(errors=errors)
    undone = _undoing(by, entry, reason, client_id)

    def act() -> VialEntry:
        _may_be_undone(entry)
        return _checked(by, undone, second)

    return once(VialEntry, client_id, lambda row: tells_the_same(row, undone), act)


def draw_from_other(
    *, by: Person, entry: VialEntry, vial: Vial, second: Proof | None, reason: str, client_id: UUID | None = None
) -> VialEntry:
    """The dose of ``entry`` was really drawn from ``vial``: the line is undone and written there, at its own time.

    Returns the new line. Conflict when ``entry`` is no dose or was put right already, or ``vial`` holds too little;
    Invalid(errors={"vial": …}) for another strength or a vial that had expired then.
    """
    permit(by, "vial.correct")
    errors = a_reason(reason, "Say how the vials were mixed up.") | _fits(entry, vial)
    if errors:
        raise Invalid(errors=errors)

    def same(row: VialEntry) -> bool:
        return (row.stands_for_id, row.vial_id) == (entry.pk, vial.pk)

    def act() -> VialEntry:
        if entry.kind != EntryKind.ADMINISTERED:
            raise Conflict("Only a dose is told from another vial. Undo this line instead.")
        _not_undone_yet(entry, vial)
        _checked(by, _undoing(by, entry, reason, None), second)
        right = VialEntry(
            vial=vial,
            kind=EntryKind.ADMINISTERED,
            amount_ug=entry.amount_ug,
            change_ug=-entry.amount_ug,
            at=entry.at,
            stands_for=entry,
            reason=reason.strip(),
            recorded_by=by,
            client_id=client_id,
        )
        return write(by, right)

    return once(VialEntry, client_id, same, act)


def _undoing(by: Person, entry: VialEntry, reason: str, client_id: UUID | None) -> VialEntry:
    return VialEntry(
        vial=entry.vial,
        kind=EntryKind.REVERSED,
        amount_ug=entry.amount_ug,
        change_ug=-entry.change_ug,
        at=clock.now(),
        reverses=entry,
        reason=reason.strip(),
        recorded_by=by,
        client_id=client_id,
    )


def _checked(by: Person, undoing: VialEntry, second: Proof | None) -> VialEntry:
    undoing.witness = witnessing.checked(by, second)
    assert second is not None
    return witnessing.signed(write(by, undoing), second)


def _may_be_undone(entry: VialEntry) -> None:
    if entry.kind in _FINAL:
        raise Conflict("A correction or a move is not undone. Write what is right as a new line.")
    if entry.kind == EntryKind.ADMINISTERED:
        raise Conflict("A dose that was given cannot be undone. If it came from another vial, say from which.")
    _not_undone_yet(entry)


def _not_undone_yet(entry: VialEntry, *others: Vial) -> None:
    # Under the lock of every vial concerned, always in one order, so that of two people the second is told so.
    vials = Vial.objects.filter(pk__in=[entry.vial_id, *(vial.pk for vial in others)])
    list(vials.order_by("pk").select_for_update(of=("self",), no_key=True))
    if VialEntry.objects.filter(reverses=entry).exists():
        raise Conflict("This line was put right already. Reload the page.")


def _fits(entry: VialEntry, vial: Vial) -> dict[str, str]:
    if vial.pk == entry.vial_id:
        return {"vial": "This is the vial that is charted. Choose the other one."}
    if vial.concentration_mg_per_ml != entry.vial.concentration_mg_per_ml:
        return {
            "vial": "That vial has another strength: then the dose itself was another. Tell the prescriber at once."
        }
    if vial.expires_on < timezone.localdate(entry.at):
        return {"vial": f"Vial {vial.label} had expired by then. Tell the prescriber and the medical director."}
    return {}
