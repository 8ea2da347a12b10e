"""What suitability shows on the page of a course."""

from typing import Any

from daybreak.clinic.courses.models import Course
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import may
from daybreak.web.suitability import sheet


def suitability(course: Course, person: Person) -> dict[str, Any] | None:
    """Where the patient stands, and what still keeps a dose away."""
    if not may(person, "patient.read"):
        return None
    return {"template": "web/suitability/card.html", "course": course, "sheet": sheet.of(course)}
