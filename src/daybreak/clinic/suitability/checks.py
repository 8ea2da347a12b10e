"""What suitability asks of the checklist before a dose."""

from daybreak.clinic.courses.models import Course
from daybreak.clinic.suitability import queries


def eligible(course: Course) -> tuple[str, ...]:
    """What is missing, as sentences; none when the course is eligible."""
    now = queries.of_course(course)
    return () if now.is_eligible else (f"{now.standing.label}. {now.sentence}",)
