"""The pages on which a referral and past trials are written down."""

from uuid import UUID

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from daybreak.clinic.courses import queries as courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Absent
from daybreak.clinic.patients import actions as patients
from daybreak.clinic.suitability import actions, queries
from daybreak.clinic.suitability.models import PastTrial
from daybreak.web.access import StaffRequest, requires
from daybreak.web.forms.facts import RetractForm
from daybreak.web.suitability.forms import ReferralForm, TrialForm


@require_http_methods(["GET", "POST"])
@requires("suitability.refer")
def referral(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """Who referred the patient, why and when; a later one replaces it, and the earlier stays in the record."""
    course = _course(request, course_id, "referral")
    earlier = queries.referral(course)
    form = ReferralForm(
        request.POST if request.method == "POST" else None, initial=model_to_dict(earlier) if earlier else None
    )
    if form.is_valid() and form.save(request.user, course):
        messages.success(request, "The referral is kept.")
        return redirect("web:suitability", course.public_id)
    page = {"course": course, "patient": course.patient, "form": form, "earlier": earlier}
    return render(request, "web/suitability/referral.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@requires("patient.record")
def trial_new(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """A past trial."""
    return _trial(request, _course(request, course_id, "past trial"), None)


@require_http_methods(["GET", "POST"])
@requires("patient.record")
def trial_change(request: StaffRequest, course_id: UUID, trial_id: UUID) -> HttpResponse:
    """A later version of a past trial."""
    course = _course(request, course_id, "past trial")
    return _trial(request, course, _trial_of(course, trial_id))


@require_POST
@requires("patient.record")
def trial_retract(request: StaffRequest, course_id: UUID, trial_id: UUID) -> HttpResponse:
    """Say that a past trial was recorded in error."""
    course = _course(request, course_id, "past trial")
    trial = _trial_of(course, trial_id)
    retract = RetractForm(request.POST)
    if retract.is_valid():
        reason = retract.cleaned_data["reason"]
        if retract.attempt(lambda: actions.retract_trial(by=request.user, trial=trial, reason=reason)) is not None:
            messages.success(request, "Taken out. The record keeps it, with your reason.")
            return _back(course)
    form = TrialForm(initial=model_to_dict(trial))
    page = {"course": course, "patient": course.patient, "form": form, "trial": trial, "retract": retract}
    return render(request, "web/suitability/trial.html", page, status=422)


def _trial(request: StaffRequest, course: Course, trial: PastTrial | None) -> HttpResponse:
    form = TrialForm(
        request.POST if request.method == "POST" else None, initial=model_to_dict(trial) if trial else None
    )
    if form.is_valid() and form.save(request.user, course.patient, trial):
        messages.success(request, "The past trial is kept, and the stage was worked out anew.")
        return _back(course)
    page = {"course": course, "patient": course.patient, "form": form, "trial": trial, "retract": RetractForm()}
    return render(request, "web/suitability/trial.html", page, status=422 if form.is_bound else 200)


def _course(request: StaffRequest, course_id: UUID, page: str) -> Course:
    course = courses.get(course_id)
    patients.read_chart(by=request.user, patient_id=course.patient.public_id, page=page)
    return course


def _trial_of(course: Course, trial_id: UUID) -> PastTrial:
    found = next((row for row in queries.past_trials(course.patient) if row.public_id == trial_id), None)
    if found is None:
        raise Absent("There is no such trial, or someone has replaced it already. Go back to suitability.")
    return found


def _back(course: Course) -> HttpResponse:
    return redirect(f"{reverse('web:suitability', args=[course.public_id])}#trials")
