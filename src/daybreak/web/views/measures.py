"""The PHQ-9 as staff see it: filled in at the clinic, read item by item, sent to the patient's own phone."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daybreak.care import questionnaires
from daybreak.clinic.entry import Absent
from daybreak.clinic.measures import actions, queries
from daybreak.clinic.measures.models import Invitation, Response
from daybreak.clinic.patients import actions as patients
from daybreak.web.access import StaffRequest, requires
from daybreak.web.forms.entry import EntryForm
from daybreak.web.forms.questionnaire import ClinicQuestionnaireForm

AT_THE_DESK = timedelta(minutes=30)
"""A tablet handed over is answered now or not at all."""


@require_http_methods(["GET", "POST"])
@requires("measure.record")
def measure_clinic(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Enter what the patient answers, then show it in the chart."""
    patient = patients.read_chart(by=request.user, patient_id=patient_id, page="record a PHQ-9")
    instrument = questionnaires.load("phq9")
    form = ClinicQuestionnaireForm(instrument, request.POST if request.method == "POST" else None)
    if form.is_valid():
        response = form.attempt(
            lambda: actions.record_in_clinic(
                by=request.user,
                patient=patient,
                answers=form.answers,
                completed_at=form.cleaned_data["completed_at"],
                client_id=form.key,
            )
        )
        if response is not None:
            _say(request, response)
            return redirect("web:chart", patient.public_id)
    page = {"form": form, "patient": patient, "instrument": instrument}
    return render(request, "web/measures/clinic.html", page, status=422 if form.is_bound else 200)


def _say(request: StaffRequest, response: Response) -> None:
    instrument = questionnaires.load(response.instrument)
    text = f"Saved: {response.total} of {instrument.highest_total}, {instrument.band(response.total)}."
    if queries.at_risk(response):
        messages.warning(request, f"{text} Item 9 is above 0: the clinic's suicide-risk pathway applies now.")
    else:
        messages.success(request, text)


@require_safe
@requires("patient.read")
def measure(request: StaffRequest, patient_id: UUID, response_id: UUID) -> HttpResponse:
    """One PHQ-9 with every item as it was answered."""
    patient = patients.read_chart(by=request.user, patient_id=patient_id, page="PHQ-9 answers")
    response = queries.responses(patient).select_related("recorded_by").filter(public_id=response_id).first()
    if response is None:
        raise Absent("There are no such answers. Go back to the patient's chart.")
    instrument = questionnaires.load(response.instrument)
    page = {
        "patient": patient,
        "response": response,
        "instrument": instrument,
        "band": instrument.band(response.total),
        "answered": _answered(instrument, response),
    }
    return render(request, "web/measures/answers.html", page)


def _answered(instrument: questionnaires.Instrument, response: Response) -> list[dict[str, Any]]:
    """Each item with the words that were chosen; empty where only a total came from elsewhere."""
    if not response.answers:
        return []
    return [
        {
            "text": item.text,
            "value": response.answers[item.link_id],
            "words": item.answer(response.answers[item.link_id]),
            "risk": item.link_id == instrument.risk_item,
        }
        for item in instrument.items
    ]


@require_POST
@requires("measure.invite")
def measure_invite(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Make a link and show it, this once: the record keeps only its hash."""
    patient = patients.read_chart(by=request.user, patient_id=patient_id, page="make a link")
    valid_for = timedelta(hours=settings.DAYBREAK.link_valid_hours)
    invitation, token = actions.invite(by=request.user, patient=patient, valid_for=valid_for, client_id=_key(request))
    link = _origin(request) + reverse("web:answer", args=[token])
    return render(request, "web/measures/link.html", {"patient": patient, "invitation": invitation, "link": link})


@require_POST
@requires("measure.invite")
def measure_here(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Hand this screen over: sign the person out first, so that the patient holds a questionnaire and nothing else."""
    patient = patients.read_chart(by=request.user, patient_id=patient_id, page="hand the screen over")
    _, token = actions.invite(by=request.user, patient=patient, valid_for=AT_THE_DESK, client_id=_key(request))
    get_adapter(request).logout(request)
    return redirect("web:answer", token)


@require_POST
@requires("measure.invite")
def invitation_withdraw(request: StaffRequest, invitation_id: UUID) -> HttpResponse:
    """Stop a link from working."""
    invitation = Invitation.objects.select_related("patient").filter(public_id=invitation_id).first()
    if invitation is None:
        raise Absent("There is no such link. Go back to the patient's chart.")
    actions.withdraw_invitation(by=request.user, invitation=invitation)
    messages.success(request, "The link is withdrawn and no longer works.")
    return redirect("web:chart", invitation.patient.public_id)


def _key(request: StaffRequest) -> UUID | None:
    form = EntryForm(request.POST)
    return form.key if form.is_valid() else None


def _origin(request: StaffRequest) -> str:
    """The address people type, or the one this page was opened at."""
    return (settings.DAYBREAK.public_url or request.build_absolute_uri("/")).rstrip("/")
