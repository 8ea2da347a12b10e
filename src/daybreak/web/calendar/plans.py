"""The plan of a course: made by a protocol, seen before it is confirmed, with every appointment and what is wrong."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from daybreak.care.courses import phase
from daybreak.care.protocols import DEFAULT
from daybreak.care.visits import Kind, State
from daybreak.clinic.courses import queries as courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Conflict
from daybreak.clinic.patients import actions as patients
from daybreak.clinic.plans import actions, proposals, queries
from daybreak.clinic.plans.entries import Changed
from daybreak.clinic.plans.models import Appointment, Plan
from daybreak.clinic.plans.proposals import Proposal
from daybreak.web.access import StaffRequest, permitted, requires
from daybreak.web.calendar import ical
from daybreak.web.calendar.appointments import LOOKED_AGAIN
from daybreak.web.calendar.forms import PlanForm, ReasonForm, chosen_place
from daybreak.web.calendar.shown import shown


@require_http_methods(["GET", "HEAD", "POST"])
@requires("plan.read")
def plan(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """The plan as it stands; without one, the form that makes it."""
    course = courses.get(course_id)
    patients.read_chart(by=request.user, patient_id=course.patient.public_id, page="plan")
    made = queries.plan_of(course)
    if made is None and "plan.write" in permitted(request) and not phase(course.phase).is_final:
        return _making(request, course)
    if request.method == "POST":
        raise Conflict("This course has a plan. Move its appointments, or end the plan before making another.")
    return render(request, "plan/plan.html", _page(course, made))


def _page(course: Course, made: Plan | None) -> dict[str, Any]:
    rows = list(queries.appointments(course))
    found = queries.clashes(course)
    by_key = {row.key: [clash.finding for clash in found if clash.key == row.key] for row in rows}
    return {
        "course": course,
        "patient": course.patient,
        "plan": made,
        "protocol": queries.protocol_of(course),
        "lines": [(row, by_key[row.key] if row.is_booked else []) for row in rows if row.kind != Kind.MEASURE],
        "scales": [row for row in rows if row.kind == Kind.MEASURE and row.state != State.CANCELLED],
        "without_a_date": queries.without_a_date(course),
        "is_closed": phase(course.phase).is_final,
    }


def _making(request: StaffRequest, course: Course) -> HttpResponse:
    next_dose = _next_dose(course)
    initial = {"protocol": DEFAULT}
    form = PlanForm(request.POST if request.method == "POST" else None, next_dose=next_dose, initial=initial)
    proposal: Proposal | None = None
    if form.is_valid():
        if request.POST.get("step") == "confirm" and _made(request, course, form):
            return redirect("web:plan", course.public_id)
        proposal = form.attempt(lambda: _proposed(course, form))
    page = {
        **_page(course, None),
        "form": form,
        "next_dose": next_dose,
        "proposal": proposal,
        "shown": shown(proposal) if proposal else None,
        "has_places": queries.places("chair").exists(),
    }
    return render(request, "plan/make.html", page, status=422 if form.is_bound and form.errors else 200)


def _next_dose(course: Course) -> int:
    had = [visit for visit in proposals.unplanned(course) if visit.counts]
    given = queries.appointments(course).filter(kind=Kind.DOSE, state__in=("booked", "done")).count()
    return len(had) + given + 1


def _proposed(course: Course, form: PlanForm) -> Proposal:
    typed = form.cleaned_data
    found = queries.protocol(typed["protocol"])
    return proposals.of_plan(course, found, typed["first_dose_at"], chosen_place(typed["place"]), form.team)


def _made(request: StaffRequest, course: Course, form: PlanForm) -> bool:
    typed = form.cleaned_data
    try:
        made = form.attempt(
            lambda: actions.make_plan(
                by=request.user,
                course=course,
                protocol=typed["protocol"],
                first_dose_at=typed["first_dose_at"],
                place=chosen_place(typed["place"]),
                team=form.team,
                reason=typed["reason"],
                seen=request.POST.get("seen", ""),
                client_id=form.key,
            )
        )
    except Changed:
        form.add_error(None, LOOKED_AGAIN)
        return False
    if made is not None:
        messages.success(request, "The course is planned.")
    return made is not None


@require_http_methods(["GET", "POST"])
@requires("plan.write")
def end(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """End the plan and cancel what is ahead of it."""
    course = courses.get(course_id)
    patients.read_chart(by=request.user, patient_id=course.patient.public_id, page="end the plan")
    made = queries.plan_of(course)
    if made is None:
        raise Conflict("This course has no plan.")
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if form.attempt(lambda: actions.end_plan(by=request.user, plan=made, reason=reason)):
            messages.success(request, "The plan has ended; what was booked by it is cancelled.")
            return redirect("web:plan", course.public_id)
    ahead = queries.appointments(course).filter(plan=made, state=State.BOOKED).exclude(kind=Kind.MEASURE).count()
    page = {"form": form, "course": course, "patient": course.patient, "ahead": ahead}
    return render(request, "plan/end.html", page, status=422 if form.is_bound else 200)


@require_safe
@requires("plan.read")
def as_file(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """The appointments of a course as a calendar file, for the patient's or a colleague's own calendar."""
    course = courses.get(course_id)
    patients.read_chart(by=request.user, patient_id=course.patient.public_id, page="calendar file")
    rows: list[Appointment] = list(queries.appointments(course).exclude(kind=Kind.MEASURE))
    return ical.answer(ical.text(rows, "Appointments"), "appointments.ics")
