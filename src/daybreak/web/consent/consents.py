"""The page of a course's consents: what was decided, asking anew, taking back, and the clinician's own signature."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from daybreak.care import touch
from daybreak.care.consents import ConsentKind
from daybreak.clinic.consents import actions, content, queries, standing
from daybreak.clinic.consents.explaining import MEANING
from daybreak.clinic.courses import queries as courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.patients import actions as patients
from daybreak.clinic.signatures import queries as signatures
from daybreak.web import signing
from daybreak.web.access import StaffRequest, requires
from daybreak.web.consent.forms import AskForm, NarrowForm, offered

AT_THE_DESK = timedelta(minutes=30)
"""A tablet handed over is decided on now or not at all."""


@require_safe
@requires("patient.read")
def consents(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """Where every consent of the course stands."""
    course = courses.get(course_id)
    patients.read_chart(by=request.user, patient_id=course.patient.public_id, page="consents")
    return render(request, "web/consent/consents.html", _shown(course))


@require_safe
@requires("patient.read")
def consent(request: StaffRequest, consent_id: UUID) -> HttpResponse:
    """One decision as it was signed, with its wording, and whether it still reads so."""
    found = queries.get(consent_id)
    patients.read_chart(by=request.user, patient_id=found.course.patient.public_id, page="consent")
    page = {
        "consent": found,
        "course": found.course,
        "patient": found.course.patient,
        "text": found.document.wording,
        "mask": queries.marked_by(found),
        "whole": content.is_whole(found),
        "signatures": signatures.of(found),
    }
    return render(request, "web/consent/consent.html", page)


@require_POST
@requires("consent.ask")
def ask(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """Make a link for the patient's own phone, or hand this screen over: signed out, so that it holds nothing else."""
    course = courses.get(course_id)
    patients.read_chart(by=request.user, patient_id=course.patient.public_id, page="ask for consent")
    form, here = AskForm(offered(list(ConsentKind)), request.POST), "here" in request.POST
    if not form.is_valid():
        return _again(request, course, form)
    asked = form.attempt(
        lambda: actions.ask(
            by=request.user,
            course=course,
            kinds=form.cleaned_data["kinds"],
            valid_for=AT_THE_DESK if here else timedelta(hours=settings.DAYBREAK.link_valid_hours),
            on_device=here,
            client_id=form.key,
        )
    )
    if asked is None:
        return _again(request, course, form)
    asking, token = asked
    if here:
        get_adapter(request).logout(request)
        return redirect("web:consent-phone", token)
    link = _origin(request) + reverse("web:consent-phone", args=[token])
    page = {"course": course, "patient": course.patient, "asking": asking, "link": link}
    return render(request, "web/consent/link.html", page)


@require_POST
@requires("consent.take_back")
def take_back(request: StaffRequest, course_id: UUID, kind: ConsentKind) -> HttpResponse:
    """The patient says no: one press, no reason, no question back."""
    course = courses.get(course_id)
    actions.take_back(by=request.user, course=course, kind=kind)
    messages.success(request, f"{kind.label}: taken back. It holds from now on.")
    return redirect("web:consents", course.public_id)


@require_POST
@requires("consent.take_back")
def narrow(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """Touch stays only where it is still marked."""
    course, form = courses.get(course_id), NarrowForm(request.POST)
    if form.is_valid():
        kept = form.attempt(
            lambda: actions.narrow(
                by=request.user, course=course, keep=form.cleaned_data["regions"], client_id=form.key
            )
        )
        if kept is not None:
            messages.success(request, f"Touch from now on: {touch.in_words(kept.mask).lower()}.")
            return redirect("web:consents", course.public_id)
    page = _shown(course) | {"narrow": form}
    return render(request, "web/consent/consents.html", page, status=422)


@require_POST
@requires("consent.explain")
def explain(request: StaffRequest, consent_id: UUID) -> HttpResponse:
    """The clinician signs that the treatment was explained and that the patient can decide."""
    found = queries.get(consent_id)
    proof = signing.proof_of(request)
    if proof is not None:
        actions.explain(by=request.user, consent=found, proof=proof)
        messages.success(request, "Signed: explained, and the patient can decide.")
        return redirect("web:consents", found.course.public_id)
    page = _shown(found.course) | {"sign_error": signing.why_not(request)}
    return render(request, "web/consent/consents.html", page, status=422)


@require_POST
@requires("consent.ask")
def asking_withdraw(request: StaffRequest, asking_id: UUID) -> HttpResponse:
    """Stop a link from working."""
    asking = queries.one_asking(asking_id)
    actions.withdraw_asking(by=request.user, asking=asking)
    messages.success(request, "The link is withdrawn and no longer works.")
    return redirect("web:consents", asking.course.public_id)


def _again(request: StaffRequest, course: Course, form: AskForm) -> HttpResponse:
    return render(request, "web/consent/consents.html", _shown(course) | {"ask": form}, status=422)


def _shown(course: Course) -> dict[str, Any]:
    standings = standing.all_of(course)
    missing = [one.kind for one in standings if one.missing and one.document is not None]
    treatment = next(one for one in standings if one.kind is ConsentKind.TREATMENT)
    unexplained = treatment.is_agreed and bool(standing.explained(course))
    return {
        "course": course,
        "patient": course.patient,
        "standings": standings,
        "ask": AskForm(offered(list(ConsentKind)), initial={"kinds": missing}),
        "narrow": NarrowForm(),
        "touch_map": queries.touch_map(course),
        "touch_words": touch.in_words(queries.touch_mask(course)),
        "locked": queries.is_locked(course),
        "to_explain": treatment.consent if unexplained else None,
        "meaning": MEANING,
        "explained": list(signatures.of(treatment.consent)) if treatment.consent else [],
        "waiting": queries.waiting(course),
        "history": list(queries.decisions(course))[::-1],
        "maps": list(queries.touch_maps(course))[::-1],
    }


def _origin(request: StaffRequest) -> str:
    """The address people type, or the one this page was opened at."""
    return (settings.DAYBREAK.public_url or request.build_absolute_uri("/")).rstrip("/")
