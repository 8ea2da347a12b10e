"""What consent and preparation show on the page of a course."""

from typing import Any

from daybreak.care import touch
from daybreak.care.preparation import label
from daybreak.clinic.consents import queries as consented
from daybreak.clinic.consents import standing
from daybreak.clinic.courses.models import Course
from daybreak.clinic.people.models import Person
from daybreak.clinic.preparation import queries
from daybreak.web.consent.addresses import page_of


def checklist(course: Course, person: Person) -> dict[str, Any] | None:
    """Everything that must be done before a dose, with its owner and where it is done."""
    if course.closed_at is not None:
        return None
    lines = queries.lines(course)
    return {
        "template": "web/consent/checklist_card.html",
        "lines": [(line, page_of(course, line.item.page)) for line in lines],
        "done": sum(line.is_done for line in lines),
        "wide": True,
    }


def consents(course: Course, person: Person) -> dict[str, Any] | None:
    """What the patient decided, in the words now in force."""
    return {
        "template": "web/consent/consents_card.html",
        "course": course,
        "standings": standing.all_of(course),
        "touch": touch.in_words(consented.touch_mask(course)),
    }


def preparation(course: Course, person: Person) -> dict[str, Any] | None:
    """Intention, escort, and what is to be heard and seen."""
    chosen = queries.preferences(course)
    return {
        "template": "web/consent/preparation_card.html",
        "course": course,
        "sessions": queries.sessions(course).count(),
        "intention": queries.intention(course),
        "plan": queries.safety_plan(course),
        "escort": queries.escort(course),
        "music": label("music", chosen.music) if chosen else "",
        "headset": label("headset", chosen.headset) if chosen else "",
    }
