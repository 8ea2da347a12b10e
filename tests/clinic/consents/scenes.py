"""Scenes of consent: a course, an asking, a decision, a course under a dose."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from daybreak.clinic.consents import actions, queries
from daybreak.clinic.consents.decision import Decision
from daybreak.clinic.consents.models import Consent, Document
from daybreak.clinic.courses import actions as courses
from daybreak.clinic.courses.models import Course
from tests.clinic import cast


def course() -> Course:
    """A course in preparation in which nothing was asked yet; the texts are signed."""
    cast.published()
    return courses.open_course(by=cast.prescriber(), patient=cast.patient(), indication="Depression")


def document(kind: str) -> Document:
    """The version in force."""
    found = queries.in_force(kind)
    assert found is not None
    return found


def link(of: Course, *kinds: str, **changes: Any) -> str:
    """A link for the patient's own phone, for an hour."""
    entries = {"by": cast.therapist(), "course": of, "kinds": kinds or ("touch",), "valid_for": timedelta(hours=1)}
    return actions.ask(**(entries | changes))[1]


def yes(of: Course, kind: str = "touch", **changes: Any) -> Decision:
    """A whole "yes" of the patient."""
    entries: dict[str, Any] = {
        "agreed": True,
        "name": of.patient.name,
        "statements": tuple(line.id for line in document(kind).wording.statement),
        "regions": ("hands", "shoulders") if kind == "touch" else (),
        "ticked": True,
    }
    return Decision(**(entries | changes))


def decide(of: Course, kind: str = "touch", **changes: Any) -> Consent:
    """The patient decides by a link of its own."""
    return actions.decide(token=link(of, kind), document=document(kind), decision=yes(of, kind, **changes))


@contextmanager
def under_a_dose(of: Course) -> Iterator[None]:
    """The course from an injection to the end of its session."""
    session = uuid.uuid4()
    actions.lock(course=of, session_id=session)
    yield
    actions.release(session_id=session)
