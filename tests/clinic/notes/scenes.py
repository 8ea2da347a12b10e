"""Scenes of writing: a draft with words in it, a signed progress note, a signed psychotherapy note."""

from typing import Any
from uuid import uuid4

from daybreak.clinic.courses.models import Course
from daybreak.clinic.notes import actions
from daybreak.clinic.notes.models import Draft, ProgressNote, PsychotherapyNote
from daybreak.clinic.people.models import Person
from tests.clinic import cast, scenes

SECRET = "She whispered about the blue heron by the river"
OPEN = "Worked through the first dose; slept well since"


def course() -> Course:
    """A course in preparation."""
    return scenes.course(phase="preparation")


def draft(of: Course | None = None, kind: str = "progress", by: Person | None = None, **words: Any) -> Draft:
    """A draft, saved once with ``words``."""
    writer = by or cast.therapist()
    begun = actions.start_draft(by=writer, course=of or course(), kind=kind)
    return actions.save_draft(by=writer, draft=begun, words=words, version=0, tab=uuid4()).draft


def progress(of: Course | None = None, by: Person | None = None, **words: Any) -> ProgressNote:
    """A signed progress note."""
    writer = by or cast.therapist()
    given = {"occasion": "integration", "text": OPEN} | words
    signed = actions.sign_note(by=writer, draft=draft(of, by=writer, **given), proof=cast.proof(writer))
    assert isinstance(signed, ProgressNote)
    return signed


def private(of: Course | None = None, by: Person | None = None, text: str = SECRET) -> PsychotherapyNote:
    """A signed psychotherapy note."""
    writer = by or cast.therapist()
    begun = draft(of, "psychotherapy", by=writer, text=text)
    signed = actions.sign_note(by=writer, draft=begun, proof=cast.proof(writer))
    assert isinstance(signed, PsychotherapyNote)
    return signed
