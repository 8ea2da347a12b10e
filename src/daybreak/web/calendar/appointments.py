"""One appointment: what it is, how it came to be so, and how it is moved, marked or cancelled."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daybreak.care.visits import Kind
from daybreak.clinic.courses import queries as courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Conflict
from daybreak.clinic.patients import actions as patients
from daybreak.clinic.plans import actions, proposals, queries
from daybreak.clinic.plans.entries import Changed, require_its_day
from daybreak.clinic.plans.models import Appointment
from daybreak.clinic.plans.proposals import Proposal
from daybreak.web.access import StaffRequest, requires
from daybreak.web.calendar.forms import BookForm, MissedForm, MoveForm, ReasonForm
from daybreak.web.calendar.shown import shown

LOOKED_AGAIN = "Something changed since you looked. These are the times as they would be now."


def _opened(request: StaffRequest, appointment_id: UUID, page: str) -> Appointment:
    """The appointment, once the reading of its patient's chart is in the log."""
    row = queries.get(appointment_id)
    patients.read_chart(by=request.user, patient_id=row.course.patient.public_id, page=page)
    return row


@require_safe
@requires("plan.read")
def appointment(request: StaffRequest, appointment_id: UUID) -> HttpResponse:
    """What it is, and every change of it."""
    row = _opened(request, appointment_id, "appointment")
    found = [clash.finding for clash in queries.clashes(row.course) if clash.key == row.key] if row.is_booked else []
    page = {
        "row": row,
        "patient": row.course.patient,
        "findings": found,
        "changes": row.changes.select_related("by").order_by("-at", "-pk"),
        "kind": Kind(row.kind),
        "is_dose": row.kind == Kind.DOSE,
        "takes_time": row.kind != Kind.MEASURE,
        "its_day_has_come": timezone.localtime(row.start).date() <= queries.today(),
    }
    return render(request, "plan/appointment.html", page)


@require_http_methods(["GET", "POST"])
@requires("plan.write")
def move(request: StaffRequest, appointment_id: UUID) -> HttpResponse:
    """Another time, place or people: first what would change, then, confirmed, exactly that."""
    row = _opened(request, appointment_id, "move an appointment")
    if not row.is_booked:
        raise Conflict(f"This appointment is {row.state}. Only one that is booked can be moved.")
    given = request.POST if request.method == "POST" else _dropped(request, row)
    form = MoveForm(given, kind=Kind(row.kind), initial=_as_is(row))
    proposal: Proposal | None = None
    if form.is_valid():
        if request.POST.get("step") == "confirm" and _moved(request, row, form):
            return redirect("web:appointment", row.public_id)
        proposal = form.attempt(lambda: _proposed(row, form))
    page = {"row": row, "form": form, "patient": row.course.patient, **_proposal(proposal)}
    return render(request, "plan/move.html", page, status=422 if request.method == "POST" and form.errors else 200)


def _dropped(request: StaffRequest, row: Appointment) -> dict[str, Any] | None:
    """What dragging an appointment asks for: a day, a time of day and a place; None when nothing was dragged."""
    at = _moment(request.GET.get("start", ""))
    if at is None:
        return None
    place = request.GET.get("place", "")
    typed = {name: value for name, value in _as_is(row).items() if name != "start"}
    chosen = {"place": place} if place else {}
    return {**typed, **chosen, "start": at.strftime("%Y-%m-%dT%H:%M"), "rest": "on", "minutes": str(row.minutes)}


def _moment(text: str) -> datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def _as_is(row: Appointment) -> dict[str, Any]:
    return {
        "start": timezone.localtime(row.start),
        "minutes": row.minutes,
        "place": str(row.place.public_id) if row.place else "",
        "staff": [str(person.public_id) for person in row.staff.all()],
        "rest": True,
    }


def _proposed(row: Appointment, form: MoveForm) -> Proposal:
    given, rest = form.given, form.cleaned_data["rest"]
    start = given.pop("start")
    return proposals.of_move(row, start, with_rest=rest, **given)


def _moved(request: StaffRequest, row: Appointment, form: MoveForm) -> bool:
    """Whether it was saved; the form says why not."""
    rest, reason, seen = form.cleaned_data["rest"], form.cleaned_data["reason"], request.POST.get("seen", "")
    try:
        done = form.attempt(
            lambda: actions.move(
                by=request.user, appointment=row, reason=reason, with_rest=rest, seen=seen, **form.given
            )
        )
    except Changed:
        form.add_error(None, LOOKED_AGAIN)
        return False
    if done is not None:
        messages.success(request, "The appointment was moved.")
    return done is not None


