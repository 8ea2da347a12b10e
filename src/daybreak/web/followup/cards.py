"""What follow-up shows on the page of a course."""

from typing import Any

from daybreak.clinic.courses.models import Course
from daybreak.clinic.followup import outcomes, queries
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import may
from daybreak.web.followup.shown import due_shown, milestones


def card(course: Course, person: Person) -> dict[str, Any] | None:
    """How it turned out so far, what is due, and how many events there were."""
    if not may(person, "followup.read"):
        return None
    owners = queries.Owners()
    waiting = [due_shown(one, owners) for one in queries.due(course).now]
    events = list(queries.events(course))
    return {
        "template": "web/followup/card.html",
        "course": course,
        "milestones": [
            one for scale in outcomes.SCALES for one in milestones(outcomes.of_course(course, scale).told) if one.at
        ],
        "overdue": sum(one.one.is_overdue for one in waiting),
        "due": waiting[:3],
        "more": max(len(waiting) - 3, 0),
        "events": len(events),
        "serious": sum(event.grade == "serious" for event in events),
    }
