"""The follow-up of one course on one page, and everything that is due in the clinic."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daybreak.clinic import policy
from daybreak.clinic.courses import queries as courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.followup import outcomes, queries
from daybreak.clinic.orders import history
from daybreak.clinic.patients import actions as patients
from daybreak.web.access import StaffRequest, requires
from daybreak.web.course_chart import course_data
from daybreak.web.followup.shown import EventShown, KeptShown, due_shown, milestones

SHOWN = 30
"""How many checks that were written down the page lists."""


@require_safe
@requires("followup.read")
def followup(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """How the course turned out, what is due, what was given, and what went wrong."""
    course = opened(request, course_id)
    owners, waiting = queries.Owners(), queries.due(course)
    found = outcomes.of_course(course)
    page: dict[str, Any] = {
        "course": course,
        "patient": course.patient,
        "measured": found.measured,
        "milestones": milestones(found.told),
        "rated": _rated(course),
        "course_data": course_data(course, found.measured),
        "due": [due_shown(one, owners) for one in waiting.now],
        "later": [due_shown(one, owners) for one in waiting.later],
        "kept": [KeptShown(row) for row in queries.checks(course)[:SHOWN]],
        "events": [EventShown(row) for row in queries.events(course)],
        "exposure": history.of_patient(course.patient),
        "looks": looks(),
        "maintenance": queries.maintenance_of(course),
    }
    return render(request, "web/followup/page.html", page)


@require_safe
@requires("followup.read")
def due(request: StaffRequest) -> HttpResponse:
    """Every check that is due here, and every event that waits for a judgement."""
    owners = queries.Owners()
    found = [due_shown(one, owners) for one in queries.due_here()]
    page = {
        "overdue": [one for one in found if one.one.is_overdue],
        "due": [one for one in found if not one.one.is_overdue],
        "unjudged": [EventShown(row) for row in queries.unjudged()],
    }
    return render(request, "web/followup/due.html", page)


def _rated(course: Course) -> dict[str, Any] | None:
    """The same by a clinician's ratings, where there are any."""
    rated = outcomes.of_course(course, "madrs")
    return {"measured": rated.measured, "milestones": milestones(rated.told)} if rated.measured.measures else None


def opened(request: StaffRequest, course_id: UUID) -> Course:
    """The course, with the reading of the chart written into the log."""
    course = courses.get(course_id)
    patients.read_chart(by=request.user, patient_id=course.patient.public_id, page="follow-up")
    return course


def looks() -> dict[str, Any]:
    """At each multiple of these the whole of what was given is looked at."""
    rules = policy.current()
    return {"sessions": rules.decimal("dose.total.sessions"), "mg": rules.decimal("dose.total.mg")}
