"""The pages of a dosing session: opened from an order, recorded at the bedside, watched on a second screen."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from daybreak.care import session_states
from daybreak.clinic.orders import queries as orders
from daybreak.clinic.people.queries import may
from daybreak.clinic.preparation.gate import Unready
from daybreak.clinic.sessions import actions, queries
from daybreak.clinic.sessions.models import DosingSession
from daybreak.web.access import StaffRequest, requires
from daybreak.web.consent import strip
from daybreak.web.consent.addresses import missing
from daybreak.web.dosing import told
from daybreak.web.forms.entry import EntryForm

ADDRESSES = {
    "stream": "session-stream",
    "readings": "session-readings",
    "inject": "session-inject",
    "note": "session-note",
    "end": "session-end",
}


class AbandonForm(EntryForm):
    """Why a session is closed without a dose."""

    reason = forms.CharField(max_length=300, label="Why was nothing given today?")


@require_POST
@requires("session.open")
def start(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Open the session in which this order may be given."""
    form = EntryForm(request.POST)
    key = form.key if form.is_valid() else None
    order = orders.get(public_id)
    try:
        opened = actions.open_session(by=request.user, order=order, client_id=key)
    except Unready:
        page = {"course": order.course, "patient": order.course.patient, "missing": missing(order.course)}
        return render(request, "web/consent/unready.html", page, status=409)
    return HttpResponseRedirect(reverse("web:session", args=[opened.public_id]))


@require_GET
@requires("session.read")
def bedside(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Where the session is recorded."""
    session = actions.read_session(by=request.user, session_id=public_id, page="bedside")
    return render(request, "sessions/bedside.html", _shown(request, session, AbandonForm()))


@require_GET
@requires("session.read")
def watch(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The second screen: large, live, and nothing on it can be pressed."""
    session = actions.read_session(by=request.user, session_id=public_id, page="watch")
    return render(request, "sessions/watch.html", _shown(request, session, None))


@require_POST
@requires("session.end")
def abandon(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Close a session in which nothing was given, with the reason."""
    session = queries.get(public_id)
    form = AbandonForm(request.POST)
    if form.is_valid() and _abandoned(request, session, form):
        messages.success(request, "The session is closed; nothing was given. The order still waits.")
        return HttpResponseRedirect(reverse("web:order", args=[session.order.public_id]))
    return render(request, "sessions/bedside.html", _shown(request, session, form), status=422)


def _abandoned(request: StaffRequest, session: DosingSession, form: AbandonForm) -> DosingSession | None:
    reason = form.cleaned_data["reason"]
    return form.attempt(
        lambda: actions.abandon_session(by=request.user, session=session, reason=reason, client_id=form.key)
    )


def _shown(request: StaffRequest, session: DosingSession, form: AbandonForm | None) -> dict[str, Any]:
    course = session.order.course
    return {
        "session": session,
        "order": session.order,
        "course": course,
        "patient": course.patient,
        "session_data": _data(request, session),
        **strip.shown(session),
        "form": form,
        "may_abandon": session_states.may_move(session.state, session_states.SessionState.ABANDONED),
    }


def _data(request: StaffRequest, session: DosingSession) -> dict[str, Any]:
    """What the page is drawn from: the session so far, where to send entries, and the key that lets them in."""
    urls = {name: reverse(f"web:{view}", args=[session.public_id]) for name, view in ADDRESSES.items()}
    if may(request.user, "vial.record"):
        urls["residue"] = reverse("web:session-residue", args=[session.public_id])
    urls["after"] = reverse("web:chart", args=[session.order.course.patient.public_id])
    return {**told.page_data(session, by=request.user), "urls": urls, "csrf": get_token(request)}
