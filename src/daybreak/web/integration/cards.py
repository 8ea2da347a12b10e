"""What integration shows on the page of a course."""

from typing import Any

from daybreak.clinic.courses.models import Course
from daybreak.clinic.integration import queries
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import may
from daybreak.web.integration.shown import shown


def card(course: Course, person: Person) -> dict[str, Any] | None:
    """The windows of the course, the latest dose first."""
    if not may(person, "integration.read"):
        return None
    found = [shown(one) for one in queries.of_course(course)]
    return {"template": "web/integration/card.html", "windows": found, "course": course}
