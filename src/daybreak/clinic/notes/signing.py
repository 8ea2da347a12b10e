"""Signs a draft: the note, its signature, its window and the end of the draft, or none of them."""

import secrets
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from daybreak.care.notes import NoteKind
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.entry import Conflict, Entries
from daybreak.clinic.integration import actions as integration
from daybreak.clinic.notes import content, drafts, frames, sealing
from daybreak.clinic.notes.content import Content
from daybreak.clinic.notes.models import Draft, ProgressNote, PsychotherapyNote, SealedText, Words
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import may, permit
from daybreak.clinic.signatures import actions as signatures
from daybreak.clinic.signatures.proof import Proof

MEANINGS = {
    NoteKind.PROGRESS: "I wrote this progress note",
    NoteKind.PSYCHOTHERAPY: "I wrote this psychotherapy note",
}
Note = ProgressNote | PsychotherapyNote


def sign_note(
    *, by: Person, draft: Draft, proof: Proof | None, confirmed: Collection[str] = ()
) -> ProgressNote | PsychotherapyNote:
    """The draft as a signed note; the draft is gone with it. Signing one draft twice gives the same note.

    An integration note of a window writes down that it was held. Raises Refused, Invalid beside each field and beside
    ``signing_password``, Absent for a draft that is gone, Conflict, KeysUnusable.
    """
    kind = NoteKind(draft.kind)
    permit(by, kind.act_to_write)
    with transaction.atomic():
        known = signed_from(draft.public_id)
        if known is not None:
            return _own(known, by)
        current = drafts.locked(by, draft)
        words = drafts.read(current)
        note: Note
        if kind is NoteKind.PROGRESS:
            given = content.read(words, frames.of(current), confirmed)
            signatures.checked(by, proof)
            note = _progress(by, current, given, proof)
        else:
            text, moment = _private(words)
            signatures.checked(by, proof)
            note = _psychotherapy(by, current, Content("", moment, text), proof)
        current.delete()
        return note


def signed_from(draft_id: UUID) -> Note | None:
    """The note that was made from this draft, if it was signed."""
    progress = ProgressNote.objects.select_related("course__patient").filter(client_id=draft_id).first()
    return progress or PsychotherapyNote.objects.select_related("course__patient").filter(client_id=draft_id).first()


def as_sealed(note: PsychotherapyNote, words: Words) -> str:
    """A psychotherapy note as the text that is signed. Its salt keeps the digest from telling of the words."""
    return f"Psychotherapy note {note.public_id} of {note.course.patient.public_id} {words['salt']}\n{words['text']}"


def _progress(by: Person, draft: Draft, given: Content, proof: Proof | None) -> ProgressNote:
    about = frames.progress_note(draft.about) if draft.about else None
    if about is not None and draft.amends:
        frames.refuse_amending(by, about)
    _hold(by, draft, given)
    row = ProgressNote.objects.create(
        course=draft.course,
        window=draft.window,
        occasion=given.occasion,
        at=given.at,
        text=given.text,
        parts=given.parts,
        addendum_to=about if not draft.amends else about.addendum_to if about else None,
        supersedes=about if draft.amends else None,
        reason=given.reason,
        recorded_by=by,
        client_id=draft.public_id,
    )
    patient, meaning = draft.course.patient, MEANINGS[NoteKind.PROGRESS]
    signatures.sign(by=by, meaning=meaning, subject=row, content=content.as_signed(row), proof=proof, patient=patient)
    detail = {"occasion": row.occasion, "amends": str(about.public_id) if about and draft.amends else ""}
    audit.append(by=by, act="note.write", subject=row, patient=patient, detail=detail)
    return row


def _hold(by: Person, draft: Draft, given: Content) -> None:
    """An integration note says that it took place. It locks more, so it comes before anything is written."""
    if draft.window is None or draft.about is not None or given.occasion != "integration":
        return
    if may(by, "integration.hold") and not draft.window.is_ended and given.at >= draft.window.injection.at:
        integration.hold(by=by, window=draft.window, at=given.at, words="Its note was signed.")


def _private(words: Words) -> tuple[str, datetime]:
    entries = Entries()
    moment = content.moment(entries, words)
    text = content.prose(entries, "text", str(words.get("text", "")), "The note")
    entries.settle()
    return text, moment


def _psychotherapy(by: Person, draft: Draft, given: Content, proof: Proof | None) -> PsychotherapyNote:
    row = PsychotherapyNote.objects.create(
        course=draft.course,
        at=given.at,
        addendum_to=frames.psychotherapy_note(draft.about) if draft.about else None,
        recorded_by=by,
        client_id=draft.public_id,
    )
    words: Words = {"salt": secrets.token_hex(16), "text": given.text}
    sealed = SealedText(note=row)
    sealing.close(words, sealed)
    sealed.save(force_insert=True)
    patient, meaning = draft.course.patient, MEANINGS[NoteKind.PSYCHOTHERAPY]
    signatures.sign(by=by, meaning=meaning, subject=row, content=as_sealed(row, words), proof=proof, patient=patient)
    audit.append(by=by, act="psychotherapy.write", subject=row, patient=patient)
    return row


def _own(note: Note, by: Person) -> Note:
    if note.recorded_by_id != by.pk:
        raise Conflict("A colleague has signed this draft.")
    return note
