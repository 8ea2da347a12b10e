"""The pages on which a finding is decided: a review by its reason, a stop by a signature, and its second signature."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daybreak.care.findings import Severity
from daybreak.care.suitability.verdict import Settled
from daybreak.clinic.courses import queries as courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Absent, Conflict
from daybreak.clinic.patients import actions as patients
from daybreak.clinic.signatures import queries as signatures
from daybreak.clinic.suitability import actions, queries
from daybreak.clinic.suitability.models import Override
from daybreak.web import signing
from daybreak.web.access import StaffRequest, requires
from daybreak.web.forms.entry import EntryForm
from daybreak.web.suitability import sheet
from daybreak.web.suitability.forms import DecisionForm
from daybreak.web.suitability.sheet import Shown


@require_safe
@requires("patient.read")
def finding(request: StaffRequest, course_id: UUID, basis: str) -> HttpResponse:
    """One finding in full, with its history, and the form by which the person who may decides about it."""
    return _page(request, _course(request, course_id), basis, DecisionForm())


@require_POST
@requires("suitability.decide")
def decide(request: StaffRequest, course_id: UUID, basis: str) -> HttpResponse:
    """A decision to go on or not, with its reason. Not going on takes an override back as well."""
    course, form = _course(request, course_id), DecisionForm(request.POST)
    outcome = Settled.DECLINE if "decline" in request.POST else Settled.GO_ON
    act = partial(actions.decide, by=request.user, course=course, basis=basis, outcome=outcome)
    if form.is_valid() and form.save(act) is not None:
        messages.success(request, "The decision is kept, with your reason.")
        return redirect("web:suitability", course.public_id)
    return _page(request, course, basis, form)


@require_POST
@requires("suitability.override")
def override(request: StaffRequest, course_id: UUID, basis: str) -> HttpResponse:
    """The medical director's signature over a stop. It holds once a second person has signed."""
    course, form, error = _course(request, course_id), DecisionForm(request.POST), _not_proven(request)
    act = partial(actions.override, by=request.user, course=course, basis=basis, proof=signing.proof_of(request))
    if form.is_valid() and not error and form.save(act) is not None:
        messages.success(request, "Signed. The override holds once a second person has signed it too.")
        return redirect("web:suitability", course.public_id)
    return _page(request, course, basis, form, error)


@require_http_methods(["GET", "POST"])
@requires("suitability.countersign")
def countersign(request: StaffRequest, override_id: UUID) -> HttpResponse:
    """The second signature under an override, by another person than the first."""
    override = queries.override(override_id)
    course = override.course
    patients.read_chart(by=request.user, patient_id=course.patient.public_id, page="second signature")
    if override.recorded_by_id == request.user.pk:
        raise Conflict("You signed this override yourself. The second signature must be another person's.")
    form, error = EntryForm(request.POST if request.method == "POST" else None), ""
    if form.is_valid():
        error = _not_proven(request)
        if not error and form.attempt(lambda: _second(request, override, form)) is not None:
            messages.success(request, "Signed. The stop is overridden by two people.")
            return redirect("web:suitability", course.public_id)
    page = {"course": course, "patient": course.patient, "override": override, "form": form, "sign_error": error}
    page |= {"shown": _shown(course, override.basis), "signed": signatures.of(override), "meaning": actions.SECOND}
    return render(request, "web/suitability/countersign.html", page, status=422 if form.is_bound else 200)


def _shown(course: Course, basis: str) -> Shown:
    shown = next((one for one in sheet.of(course).shown if one.found.basis == basis), None)
    if shown is None:
        raise Absent("This finding is no longer there: something it rests on has changed. Go back to suitability.")
    return shown


def _second(request: StaffRequest, override: Override, form: EntryForm) -> Any:
    proof = signing.proof_of(request)
    return actions.countersign(by=request.user, override=override, proof=proof, client_id=form.key)


def _not_proven(request: StaffRequest) -> str:
    return "" if signing.proof_of(request) else signing.why_not(request)


def _course(request: StaffRequest, course_id: UUID) -> Course:
    course = courses.get(course_id)
    patients.read_chart(by=request.user, patient_id=course.patient.public_id, page="finding of suitability")
    return course


def _page(request: StaffRequest, course: Course, basis: str, form: DecisionForm, sign_error: str = "") -> HttpResponse:
    shown = _shown(course, basis)
    page = {
        "course": course,
        "patient": course.patient,
        "shown": shown,
        "is_stop": shown.found.finding.severity is Severity.STOP,
        "meaning": actions.FIRST,
        "decisions": queries.decisions(course).filter(basis=basis),
        "overrides": [(row, signatures.of(row)) for row in queries.overrides(course).filter(basis=basis)],
        "form": form,
        "sign_error": sign_error,
    }
    return render(request, "web/suitability/finding.html", page, status=422 if form.is_bound else 200)
