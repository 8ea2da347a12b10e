"""Opens notes for someone who may; every opening is in the log before a word is shown."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from daybreak.care import notes as care
from daybreak.care.findings import is_a_reason
from daybreak.clinic import policy
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.entry import Invalid
from daybreak.clinic.notes import content, frames, sealing, signing
from daybreak.clinic.notes.models import ProgressNote, PsychotherapyNote
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit, roles_of
from daybreak.clinic.signatures import queries as signatures
from daybreak.clinic.signatures.models import Signature


@dataclass(frozen=True)
class OpenNote:
    """A psychotherapy note with its words, and whether they are, to the letter, what was signed."""

    note: PsychotherapyNote
    text: str
    signature: Signature | None
    is_as_signed: bool


def read_note(*, by: Person, note_id: UUID) -> ProgressNote:
    """A progress note; its reading is logged. Raises Refused, Absent."""
    permit(by, "note.read")
    with transaction.atomic():
        row = frames.progress_note(note_id)
        audit.append(by=by, act="note.read", subject=row, patient=row.course.patient)
        return row


def is_as_signed(note: ProgressNote) -> bool:
    """Whether a progress note reads, to the letter, as it was signed."""
    row = signatures.of(note).first()
    return row is not None and signatures.holds(row, content.as_signed(note))


def permit_psychotherapy(by: Person, note: PsychotherapyNote) -> None:
    """Raises Refused unless ``by`` may open this note: its author, or whom the signed rule names."""
    permit(by, "psychotherapy.read")
    care.permit_open(roles_of(by), policy.current(), is_author=note.recorded_by_id == by.pk)


def read_psychotherapy(*, by: Person, note_id: UUID, reason: str = "") -> OpenNote:
    """A psychotherapy note, opened; the reading is logged first, with its reason, and stays logged if it fails.

    Who is not the author gives a reason: Invalid(errors={"reason": …}) without. Raises Refused, Absent, KeysUnusable
    when its key is not there, Broken when its seal does not fit.
    """
    row = frames.psychotherapy_note(note_id)
    permit_psychotherapy(by, row)
    if row.recorded_by_id != by.pk and not is_a_reason(reason):
        raise Invalid(errors={"reason": "Say why you open another person's note. The reason stays in the log."})
    with transaction.atomic():
        detail = {"reason": " ".join(reason.split())[:300]}
        audit.append(by=by, act="psychotherapy.read", subject=row, patient=row.course.patient, detail=detail)
    words = sealing.open_seal(row.sealed)
    signature = signatures.of(row).first()
    whole = signature is not None and signatures.holds(signature, signing.as_sealed(row, words))
    return OpenNote(row, str(words["text"]), signature, whole)
