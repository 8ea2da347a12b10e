"""Recording what is known of a patient, one fact at a time; a change is a new version, an error is retracted."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import model_to_dict
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from daybreak.clinic.entry import Absent
from daybreak.clinic.patients import actions
from daybreak.clinic.patients.models import Fact, Patient
from daybreak.web.access import StaffRequest, requires
from daybreak.web.forms.facts import FORMS, FactForm, RetractForm


@require_http_methods(["GET", "POST"])
@requires("patient.record")
def fact_new(request: StaffRequest, patient_id: UUID, kind: str) -> HttpResponse:
    """A form for one kind of fact (``forms.facts.FORMS``)."""
    form_of = _form_of(kind)
    patient = actions.read_chart(by=request.user, patient_id=patient_id, page=f"record {kind}")
    form = form_of(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.save(request.user, patient):
        messages.success(request, "Saved in the chart.")
        return redirect("web:chart", patient.public_id)
    page = {"form": form, "patient": patient}
    return render(request, "web/patients/fact.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@requires("patient.record")
def fact_change(request: StaffRequest, patient_id: UUID, kind: str, fact_id: UUID) -> HttpResponse:
    """A later version of a fact; for a measurement only the way to retract it."""
    form_of = _form_of(kind)
    patient = actions.read_chart(by=request.user, patient_id=patient_id, page=f"change {kind}")
    fact = _fact(form_of, patient, fact_id)
    form = form_of(request.POST if request.method == "POST" else None, initial=model_to_dict(fact))
    if form.is_bound and form.may_change and form.is_valid() and form.save(request.user, patient, fact):
        messages.success(request, "Saved in the chart. The earlier version stays in the record.")
        return redirect("web:chart", patient.public_id)
    page = {"form": form, "patient": patient, "fact": fact, "kind": kind, "retract": RetractForm()}
    return render(request, "web/patients/change.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["POST"])
@requires("patient.record")
def fact_retract(request: StaffRequest, patient_id: UUID, kind: str, fact_id: UUID) -> HttpResponse:
    """Say that a fact was recorded in error."""
    form_of = _form_of(kind)
    patient = actions.read_chart(by=request.user, patient_id=patient_id, page=f"retract {kind}")
    fact = _fact(form_of, patient, fact_id)
    retract = RetractForm(request.POST)
    if retract.is_valid() and retract.save(request.user, fact):
        messages.success(request, "Taken out of the chart. The record keeps it, with your reason.")
        return redirect("web:chart", patient.public_id)
    form = form_of(initial=model_to_dict(fact))
    page = {"form": form, "patient": patient, "fact": fact, "kind": kind, "retract": retract}
    return render(request, "web/patients/change.html", page, status=422)


def _form_of(kind: str) -> type[FactForm]:
    if kind not in FORMS:
        raise Http404
    return FORMS[kind]


def _fact(form_of: type[FactForm], patient: Patient, fact_id: UUID) -> Fact:
    """The current version of that name. A form without a row of its own has nothing to change."""
    rows: QuerySet[Any] | None = form_of.model._default_manager.all() if form_of.model else None
    fact = rows.filter(patient=patient, public_id=fact_id, retracted=False).first() if rows is not None else None
    if rows is None or fact is None or rows.filter(supersedes_id=fact.pk).exists():
        raise Absent("There is no such entry, or someone has replaced it already. Open the chart and look again.")
    return cast(Fact, fact)
