"""What a note is written into: which note it adds to or amends, the words of the preparation, homework still open."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from daybreak.care.notes import NoteKind, is_final
from daybreak.clinic import clock
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Absent, Conflict
from daybreak.clinic.integration.models import IntegrationWindow
from daybreak.clinic.notes import content
from daybreak.clinic.notes.content import Frame, Homework
from daybreak.clinic.notes.models import Draft, ProgressNote, PsychotherapyNote, Words
from daybreak.clinic.people.models import Person
from daybreak.clinic.preparation import queries as preparation


def of(draft: Draft) -> Frame:
    """The frame of a draft, as it is now. What an amendment reviewed stays to be reviewed in it."""
    amended = progress_note(draft.about) if draft.about and draft.amends else None
    intention = preparation.intention(draft.course)
    return Frame(
        homework=tuple(open_homework(draft.course, without=amended)),
        intention=intention.text if intention else "",
        intention_id=intention.public_id if intention else None,
        amends=draft.amends,
        is_addendum=draft.about is not None and not draft.amends,
    )


def standing(course: Course) -> list[ProgressNote]:
    """The progress notes of the course in the order of time, of each its last version."""
    rows = ProgressNote.objects.filter(course=course, superseded_by=None).select_related("recorded_by")
    return list(rows)


def open_homework(course: Course, without: ProgressNote | None = None) -> list[Homework]:
    """What the patient set out to do and of which nothing final was said, the oldest first."""
    notes = [note for note in standing(course) if without is None or note.pk != without.pk]
    ended = {review["id"] for note in notes for review in note.parts.get("reviews", []) if is_final(review["outcome"])}
    given = [Homework(one["id"], one["text"]) for note in notes for one in note.parts.get("homework", [])]
    return [one for one in given if one.id not in ended]


def progress_note(public_id: UUID) -> ProgressNote:
    """The note of this public name. Absent with a sentence."""
    rows = ProgressNote.objects.select_related("course__patient", "recorded_by", "window", "addendum_to", "supersedes")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Absent("There is no such note. Go back to the notes of the course.")
    return row


def psychotherapy_note(public_id: UUID) -> PsychotherapyNote:
    """The note of this public name, without its words. Absent with a sentence."""
    rows = PsychotherapyNote.objects.select_related("course__patient", "recorded_by", "sealed", "addendum_to")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Absent("There is no such note. Go back to the notes of the course.")
    return row


def first_words(
    by: Person, course: Course, kind: NoteKind, window: IntegrationWindow | None, about: UUID | None, amends: bool
) -> Words:
    """What a new draft begins with. Conflict when the note may not be amended, or belongs to another course."""
    if about is None:
        occasion = {"occasion": "integration"} if window is not None else {}
        return {**({} if kind is NoteKind.PSYCHOTHERAPY else occasion), "at": _local(clock.now())}
    if kind is NoteKind.PSYCHOTHERAPY:
        _own(by, psychotherapy_note(about), course)
        return {"at": _local(clock.now())}
    note = progress_note(about)
    _of_course(note.course_id, course)
    if not amends:
        return {"occasion": note.occasion, "at": _local(clock.now())}
    refuse_amending(by, note)
    return content.typed(note)


def refuse_amending(by: Person, note: ProgressNote) -> None:
    """Conflict unless ``by`` wrote the note and it is the last version of itself."""
    if note.recorded_by_id != by.pk:
        raise Conflict("A note is amended by who wrote it. Write an addendum instead.")
    if ProgressNote.objects.filter(supersedes=note).exists():
        raise Conflict("This note was amended already. Amend its last version.")


def _own(by: Person, note: PsychotherapyNote, course: Course) -> None:
    _of_course(note.course_id, course)
    if note.recorded_by_id != by.pk:
        raise Conflict("An addendum to a psychotherapy note is written by its author.")


def _of_course(known: int, course: Course) -> None:
    if known != course.pk:
        raise Conflict("That note belongs to another course. Go back to the notes and begin again.")


def _local(moment: datetime) -> str:
    return timezone.localtime(moment, timezone.get_default_timezone()).strftime("%Y-%m-%dT%H:%M")