@require_http_methods(["GET", "POST"])
@requires("plan.write")
def missed(request: StaffRequest, appointment_id: UUID) -> HttpResponse:
    """The patient did not come: mark it, or look at another date with all that follows from it."""
    row = _opened(request, appointment_id, "a missed appointment")
    if not row.is_booked:
        raise Conflict(f"This appointment is {row.state}. Only one that is booked can be missed.")
    require_its_day(row)
    form = MissedForm(request.POST if request.method == "POST" else None, initial={"again": True})
    proposal = None
    if form.is_valid():
        again = form.cleaned_data["again"]
        sure = request.POST.get("step") == "confirm" or not again
        if sure and _missed(request, row, form):
            return redirect("web:plan", row.course.public_id)
        proposal = proposals.of_missed(row) if again else None
    page = {"row": row, "form": form, "patient": row.course.patient, **_proposal(proposal)}
    return render(request, "plan/missed.html", page, status=422 if form.is_bound and form.errors else 200)


def _missed(request: StaffRequest, row: Appointment, form: MissedForm) -> bool:
    reason, again, seen = form.cleaned_data["reason"], form.cleaned_data["again"], request.POST.get("seen", "")
    try:
        done = form.attempt(
            lambda: actions.mark_missed(by=request.user, appointment=row, reason=reason, again=again, seen=seen)
        )
    except Changed:
        form.add_error(None, LOOKED_AGAIN)
        return False
    if done is not None:
        messages.success(request, "The appointment is marked as missed.")
    return done is not None


@require_http_methods(["GET", "POST"])
@requires("plan.write")
def cancel(request: StaffRequest, appointment_id: UUID) -> HttpResponse:
    """Take it out of the plan, with a reason."""
    row = _opened(request, appointment_id, "cancel an appointment")
    if not row.is_booked:
        raise Conflict(f"This appointment is {row.state}. Only one that is booked can be cancelled.")
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if form.attempt(lambda: actions.cancel(by=request.user, appointment=row, reason=reason)):
            messages.success(request, "The appointment was cancelled.")
            return redirect("web:plan", row.course.public_id)
    page = {"row": row, "form": form, "patient": row.course.patient}
    return render(request, "plan/cancel.html", page, status=422 if form.is_bound else 200)


@require_POST
@requires("plan.write")
def done(request: StaffRequest, appointment_id: UUID) -> HttpResponse:
    """It took place."""
    row = actions.mark_done(by=request.user, appointment=queries.get(appointment_id))
    messages.success(request, "The appointment is marked as done.")
    return redirect("web:appointment", row.public_id)


@require_http_methods(["GET", "POST"])
@requires("plan.write")
def book(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """One more appointment of a course."""
    course = courses.get(course_id)
    patients.read_chart(by=request.user, patient_id=course.patient.public_id, page="book an appointment")
    kind = _kind((request.POST if request.method == "POST" else request.GET).get("kind", ""))
    lasts = queries.protocol_of(course).minutes(kind)
    form = BookForm(request.POST if request.method == "POST" else None, kind=kind, initial={"minutes": lasts})
    if form.is_valid():
        row = form.attempt(lambda: _booked(request, course, form))
        if row is not None:
            messages.success(request, "The appointment was booked.")
            return redirect("web:plan", course.public_id)
    page = {"form": form, "patient": course.patient, "course": course, "kind": kind, "kinds": _kinds()}
    return render(request, "plan/book.html", page, status=422 if form.is_bound else 200)


def _booked(request: StaffRequest, course: Course, form: BookForm) -> Appointment:
    reason, key = form.cleaned_data["reason"], form.key
    return actions.book(by=request.user, course=course, kind=form.kind, reason=reason, client_id=key, **form.given)


def _kind(text: str) -> Kind:
    known = {kind.value: kind for kind in _kinds()}
    return known.get(text, Kind.INTEGRATION)


def _kinds() -> list[Kind]:
    return [kind for kind in Kind if kind.place]


def _proposal(proposal: Proposal | None) -> dict[str, Any]:
    return {"proposal": proposal, "shown": shown(proposal) if proposal else None}
