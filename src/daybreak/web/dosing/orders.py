"""The pages of an order: worked out as one types, signed, read, cancelled."""

import json
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daybreak.care.courses import phases
from daybreak.care.dose import Route
from daybreak.clinic import clock
from daybreak.clinic.courses import queries as courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.forecasts import queries as forecasts
from daybreak.clinic.orders import actions, queries
from daybreak.clinic.orders import signing as signed_order
from daybreak.clinic.orders.models import DoseOrder, OrderStatus
from daybreak.clinic.patients import actions as patients
from daybreak.clinic.sessions import before_dose
from daybreak.clinic.sessions import queries as sessions
from daybreak.clinic.signatures import queries as signatures
from daybreak.clinic.suitability import checks as suitability
from daybreak.web import signing
from daybreak.web.access import StaffRequest, requires
from daybreak.web.consent.addresses import missing
from daybreak.web.dosing import words
from daybreak.web.dosing.order_form import CancelForm, OrderForm
from daybreak.web.dosing.preview import preview
from daybreak.web.forms.entry import EntryForm


@require_http_methods(["GET", "POST"])
@requires("order.write")
def new(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The order of one injection. Nothing about the dose is filled in beforehand."""
    return _ordering(request, courses.get(public_id), None)


@require_http_methods(["GET", "POST"])
@requires("order.write")
def change(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """An order in the place of this one. The dose is entered anew, beside what was ordered, with what changed."""
    earlier = queries.get(public_id)
    if earlier.status != OrderStatus.ACTIVE and request.method != "POST":
        return HttpResponseRedirect(reverse("web:order", args=[public_id]))
    return _ordering(request, earlier.course, earlier)


def _ordering(request: StaffRequest, course: Course, replaces: DoseOrder | None) -> HttpResponse:
    patients.read_chart(by=request.user, patient_id=course.patient.public_id, page="order")
    form = OrderForm(course, request.POST if request.method == "POST" else None)
    if request.method == "POST" and "sign" in request.POST:
        order = _signed(request, course, form, replaces)
        if order is not None:
            messages.success(request, "The changed order is signed." if replaces else "The order is signed.")
            return HttpResponseRedirect(reverse("web:order", args=[order.public_id]))
    return _page(request, course, form, replaces)


@require_POST
@requires("order.write")
def live(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """What the dose comes to and what is predicted, for the page to show while one types. Writes nothing."""
    course = courses.get(public_id)
    form = OrderForm(course, request.POST)
    return render(request, "orders/preview.html", {"preview": preview(request.user, course, form), "course": course})


@require_GET
@requires("patient.read")
def order(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One signed order, with the findings and the prediction as they stood when it was signed."""
    found = queries.get(public_id)
    patients.read_chart(by=request.user, patient_id=found.course.patient.public_id, page="order")
    return render(request, "orders/order.html", _told(found, CancelForm()))


@require_POST
@requires("order.cancel")
def cancel(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Cancel an order that was not given, with the reason."""
    found = queries.get(public_id)
    form = CancelForm(request.POST)
    if form.is_valid() and _cancelled(request, found, form):
        messages.success(request, "The order is cancelled.")
        return HttpResponseRedirect(reverse("web:order", args=[public_id]))
    return render(request, "orders/order.html", _told(found, form), status=422)


def _cancelled(request: StaffRequest, order: DoseOrder, form: CancelForm) -> DoseOrder | None:
    reason = form.cleaned_data["reason"]
    return form.attempt(lambda: actions.cancel_order(by=request.user, order=order, reason=reason))


def _signed(request: StaffRequest, course: Course, form: OrderForm, replaces: DoseOrder | None) -> DoseOrder | None:
    """The order, or None with the reasons on the form. What is signed is what was seen, or it is shown again."""
    if not form.is_valid():
        return None
    shown = preview(request.user, course, form)
    if shown.dose is not None and not shown.stopped and request.POST.get("seen") != shown.seen:
        form.add_error(None, "The dose was not yet on the page as it is now. Look at it again, then sign.")
        return None
    proof = signing.proof_of(request)
    if proof is None:
        return None
    wish = form.wish()
    if replaces is not None:
        wish |= {"replaces": replaces, "change_reason": form.cleaned_data["change_reason"]}
    return form.enter(partial(actions.order_injection, by=request.user, course=course, proof=proof), **wish)


def _page(request: StaffRequest, course: Course, form: OrderForm, replaces: DoseOrder | None) -> HttpResponse:
    context = {
        "course": course,
        "patient": course.patient,
        "form": form,
        "active": None if replaces else queries.active(course),
        "replaces": replaces,
        "unsuited": suitability.eligible(course),
        "allowed": phases().allows(course.phase, "order.write"),
        "preview": preview(request.user, course, form),
        "now": clock.now(),
        "sign_error": signing.why_not(request),
    }
    return render(request, "orders/new.html", context, status=422 if form.is_bound and "sign" in request.POST else 200)


def _told(order: DoseOrder, form: CancelForm) -> dict[str, Any]:
    prediction, session = forecasts.of_order(order), sessions.of_order(order.pk)
    return {
        "order": order,
        "course": order.course,
        "patient": order.course.patient,
        "session": session,
        "held": before_dose.hold(session) if session else None,
        "prediction": prediction,
        "prediction_json": json.dumps(words.whole_minutes(prediction)),
        "moments": words.moments(prediction),
        "reach": words.reach(prediction),
        "route": Route(order.route).label,
        "opening": EntryForm(),
        "form": form,
        "signatures": [(one, signatures.holds(one, signed_order.content(order))) for one in signatures.of(order)],
        "missing": missing(order.course) if order.status == "active" and session is None else [],
    }
