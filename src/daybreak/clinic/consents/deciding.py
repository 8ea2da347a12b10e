"""A patient decides about one text, by the link: reads, marks, types a name, and draws or ticks a signature."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from daybreak.care import touch
from daybreak.care.consents import ConsentKind, ConsentText, locked
from daybreak.care.findings import Refused
from daybreak.clinic import clock, policy
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.consents import content, queries
from daybreak.clinic.consents.decision import FIELD, LONGEST_NAME, LONGEST_WORDS, MOST_POINTS, Decision, Drawing
from daybreak.clinic.consents.locking import wait_for
from daybreak.clinic.consents.models import Asking, Channel, Consent, Document, TouchMap
from daybreak.clinic.entry import Absent, Conflict, Entries
from daybreak.clinic.once import once
from daybreak.clinic.patients import names
from daybreak.clinic.patients.models import Patient


def decide(
    *,
    token: str,
    document: Document,
    decision: Decision,
    confirmed: Collection[str] = (),
    client_id: UUID | None = None,
) -> Consent:
    """The decision, once. ``document`` is the version that was on the page.

    Invalid for what is missing (errors) or for a name that is not the patient's (confirm "name"). Refused while a dose
    works. Conflict when the link has expired, was used for this text, or a newer version of it is in force.
    """
    asked = queries.asking(token)
    if document.kind not in asked.kinds:
        raise Absent("This link does not ask about this text. Ask the clinic for another.")
    checked, mask = _checked(asked.course.patient, document.wording, decision, confirmed)
    return once(
        Consent,
        client_id,
        lambda row: (row.asking_id, row.document_id, row.agreed) == (asked.pk, document.pk, decision.agreed),
        lambda: _decide(asked, document, checked, mask, client_id),
    )


def _checked(
    patient: Patient, text: ConsentText, decision: Decision, confirmed: Collection[str]
) -> tuple[Decision, int]:
    """The decision put in order, and its map of touch. A "no" asks for nothing but a name and a sign."""
    entries, agreed = Entries(confirmed), decision.agreed
    name = entries.text("name", decision.name, longest=LONGEST_NAME, called="Your name")
    said = entries.text("words", decision.words, longest=LONGEST_WORDS, required=False, called="What you wrote")
    drawing = _drawing(entries, decision.drawing)
    if not (drawing or decision.ticked):
        entries.refuse("mark", "Sign: draw your signature, or tick the box below it.")
    if agreed and text.unticked(decision.statements):
        entries.refuse("statements", "Tick each line that is true. If one is not, ask before you agree.")
    mask = _mask(entries, decision) if agreed and text.kind is ConsentKind.TOUCH else touch.NOWHERE
    if name and not set(names.words(patient.family_name)) & set(names.words(name)):
        entries.ask("name", "This is not the name we have for you.")
    entries.settle()
    ids = tuple(line.id for line in text.statement if agreed and line.id in decision.statements)
    chosen = tuple(line.id for line in text.chosen(decision.choices)) if agreed else ()
    return Decision(agreed, name, ids, chosen, words=said, drawing=drawing), mask


def _mask(entries: Entries, decision: Decision) -> int:
    try:
        mask = touch.mask_of(decision.regions)
    except ValueError:
        entries.refuse("regions", "This page does not offer that place. Mark the places again.")
        return touch.NOWHERE
    if not mask:
        entries.refuse("regions", "Mark at least one place, or choose “no touch at all”.")
    return mask


def _drawing(entries: Entries, strokes: Any) -> Drawing:
    """The strokes as whole points inside the field; a signature that no hand can draw is refused."""
    try:
        drawn = [[[int(x), int(y)] for x, y in stroke] for stroke in strokes or ()]
    except (TypeError, ValueError):
        entries.refuse("mark", "The drawing did not arrive whole. Draw it again, or tick the box.")
        return []
    points = [point for stroke in drawn for point in stroke]
    if len(points) > MOST_POINTS or any(not (0 <= x <= FIELD[0] and 0 <= y <= FIELD[1]) for x, y in points):
        entries.refuse("mark", "The drawing did not arrive whole. Draw it again, or tick the box.")
        return []
    return [stroke for stroke in drawn if len(stroke) > 1]


def _decide(asked: Asking, document: Document, decision: Decision, mask: int, client_id: UUID | None) -> Consent:
    course, text = asked.course, document.wording
    wait_for(course)
    _still_open(asked, document)
    if decision.agreed and queries.is_locked(course):
        raise Refused([locked(policy.current(), f"{text.title}: nothing can be agreed to while the dose works.")])
    words = content.in_words(
        text,
        agreed=decision.agreed,
        statements=decision.statements,
        choices=decision.choices,
        name=decision.name,
        mask=mask,
    )
    row = Consent.objects.create(
        course=course,
        document=document,
        asking=asked,
        agreed=decision.agreed,
        statements=list(decision.statements),
        choices=list(decision.choices),
        typed_name=decision.name,
        drawing=decision.drawing,
        channel=Channel.DEVICE if asked.on_device else Channel.LINK,
        witness=asked.recorded_by if asked.on_device else None,
        at=clock.now(),
        content_sha256=content.sealed(words),
        recorded_at=clock.now(),
        client_id=client_id,
    )
    if text.kind is ConsentKind.TOUCH:
        _mark(row, mask, decision.words)
    _log(row, mask)
    return row


def _still_open(asked: Asking, document: Document) -> None:
    if queries.is_expired(asked):
        raise Conflict("This link has expired. Ask the clinic for a new one.")
    current = queries.in_force(document.kind)
    if current is None or current.pk != document.pk:
        raise Conflict("This text has changed meanwhile. Go back, read it again, then decide.")
    if asked.consents.filter(document__kind=document.kind).exists():
        raise Conflict("You have decided about this already. To change it, ask the clinic; to take it back, go back.")


def _mark(row: Consent, mask: int, words: str) -> None:
    TouchMap.objects.create(
        course=row.course,
        mask=mask,
        words=words if mask else "",
        consent=row,
        channel=row.channel,
        at=row.at,
        recorded_at=row.at,
    )


def _log(row: Consent, mask: int) -> None:
    detail = {
        "text": row.document.kind,
        "version": row.document.number,
        "choices": row.choices,
        "places": touch.in_words(mask) if row.kind is ConsentKind.TOUCH else "",
        "witness": row.witness.name if row.witness else "",
    }
    act = "consent.give" if row.agreed else "consent.decline"
    name = Channel(row.channel).label
    audit.append(by=None, actor_name=name, act=act, subject=row, patient=row.course.patient, detail=detail)
