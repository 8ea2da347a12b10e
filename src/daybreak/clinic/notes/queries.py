"""Reads notes: those of a course, one's own drafts, homework still open, and whether psychotherapy notes exist."""

from dataclasses import dataclass
from uuid import UUID

from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Absent
from daybreak.clinic.integration.models import IntegrationWindow
from daybreak.clinic.notes import frames, signing
from daybreak.clinic.notes.content import Homework
from daybreak.clinic.notes.frames import progress_note, psychotherapy_note
from daybreak.clinic.notes.models import Draft, ProgressNote, PsychotherapyNote
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import may

__all__ = [
    "Private",
    "addenda",
    "draft",
    "draft_of_window",
    "drafts_of",
    "earlier_versions",
    "last_version",
    "may_know",
    "note_of_window",
    "open_homework",
    "private",
    "progress_note",
    "psychotherapy_note",
    "signed_from",
    "standing",
]


@dataclass(frozen=True)
class Private:
    """What a person may know of the psychotherapy notes of a course: their own, and whether others' exist."""

    own: tuple[PsychotherapyNote, ...]
    others_exist: bool


def standing(course: Course) -> list[ProgressNote]:
    """The progress notes of a course without addenda, of each its last version, the latest first."""
    rows = ProgressNote.objects.filter(course=course, superseded_by=None, addendum_to=None)
    return list(rows.select_related("recorded_by", "window").order_by("-at", "-pk"))


def addenda(note: ProgressNote) -> list[ProgressNote]:
    """What was added to a note or to an earlier version of it, in the order it was written; the last versions."""
    versions = [note, *earlier_versions(note)]
    rows = ProgressNote.objects.filter(addendum_to__in=versions, superseded_by=None)
    return list(rows.select_related("recorded_by").order_by("recorded_at", "pk"))


def earlier_versions(note: ProgressNote) -> list[ProgressNote]:
    """The versions that came before this one, the latest first."""
    found, current = [], note.supersedes
    while current is not None:
        found.append(current)
        current = current.supersedes
    return found


def last_version(note: ProgressNote) -> ProgressNote:
    """The version in force of this note."""
    current = note
    while (later := ProgressNote.objects.filter(supersedes=current).first()) is not None:
        current = later
    return current


def open_homework(course: Course) -> list[Homework]:
    """What the patient set out to do and of which nothing final was said, the oldest first."""
    return frames.open_homework(course)


def note_of_window(window: IntegrationWindow) -> ProgressNote | None:
    """The integration note of a window, in its last version."""
    rows = ProgressNote.objects.filter(window=window, superseded_by=None, addendum_to=None, occasion="integration")
    return rows.select_related("recorded_by").last()


def draft(by: Person, public_id: UUID) -> Draft:
    """One's own draft. Absent for another person's as for one that is gone."""
    rows = Draft.objects.select_related("course__patient", "window", "fork_of")
    row = rows.filter(public_id=public_id, recorded_by=by).first()
    if row is None:
        raise Absent("There is no such draft any more: it was signed or thrown away. Look among the notes.")
    return row


def draft_of_window(by: Person, window: IntegrationWindow) -> Draft | None:
    """One's own draft of the integration note of a window, the last saved."""
    return Draft.objects.filter(recorded_by=by, window=window, about=None, kind="progress").first()


def signed_from(by: Person, draft_id: UUID) -> ProgressNote | PsychotherapyNote | None:
    """One's own note that was made from this draft, if it was signed."""
    found = signing.signed_from(draft_id)
    return found if found is not None and found.recorded_by_id == by.pk else None


def drafts_of(by: Person, course: Course | None = None) -> list[Draft]:
    """One's own drafts, of a course or of all, the last saved first."""
    rows = Draft.objects.filter(recorded_by=by).select_related("course__patient", "window")
    return list(rows.filter(course=course) if course is not None else rows)


def may_know(by: Person) -> bool:
    """Whether the person may know that psychotherapy notes exist."""
    return may(by, "psychotherapy.know")


def private(by: Person, course: Course) -> Private | None:
    """What ``by`` may know of the psychotherapy notes of a course; None for who may not know of any."""
    if not may_know(by):
        return None
    rows = PsychotherapyNote.objects.filter(course=course)
    mine = rows.filter(recorded_by=by).select_related("course__patient").order_by("-at", "-pk")
    return Private(tuple(mine), rows.exclude(recorded_by=by).exists())
