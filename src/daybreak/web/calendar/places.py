"""Chairs, rooms and closed days, as pages."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from daybreak.clinic.plans import actions, queries
from daybreak.web.access import StaffRequest, requires
from daybreak.web.calendar.forms import ClosedDayForm, PlaceForm


@require_safe
@requires("plan.read")
def chairs(request: StaffRequest) -> HttpResponse:
    """What the clinic has to put appointments into, and when it is open."""
    return _page(request)


def _page(request: StaffRequest, place: PlaceForm | None = None, closed: ClosedDayForm | None = None) -> HttpResponse:
    policy = queries.diary().policy
    page: dict[str, Any] = {
        "chairs_and_rooms": queries.places(),
        "closed": queries.closed_days(),
        "place_form": place or PlaceForm(initial={"kind": "chair"}, auto_id="id_place_%s"),
        "closed_form": closed or ClosedDayForm(auto_id="id_closed_%s"),
        "hours": [policy[name] for name in ("schedule.open_days", "schedule.opens", "schedule.closes")],
    }
    return render(request, "plan/chairs.html", page, status=422 if place or closed else 200)


@require_POST
@requires("place.manage")
def add(request: StaffRequest) -> HttpResponse:
    """A chair or a room more."""
    form = PlaceForm(request.POST, auto_id="id_place_%s")
    if form.is_valid():
        name, kind = form.cleaned_data["name"], form.cleaned_data["kind"]
        if form.attempt(lambda: actions.add_place(by=request.user, name=name, kind=kind, client_id=form.key)):
            messages.success(request, f"{name} was added.")
            return redirect("web:chairs")
    return _page(request, place=form)


@require_POST
@requires("place.manage")
def retire(request: StaffRequest, place_id: UUID) -> HttpResponse:
    """A chair or a room less."""
    row = actions.retire_place(by=request.user, place=queries.place(place_id))
    messages.success(request, f"{row.name} is no longer used.")
    return redirect("web:chairs")


@require_POST
@requires("place.manage")
def close(request: StaffRequest) -> HttpResponse:
    """A day on which the clinic is closed."""
    form = ClosedDayForm(request.POST, auto_id="id_closed_%s")
    if form.is_valid():
        day, why = form.cleaned_data["day"], form.cleaned_data["why"]
        if form.attempt(lambda: actions.close_day(by=request.user, day=day, why=why, client_id=form.key)):
            messages.success(request, "The day is closed. What is booked on it is shown with a finding.")
            return redirect("web:chairs")
    return _page(request, closed=form)


@require_POST
@requires("place.manage")
def reopen(request: StaffRequest, closed_id: UUID) -> HttpResponse:
    """The clinic is open on that day after all."""
    actions.open_day(by=request.user, closed=queries.closed_day(closed_id))
    messages.success(request, "The day is open again.")
    return redirect("web:chairs")
