"""The list of integrations, what closes first first, and the page of one with everything that can be done about it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from daybreak.clinic import clock
from daybreak.clinic.integration import queries
from daybreak.clinic.integration.models import IntegrationWindow
from daybreak.clinic.notes import queries as notes
from daybreak.clinic.patients import actions as patients
from daybreak.web.access import StaffRequest, permitted, requires
from daybreak.web.forms.entry import EntryForm
from daybreak.web.integration.forms import BookForm, HandOnForm, HoldForm, LetGoForm
from daybreak.web.integration.shown import shown

LATELY = timedelta(days=7)


@require_safe
@requires("integration.read")
def integrations(request: StaffRequest) -> HttpResponse:
    """Every window that is open, and those that ended lately."""
    found = [shown(one) for one in queries.still_open()]
    page = {
        "wanting": [one for one in found if one.seen.wants_someone],
        "booked": [one for one in found if not one.seen.wants_someone],
        "ended": [shown(one) for one in queries.ended_since(clock.now() - LATELY)],
    }
    return render(request, "web/integration/list.html", page)


@require_safe
@requires("integration.read")
def integration(request: StaffRequest, window_id: UUID) -> HttpResponse:
    """One window: where it stands, what can be done, and each step of it."""
    return _page(request, _found(request, window_id))


@require_POST
@requires("integration.book")
def book(request: StaffRequest, window_id: UUID) -> HttpResponse:
    """Book the appointment in the plan."""
    window = _found(request, window_id)
    form = BookForm(request.POST)
    if form.is_valid() and form.save(request.user, window) is not None:
        messages.success(request, "The integration is booked.")
        return redirect("web:integration", window.public_id)
    return _page(request, window, booking=form)


@require_POST
@requires("integration.hold")
def hold(request: StaffRequest, window_id: UUID) -> HttpResponse:
    """Write down that it was held."""
    window = _found(request, window_id)
    form = HoldForm(request.POST)
    if form.is_valid() and form.save(request.user, window) is not None:
        messages.success(request, "It is written down that the integration was held.")
        return redirect("web:integration", window.public_id)
    return _page(request, window, holding=form)


@require_POST
@requires("integration.hold")
def let_go(request: StaffRequest, window_id: UUID) -> HttpResponse:
    """Write down why it is not going to be held."""
    window = _found(request, window_id)
    form = LetGoForm(request.POST)
    if form.is_valid() and form.save(request.user, window) is not None:
        messages.success(request, "The reason is written down.")
        return redirect("web:integration", window.public_id)
    return _page(request, window, letting_go=form)


@require_POST
@requires("integration.book")
def hand_on(request: StaffRequest, window_id: UUID) -> HttpResponse:
    """Ask a colleague to see to it."""
    window = _found(request, window_id)
    form = HandOnForm(request.POST, window=window)
    if form.is_valid() and form.save(request.user, window) is not None:
        messages.success(request, "Handed on.")
        return redirect("web:integration", window.public_id)
    return _page(request, window, handing=form)


def _found(request: StaffRequest, window_id: UUID) -> IntegrationWindow:
    window = queries.get(window_id)
    patients.read_chart(by=request.user, patient_id=window.course.patient.public_id, page="integration")
    return window


def _page(
    request: StaffRequest,
    window: IntegrationWindow,
    *,
    booking: EntryForm | None = None,
    holding: EntryForm | None = None,
    letting_go: EntryForm | None = None,
    handing: EntryForm | None = None,
) -> HttpResponse:
    seen = queries.seen(window)
    bound = [form for form in (booking, holding, letting_go, handing) if form is not None]
    held_at = seen.appointment.start if seen.appointment and seen.appointment.start <= clock.now() else clock.now()
    page: dict[str, Any] = {
        "one": shown(seen),
        "window": window,
        "patient": window.course.patient,
        "steps": window.steps.select_related("by", "owner").order_by("-seq"),
        "note": notes.note_of_window(window) if "note.read" in permitted(request) else None,
        "has_draft": notes.draft_of_window(request.user, window) is not None,
        "booking": booking or BookForm(),
        "holding": holding or HoldForm(initial={"at": held_at}),
        "letting_go": letting_go or LetGoForm(),
        "handing": handing or HandOnForm(window=window),
    }
    return render(request, "web/integration/window.html", page, status=422 if bound else 200)
