"""Signs a text of consent as the medical director: dated, numbered, and in force until the next version."""

from datetime import datetime
from uuid import UUID

from daybreak.care.consents import ConsentText
from daybreak.clinic import clock
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.consents import queries
from daybreak.clinic.consents.models import Document
from daybreak.clinic.entry import Conflict, Entries, one_at_a_time
from daybreak.clinic.once import once
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.signatures import actions as signatures
from daybreak.clinic.signatures.proof import Proof

LONGEST_CHANGE = 300


def publish(
    *,
    by: Person,
    text: ConsentText,
    proof: Proof | None,
    in_force_from: datetime | None = None,
    change: str = "",
    client_id: UUID | None = None,
) -> Document:
    """A new version, in force from now or from a later moment; from then on it is asked anew of every patient.

    Invalid for a text without words, a moment that is past, or without proof. Conflict when the same words are signed.
    """
    permit(by, "consent.publish")
    signatures.checked(by, proof)
    moment, entries = in_force_from or clock.now(), Entries()
    change = entries.text("change", change, longest=LONGEST_CHANGE, required=False)
    _check(entries, text, in_force_from)
    entries.settle()
    return once(
        Document,
        client_id,
        lambda row: (row.kind, row.text) == (text.kind, text.as_dict()),
        lambda: _publish(by, text, proof, moment, change, client_id),
    )


def _check(entries: Entries, text: ConsentText, in_force_from: datetime | None) -> None:
    if in_force_from is not None and in_force_from < clock.now():
        entries.refuse("in_force_from", "A version cannot come into force in the past. Leave it empty for now.")
    if not text.part or any(not part.text.strip() for part in text.part):
        entries.refuse("text", "A text needs words: write at least one paragraph under a heading.")
    if not text.lede.strip():
        entries.refuse("lede", "Say in one sentence what this text is about.")


def _publish(
    by: Person, text: ConsentText, proof: Proof | None, moment: datetime, change: str, client_id: UUID | None
) -> Document:
    one_at_a_time(f"consent text {text.kind}")
    last = queries.versions(text.kind).first()
    if last is not None and last.text == text.as_dict():
        raise Conflict("These words are signed already. Change the text before you sign a new version.")
    row = Document.objects.create(
        kind=text.kind,
        number=last.number + 1 if last else 1,
        text=text.as_dict(),
        in_force_from=moment,
        change=change,
        recorded_at=clock.now(),
        recorded_by=by,
        client_id=client_id,
    )
    meaning = f"put in force the consent text “{text.title}”, version {row.number}"
    signatures.sign(by=by, meaning=meaning, subject=row, content=text.in_words(), proof=proof)
    detail = {"kind": row.kind, "number": row.number, "in_force_from": moment.isoformat(), "change": change}
    audit.append(by=by, act="consent.publish", subject=row, detail=detail)
    return row
