"""The page of one adverse event: reported, judged and amended, with every version of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from daybreak.care import adverse
from daybreak.clinic import clock
from daybreak.clinic.courses.models import Course
from daybreak.clinic.followup import queries
from daybreak.clinic.followup.models import AdverseEvent
from daybreak.web.access import StaffRequest, permitted, requires
from daybreak.web.followup.forms import AmendEventForm, EventForm
from daybreak.web.followup.pages import opened
from daybreak.web.followup.shown import EventShown

KEPT = ("what", "grade", "criteria", "started_at", "ended_at", "action", "outcome", "relation", "note")


@require_http_methods(["GET", "POST"])
@requires("adverse.record")
def report(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """A new event."""
    course = opened(request, course_id)
    fresh = {"started_at": clock.now(), "relation": adverse.NOT_JUDGED, "outcome": "ongoing"}
    form = EventForm(request.POST if request.method == "POST" else None, may_judge=_may_judge(request), initial=fresh)
    if form.is_valid() and form.save(request.user, course) is not None:
        messages.success(request, "The event is written down.")
        return redirect("web:followup", course.public_id)
    return _page(request, form, course)


@require_http_methods(["GET", "POST"])
@requires("adverse.record")
def amend(request: StaffRequest, event_id: UUID) -> HttpResponse:
    """An event with its versions, and the form that writes a newer one. An earlier version leads to the last."""
    row = queries.event(event_id)
    course, last = opened(request, row.course.public_id), queries.versions(row)[0]
    if last != row and request.method != "POST":
        return redirect("web:adverse", last.public_id)
    typed = {name: getattr(row, name) for name in KEPT}
    form = AmendEventForm(
        request.POST if request.method == "POST" else None, may_judge=_may_judge(request), initial=typed
    )
    if form.is_valid() and form.amend(request.user, row) is not None:
        messages.success(request, "The event is amended. The earlier version stays in the record.")
        return redirect("web:followup", course.public_id)
    return _page(request, form, course, event=EventShown(row), versions=[EventShown(one) for one in _all(row)])


def _all(row: AdverseEvent) -> list[AdverseEvent]:
    return list(queries.versions(row))


def _may_judge(request: StaffRequest) -> bool:
    return "adverse.judge" in permitted(request)


def _page(request: StaffRequest, form: EventForm, course: Course, **more: Any) -> HttpResponse:
    page = {"form": form, "course": course, "patient": course.patient, **more}
    return render(request, "web/followup/event.html", page, status=422 if form.is_bound else 200)
