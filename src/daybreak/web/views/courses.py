"""Opening a course of treatment and moving it through its phases."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from daybreak.care.courses import phase
from daybreak.clinic.courses import queries
from daybreak.clinic.entry import Conflict
from daybreak.clinic.patients import actions as patients
from daybreak.web.access import StaffRequest, requires
from daybreak.web.forms.courses import MoveForm, OpenCourseForm


@require_http_methods(["GET", "POST"])
@requires("course.open")
def course_new(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Say what is treated; the course begins in preparation."""
    patient = patients.read_chart(by=request.user, patient_id=patient_id, page="open a course")
    form = OpenCourseForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.save(request.user, patient):
        messages.success(request, "The course is open, in preparation.")
        return redirect("web:chart", patient.public_id)
    if not form.is_bound and queries.current(patient) is not None:
        raise Conflict("This patient already has an open course. Close it before a new one is opened.")
    page = {"form": form, "patient": patient}
    return render(request, "web/courses/open.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@requires("course.move")
def course_move(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """Choose the phase that follows, and say why."""
    course = queries.get(course_id)
    patient = patients.read_chart(by=request.user, patient_id=course.patient.public_id, page="move the course")
    if phase(course.phase).is_final:
        raise Conflict("This course is closed. A new treatment is a new course.")
    form = MoveForm(request.POST if request.method == "POST" else None, phase=course.phase)
    if form.is_valid():
        moved = form.save(request.user, course)
        if moved is not None:
            messages.success(request, f"The course is now in {phase(moved.phase).label}.")
            return redirect("web:chart", patient.public_id)
    page = {"form": form, "patient": patient, "course": course, "phase": phase(course.phase)}
    return render(request, "web/courses/move.html", page, status=422 if form.is_bound else 200)
