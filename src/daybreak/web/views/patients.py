"""Finding patients as one types, and registering them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from daybreak.clinic.patients import actions, queries
from daybreak.clinic.patients.models import Patient
from daybreak.web.access import StaffRequest, requires
from daybreak.web.forms.patients import IdentityForm, RegisterForm

SHOWN = 20


@require_http_methods(["GET", "POST"])
@requires("patient.find")
def patients(request: StaffRequest) -> HttpResponse:
    """The box to type in. What is sought is posted: a name in an address would be kept in logs and histories."""
    sought = request.POST.get("sought", "").strip()
    found = queries.find(sought, limit=SHOWN) if sought else queries.recent(limit=10)
    page = {"sought": sought, "found": [_row(patient) for patient in found], "full": len(found) == SHOWN}
    return render(request, "web/patients/found.html" if request.htmx else "web/patients/list.html", page)


def _row(patient: Patient) -> tuple[Patient, int]:
    return patient, queries.age(patient)


@require_http_methods(["GET", "POST"])
@requires("patient.register")
def patient_new(request: StaffRequest) -> HttpResponse:
    """Register a patient, then open the chart."""
    form = RegisterForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        patient = form.save(request.user)
        if patient is not None:
            messages.success(request, f"Registered under record number {patient.mrn}.")
            return redirect("web:chart", patient.public_id)
    return render(request, "web/patients/register.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@requires("patient.register")
def patient_identity(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Put right who the patient is and how they are reached; the log keeps what it was."""
    patient = actions.read_chart(by=request.user, patient_id=patient_id, page="identity")
    form = IdentityForm(request.POST) if request.method == "POST" else IdentityForm.of(patient)
    if form.is_valid() and form.amend(request.user, patient):
        messages.success(request, "Put right. The log keeps what it was before.")
        return redirect("web:chart", patient.public_id)
    page = {"form": form, "patient": patient}
    return render(request, "web/patients/identity.html", page, status=422 if form.is_bound else 200)
