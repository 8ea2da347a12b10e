"""One measure as staff handle it: filled in at the clinic, or sent to the patient's phone; the PHQ-9 unless named."""

from datetime import timedelta
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from daybreak.care.instrument import Instrument
from daybreak.clinic.entry import Absent
from daybreak.clinic.measures import actions, instruments, queries
from daybreak.clinic.measures.models import Invitation, Response
from daybreak.clinic.patients import actions as patients
from daybreak.clinic.patients.models import Patient
from daybreak.web.access import StaffRequest, requires
from daybreak.web.forms.entry import EntryForm
from daybreak.web.forms.questionnaire import ClinicQuestionnaireForm

AT_THE_DESK = timedelta(minutes=30)
"""A tablet handed over is answered now or not at all."""
UNKNOWN = "There is no such measure. Go back to the patient's measures."


@require_http_methods(["GET", "POST"])
@requires("measure.record")
def measure_clinic(request: StaffRequest, patient_id: UUID, instrument: str = "phq9") -> HttpResponse:
    """Enter what the patient answers, then show it in the chart."""
    patient = patients.read_chart(by=request.user, patient_id=patient_id, page=f"record {_title(instrument)}")
    scale = _to_fill_in(instrument)
    form = ClinicQuestionnaireForm(scale, request.POST if request.method == "POST" else None)
    if form.is_valid():
        response = form.attempt(
            lambda: actions.record_in_clinic(
                by=request.user,
                patient=patient,
                instrument=scale.id,
                answers=form.answers,
                completed_at=form.cleaned_data["completed_at"],
                client_id=form.key,
            )
        )
        if response is not None:
            _say(request, response, scale, patient)
            return redirect("web:chart" if scale.id == "phq9" else "web:measures", patient.public_id)
    page = {"form": form, "patient": patient, "instrument": scale}
    return render(request, "web/measures/clinic.html", page, status=422 if form.is_bound else 200)


def _say(request: StaffRequest, response: Response, scale: Instrument, patient: Patient) -> None:
    band = scale.band(response.total, patient.sex)
    text = f"Saved: {response.total} of {scale.highest_total}, {band}."
    if queries.at_risk(response):
        what = "Item 9" if scale.id == "phq9" else f"{scale.short_title}, {scale.risk_called},"
        messages.warning(request, f"{text} {what} is above 0: the clinic's suicide-risk pathway applies now.")
    else:
        messages.success(request, text)


@require_POST
@requires("measure.invite")
def measure_invite(request: StaffRequest, patient_id: UUID, instrument: str = "phq9") -> HttpResponse:
    """Make a link and show it, this once: the record keeps only its hash."""
    patient = patients.read_chart(by=request.user, patient_id=patient_id, page="make a link")
    title = _title(_chosen(request, instrument))
    valid_for = timedelta(hours=settings.DAYBREAK.link_valid_hours)
    invitation, token = actions.invite(
        by=request.user,
        patient=patient,
        instrument=_chosen(request, instrument),
        valid_for=valid_for,
        client_id=_key(request),
    )
    link = _origin(request) + reverse("web:answer", args=[token])
    page = {"patient": patient, "invitation": invitation, "link": link, "title": title}
    return render(request, "web/measures/link.html", page)


@require_POST
@requires("measure.invite")
def measure_here(request: StaffRequest, patient_id: UUID, instrument: str = "phq9") -> HttpResponse:
    """Hand this screen over: sign the person out first, so that the patient holds a questionnaire and nothing else."""
    patient = patients.read_chart(by=request.user, patient_id=patient_id, page="hand the screen over")
    chosen = _chosen(request, instrument)
    _title(chosen)
    _, token = actions.invite(
        by=request.user, patient=patient, instrument=chosen, valid_for=AT_THE_DESK, client_id=_key(request)
    )
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


def _to_fill_in(instrument: str) -> Instrument:
    """The questionnaire with its words. Absent for a task, which is played, and for what does not exist."""
    _title(instrument)
    if instruments.is_task(instrument):
        raise Absent("A browser task is played, not entered: send its link, or hand this screen over.")
    return instruments.require_words(instruments.load(instrument))


def _chosen(request: StaffRequest, instrument: str) -> str:
    """The measure in the address, or the one picked on the form."""
    return request.POST.get("instrument", "") or instrument


def _title(instrument: str) -> str:
    try:
        return instruments.title_of(instrument)
    except ValueError:
        raise Absent(UNKNOWN) from None


def _key(request: StaffRequest) -> UUID | None:
    form = EntryForm(request.POST)
    return form.key if form.is_valid() else None


def _origin(request: StaffRequest) -> str:
    """The address people type, or the one this page was opened at."""
    return (settings.DAYBREAK.public_url or request.build_absolute_uri("/")).rstrip("/")
