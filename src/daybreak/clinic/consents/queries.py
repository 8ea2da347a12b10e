"""Reads consents: the wording in force, what a patient decided, an open link, and where touch may be offered now."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from daybreak.care import touch
from daybreak.care.consents import ConsentKind
from daybreak.clinic import clock
from daybreak.clinic.consents import links
from daybreak.clinic.consents.models import Asking, Consent, Document, DoseLock, TouchMap
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Absent, Conflict


def in_force(kind: str, at: datetime | None = None) -> Document | None:
    """The version that counts at a moment; None while no version was signed."""
    moment = at or clock.now()
    rows = Document.objects.filter(kind=kind, in_force_from__lte=moment, recorded_at__lte=moment)
    return rows.select_related("recorded_by").order_by("number").last()


def versions(kind: str) -> QuerySet[Document]:
    """Every signed version of a text, the latest first."""
    return Document.objects.filter(kind=kind).select_related("recorded_by").order_by("-number")


def document(public_id: UUID) -> Document:
    """One version. Absent when there is none."""
    found = Document.objects.select_related("recorded_by").filter(public_id=public_id).first()
    if found is None:
        raise Absent("There is no such text. Go back to the consent texts.")
    return found


def decisions(course: Course, kind: str | None = None) -> QuerySet[Consent]:
    """What was decided in this course, the earliest first; with ``kind`` about that alone."""
    rows = Consent.objects.filter(course=course).select_related("document", "witness", "withdrawal__recorded_by")
    return rows.filter(document__kind=kind) if kind else rows


def latest(course: Course, kind: str) -> Consent | None:
    """The last decision about ``kind`` in this course, so far."""
    return decisions(course, kind).filter(at__lte=clock.now()).last()


def get(public_id: UUID) -> Consent:
    """One decision. Absent when there is none."""
    rows = Consent.objects.select_related("document", "witness", "course__patient", "withdrawal__recorded_by")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Absent("There is no such consent. Go back to the patient's course.")
    return found


def touch_map(course: Course) -> TouchMap | None:
    """Where touch may be offered now; None while nobody has decided."""
    return TouchMap.objects.filter(course=course).select_related("recorded_by").last()


def touch_mask(course: Course) -> int:
    """The same as a number; nothing decided is nowhere."""
    current = touch_map(course)
    return current.mask if current else touch.NOWHERE


def touch_maps(course: Course) -> QuerySet[TouchMap]:
    """How the map changed, the earliest first."""
    return TouchMap.objects.filter(course=course).select_related("recorded_by")


def marked_by(consent: Consent) -> int:
    """The map that was marked with this decision; nowhere for one about something else."""
    first = consent.touch_maps.first()
    return first.mask if first else touch.NOWHERE


def is_locked(course: Course) -> bool:
    """Whether a dose works now, so that nothing can be agreed to or widened."""
    return DoseLock.objects.filter(course=course, released_at=None).exists()


def asking(token: str) -> Asking:
    """What a link stands for, while it may still do anything. Absent or Conflict in words for a patient."""
    rows = Asking.objects.select_related("course__patient", "recorded_by")
    found = rows.filter(token_hash=links.checked(token)).first()
    if found is None:
        raise Absent("This link is not known here. Ask the clinic for a new one.")
    if found.withdrawn_at is not None:
        raise Conflict("The clinic has withdrawn this link. Ask the clinic if you need a new one.")
    if found.course.closed_at is not None:
        raise Conflict("This treatment has ended, so this link does nothing any more. Ask the clinic.")
    return found


def is_expired(asked: Asking) -> bool:
    """Whether nothing can be decided by it any more; taking back works until the course is closed."""
    return asked.expires_at <= clock.now()


def decided_by(asked: Asking) -> dict[str, Consent]:
    """What was decided through this link: kind to decision."""
    rows = asked.consents.select_related("document", "withdrawal")
    return {row.document.kind: row for row in rows}


def undecided(asked: Asking) -> list[ConsentKind]:
    """What is still to decide by it, in the order it was asked."""
    decided = decided_by(asked)
    return [ConsentKind(kind) for kind in asked.kinds if kind not in decided]


def waiting(course: Course) -> list[Asking]:
    """Links by which something can still be decided, the latest first."""
    rows = Asking.objects.filter(course=course, withdrawn_at=None, expires_at__gt=clock.now())
    return [row for row in rows.select_related("recorded_by") if undecided(row)]


def one_asking(public_id: UUID) -> Asking:
    """One asking by its public name. Absent when there is none."""
    found = Asking.objects.select_related("course__patient").filter(public_id=public_id).first()
    if found is None:
        raise Absent("There is no such link. Go back to the patient's course.")
    return found
