"""The second person: who signed in beside, may witness, is not the first, and did not give the dose."""

from daybreak.clinic.entry import Invalid
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import may
from daybreak.clinic.signatures import actions as signatures
from daybreak.clinic.signatures.proof import Proof, signer
from daybreak.clinic.vials.models import EntryKind, Vial, VialEntry

_NOBODY = "A second person sees this and signs in here with their own passphrase."
_ONESELF = "You cannot be your own witness. Ask a second person."
_MEANING = {
    EntryKind.WASTED: "I saw this amount being wasted",
    EntryKind.BROKEN: "I saw what was broken or spilled",
    EntryKind.OVERFILL: "I saw this amount beyond what the label says",
    EntryKind.REVERSED: "I have checked this correction",
}


def checked(by: Person, second: Proof | None, *, injector: Person | None = None) -> Person:
    """The witness. Invalid(errors={"second": …}) when there is none, or who signed in may not be one here."""
    if second is None:
        raise Invalid(errors={"second": _NOBODY})
    witness = signer(second)
    problem = _problem(by, witness, second, injector)
    if problem:
        raise Invalid(errors={"second": problem})
    return witness


def giver_of_last_dose(vial: Vial) -> Person | None:
    """Who drew the last dose from this vial: not the one to witness what is left."""
    last = VialEntry.objects.filter(vial=vial, kind=EntryKind.ADMINISTERED).select_related("recorded_by").last()
    return last.recorded_by if last else None


def signed(entry: VialEntry, second: Proof) -> VialEntry:
    """The witness signs the line as it reads."""
    assert entry.witness is not None
    meaning = _MEANING[EntryKind(entry.kind)]
    signatures.sign(by=entry.witness, meaning=meaning, subject=entry, content=as_text(entry), proof=second)
    return entry


def as_text(entry: VialEntry) -> str:
    """The line as it was signed, to the letter."""
    parts = (entry.public_id, entry.vial.public_id, entry.kind, entry.amount_ug, entry.change_ug)
    by = entry.recorded_by.public_id if entry.recorded_by else ""
    return "|".join(str(part) for part in (*parts, entry.at.isoformat(), by, entry.reason))


def _problem(by: Person, witness: Person, second: Proof, injector: Person | None) -> str:
    if witness.pk == by.pk:
        return _ONESELF
    if not witness.is_active or not may(witness, "vial.witness"):
        return f"{witness.name} may not witness this. Ask a nurse, a prescriber, a therapist or the medical director."
    if injector is not None and witness.pk == injector.pk:
        return f"{witness.name} gave the dose and cannot witness its residue. Ask another person."
    if not second.is_of(witness):
        return "That sign-in is more than a minute old. Let the second person sign in again."
    return ""
