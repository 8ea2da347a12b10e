"""The page of one course: where it stands, what is missing before a dose, and a card for each part of the programme."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daybreak.care.courses import phase
from daybreak.clinic.courses import queries
from daybreak.clinic.patients import actions as patients
from daybreak.web.access import StaffRequest, requires
from daybreak.web.course_cards import cards


@require_safe
@requires("patient.read")
def course(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """Everything about one course on one page. Opening it is written into the log."""
    found = queries.get(course_id)
    patient = patients.read_chart(by=request.user, patient_id=found.patient.public_id, page="course")
    page = {
        "course": found,
        "patient": patient,
        "phase": phase(found.phase),
        "cards": cards(found, request.user),
    }
    return render(request, "web/courses/course.html", page)
