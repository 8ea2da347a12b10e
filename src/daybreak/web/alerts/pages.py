"""The list of alerts, one alert with its clock and its story, and what people do with it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daybreak.care import alerts as care
from daybreak.clinic.alerts import actions, queries
from daybreak.clinic.alerts.models import Alert
from daybreak.clinic.courses import queries as courses
from daybreak.clinic.entry import Conflict
from daybreak.clinic.patients import actions as patients
from daybreak.web.access import StaffRequest, permitted, requires
from daybreak.web.alerts.forms import CloseForm, ConcernForm, HandOnForm, NoteForm
from daybreak.web.alerts.shown import Shown, shown, watch_stopped


@require_safe
@requires("alert.read")
def alerts(request: StaffRequest) -> HttpResponse:
    """Mine, then everyone's, what is due first on top; then what was closed last."""
    open_alerts = [shown(alert) for alert in queries.open_alerts()]
    page = {
        "mine": [one for one in open_alerts if one.alert.owner_id == request.user.pk],
        "others": [one for one in open_alerts if one.alert.owner_id != request.user.pk],
        "closed": [shown(alert) for alert in queries.closed()],
        "last_round": queries.last_round(),
        "watch_stopped": watch_stopped(),
    }
    return render(request, "web/alerts/list.html", page)


@require_safe
def banner(request: StaffRequest) -> HttpResponse:
    """What wants the person who is signed in, for a page that stays open. Names no patient."""
    return render(request, "web/alerts/banner.html", {"request": request})


@require_safe
@requires("alert.read")
def alert(request: StaffRequest, alert_id: UUID) -> HttpResponse:
    """One alert. Opening it is opening the chart, and logged so."""
    return _page(request, _found(request, alert_id))


@require_POST
@requires("alert.acknowledge")
def acknowledge(request: StaffRequest, alert_id: UUID) -> HttpResponse:
    """It is mine from now on."""
    taken = actions.acknowledge(by=request.user, alert=_found(request, alert_id))
    messages.success(request, "You have taken this alert. It stays yours until it is closed or handed on.")
    return redirect("web:alert", taken.public_id)


@require_POST
@requires("alert.acknowledge")
def hand_on(request: StaffRequest, alert_id: UUID) -> HttpResponse:
    """A colleague is asked to take it."""
    found = _found(request, alert_id)
    form = HandOnForm(request.POST, alert=found)
    if form.is_valid() and form.save(request.user, found):
        messages.success(request, "Handed on. The time to acknowledge it runs anew.")
        return redirect("web:alert", found.public_id)
    return _page(request, found, handing=form)


@require_POST
@requires("alert.acknowledge")
def note(request: StaffRequest, alert_id: UUID) -> HttpResponse:
    """What was tried."""
    found = _found(request, alert_id)
    form = NoteForm(request.POST)
    if form.is_valid() and form.save(request.user, found):
        messages.success(request, "The note is kept with the alert.")
        return redirect("web:alert", found.public_id)
    return _page(request, found, noting=form)


@require_POST
@requires("alert.acknowledge")
def close(request: StaffRequest, alert_id: UUID) -> HttpResponse:
    """End an alert that a sentence can end."""
    found = _found(request, alert_id)
    form = CloseForm(request.POST)
    if form.is_valid() and form.save(request.user, found):
        messages.success(request, "The alert is closed.")
        return redirect("web:alerts")
    return _page(request, found, closing=form)


@require_http_methods(["GET", "POST"])
@requires("alert.raise")
def concern(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Say what worries one, about this patient."""
    patient = patients.read_chart(by=request.user, patient_id=patient_id, page="raise an alert")
    form = ConcernForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        raised = form.save(request.user, patient, courses.current(patient))
        if raised is not None:
            whom = raised.owner.name if raised.owner else "everyone who may take it: nobody it asks first is here"
            messages.success(request, f"The alert is raised, and shown to {whom}.")
            return redirect("web:alert", raised.public_id)
    page = {"form": form, "patient": patient, "kind": care.kind("concern")}
    return render(request, "web/alerts/concern.html", page, status=422 if form.is_bound else 200)


def _found(request: StaffRequest, alert_id: UUID) -> Alert:
    found = queries.get(alert_id)
    patients.read_chart(by=request.user, patient_id=found.patient.public_id, page="alert")
    return found


def _page(
    request: StaffRequest,
    alert: Alert,
    *,
    handing: HandOnForm | None = None,
    noting: NoteForm | None = None,
    closing: CloseForm | None = None,
) -> HttpResponse:
    one: Shown = shown(alert)
    bound = [form for form in (handing, noting, closing) if form is not None]
    if bound and not alert.is_open:
        raise Conflict("This alert was closed meanwhile: there is nothing left to do with it.")
    page: dict[str, Any] = {
        "one": one,
        "alert": alert,
        "patient": alert.patient,
        "steps": alert.steps.select_related("by", "owner").order_by("-seq"),
        "is_mine": alert.owner_id == request.user.pk,
        "may_end": one.kind.act_to_close in permitted(request),
        "handing": handing or HandOnForm(alert=alert),
        "noting": noting or NoteForm(),
        "closing": closing or CloseForm(),
        "response": alert.detail.get("response", ""),
        "words": queries.words_behind(alert),
        "others": [shown(other) for other in queries.open_alerts(alert.patient) if other.pk != alert.pk],
    }
    return render(request, "web/alerts/alert.html", page, status=422 if bound else 200)
