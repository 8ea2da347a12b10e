"""What the plan shows on the page of a course."""

from typing import Any

from daybreak.care.findings import Severity
from daybreak.care.visits import Kind, State
from daybreak.clinic.courses.models import Course
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import may
from daybreak.clinic.plans import queries


def plan(course: Course, person: Person) -> dict[str, Any] | None:
    """The next appointment, how far the doses are, and what is wrong with the dates."""
    if not may(person, "plan.read"):
        return None
    rows = [row for row in queries.appointments(course) if row.kind == Kind.DOSE]
    found = [clash.finding for clash in queries.clashes(course)] if course.closed_at is None else []
    return {
        "template": "plan/card.html",
        "course": course,
        "plan": queries.plan_of(course),
        "title": queries.protocol_of(course).title,
        "next": queries.next_appointment(course),
        "done": sum(row.state == State.DONE for row in rows),
        "doses": sum(row.state in (State.DONE, State.BOOKED) for row in rows),
        "wrong": sum(finding.severity is not Severity.NOTE for finding in found),
        "without_a_date": queries.without_a_date(course),
        "may_write": may(person, "plan.write") and course.closed_at is None,
    }
