"""What the bedside shows of consent: where touch may be, what stands, and one press to take any of it back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from daybreak.care import touch
from daybreak.care.consents import ConsentKind
from daybreak.clinic.consents import actions, standing
from daybreak.clinic.consents import queries as consented
from daybreak.clinic.sessions import queries
from daybreak.clinic.sessions.models import DosingSession
from daybreak.web.access import StaffRequest, may_tree, requires
from daybreak.web.consent.forms import NarrowForm


@require_safe
@requires("session.read")
def strip(request: StaffRequest, session_id: UUID) -> HttpResponse:
    """The strip as it stands now, for the page to take in."""
    return _strip(request, queries.get(session_id))


@require_POST
@requires("consent.take_back")
def take_back(request: StaffRequest, session_id: UUID, kind: ConsentKind) -> HttpResponse:
    """The patient says no: one press."""
    session = queries.get(session_id)
    actions.take_back(by=request.user, course=session.order.course, kind=kind)
    return _answer(request, session)


@require_POST
@requires("consent.take_back")
def narrow(request: StaffRequest, session_id: UUID) -> HttpResponse:
    """Touch stays only where it is still marked."""
    session, form = queries.get(session_id), NarrowForm(request.POST)
    if form.is_valid():
        actions.narrow(by=request.user, course=session.order.course, keep=form.cleaned_data["regions"])
    return _answer(request, session)


def shown(session: DosingSession) -> dict[str, Any]:
    """What the strip is drawn from."""
    course = session.order.course
    standings = standing.all_of(course)
    return {
        "session": session,
        "consent_course": course,
        "stands": [one for one in standings if one.is_agreed],
        "gone": [one for one in standings if one.state is standing.State.WITHDRAWN],
        "mask": consented.touch_mask(course),
        "touch_places": touch.marked(consented.touch_mask(course)),
        "touch_words": touch.in_words(consented.touch_mask(course)),
        "touch_map": consented.touch_map(course),
        "locked": consented.is_locked(course),
    }


def _answer(request: StaffRequest, session: DosingSession) -> HttpResponse:
    """The strip for htmx; a browser without scripts goes back to the session."""
    return _strip(request, session) if request.htmx else redirect("web:session", session.public_id)


def _strip(request: StaffRequest, session: DosingSession) -> HttpResponse:
    watching = "watch" in request.GET
    page = {**shown(session), "watching": watching, "may": None if watching else may_tree(request)}
    return render(request, "web/consent/strip.html", page)
