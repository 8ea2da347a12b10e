"""The page on which a prescriber weighs a high pressure before the dose, and signs that the dose may follow."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from daybreak.care.dose import Route
from daybreak.clinic.sessions import actions, before_dose, queries
from daybreak.clinic.sessions.models import DosingSession, Release
from daybreak.web.access import StaffRequest, requires
from daybreak.web.forms.entry import EntryForm


class ReleaseForm(EntryForm):
    """Why the dose may follow; ``seen`` is the reading that was weighed."""

    reason = forms.CharField(
        max_length=300, label="Why may the dose follow this pressure?", widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = forms.UUIDField(widget=forms.HiddenInput)


@require_http_methods(["GET", "POST"])
@requires("session.release")
def release(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """What holds the session, every pressure in it so far, and the signature."""
    posted = request.method == "POST"
    form = ReleaseForm(request.POST if posted else None)
    session = queries.get(public_id) if posted else _read(request, public_id)
    if form.is_valid() and _released(request, session, form):
        messages.success(request, "The session is released. The dose may be given on this pressure.")
        return HttpResponseRedirect(reverse("web:session", args=[public_id]))
    return render(request, "releases/release.html", _shown(session, form), status=422 if form.is_bound else 200)


def _read(request: StaffRequest, public_id: UUID) -> DosingSession:
    return actions.read_session(by=request.user, session_id=public_id, page="release")


def _released(request: StaffRequest, session: DosingSession, form: ReleaseForm) -> Release | None:
    values = {"reason": form.cleaned_data["reason"], "seen": form.cleaned_data["seen"]}
    return form.attempt(lambda: actions.release(by=request.user, session=session, client_id=form.key, **values))


def _shown(session: DosingSession, form: ReleaseForm) -> dict[str, Any]:
    held = before_dose.hold(session)
    if held is not None and held.reading is not None:
        form.fields["seen"].initial = held.reading.public_id
    return {
        "session": session,
        "order": session.order,
        "route": Route(session.order.route).label,
        "patient": session.order.course.patient,
        "held": held,
        "pressures": queries.pressures(session),
        "form": form,
    }
