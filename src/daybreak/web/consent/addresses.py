"""Where the pages of a course are, by the names that the checklist gives them."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from daybreak.clinic.courses.models import Course
from daybreak.clinic.preparation import queries
from daybreak.clinic.preparation.queries import Gap


@dataclass(frozen=True)
class Missing:
    """A gap with the address of the page on which it is closed."""

    gap: Gap
    url: str


def page_of(course: Course, name: str) -> str:
    """The address of a page of ``course``; the course's own page for one that is not there."""
    try:
        return reverse(f"web:{name}", args=[course.public_id])
    except NoReverseMatch:
        return reverse("web:course", args=[course.public_id])


def missing(course: Course) -> list[Missing]:
    """Every gap before a dose, with where it is closed."""
    return [Missing(gap, page_of(course, gap.link)) for gap in queries.gaps(course)]
