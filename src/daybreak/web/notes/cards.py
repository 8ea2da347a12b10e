"""What notes show on the page of a course."""

from typing import Any

from daybreak.clinic.courses.models import Course
from daybreak.clinic.notes import queries
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import may
from daybreak.web.notes.shown import shown

SHOWN = 3


def card(course: Course, person: Person) -> dict[str, Any] | None:
    """The last notes, one's own drafts, the homework still open, and what may be known of psychotherapy notes."""
    if not may(person, "note.read"):
        return None
    return {
        "template": "web/notes/card.html",
        "course": course,
        "notes": [shown(note) for note in queries.standing(course)[:SHOWN]],
        "drafts": queries.drafts_of(person, course),
        "homework": queries.open_homework(course),
        "private": queries.private(person, course),
    }
