"""The page of suitability: questions answered one at a time, the verdict beside them following each answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from daybreak.care.medicines.names import search
from daybreak.care.suitability.cases import cases
from daybreak.care.suitability.questions import dependents, questions
from daybreak.care.suitability.verdict import Verdict
from daybreak.clinic import policy
from daybreak.clinic.alerts import queries as alerts
from daybreak.clinic.courses import queries as courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Invalid
from daybreak.clinic.patients import actions as patients
from daybreak.clinic.patients import queries as charts
from daybreak.clinic.suitability import actions, queries
from daybreak.clinic.suitability.actions import Said
from daybreak.web.access import StaffRequest, requires
from daybreak.web.suitability import sheet
from daybreak.web.suitability.forms import MedicineForm
from daybreak.web.suitability.looks import look, medicine_rows, rows_of

Wrong = dict[str, tuple[str, str, str]]
"""Question to the answer, the note and the sentence that refused them."""
EMERGENCIES = frozenset(asked for case in cases() if case.emergency for asked in case.when)
"""The questions whose answers open the emergency pathway."""


@require_safe
@requires("patient.read")
def suitability(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """Everything that is asked and found, for this course."""
    return _page(request, _course(request, course_id, "suitability"), MedicineForm(), {})


@require_POST
@requires("suitability.record")
def save(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """The page sent as a whole, where answers are not saved one by one: only what was changed is taken."""
    course = _course(request, course_id, "suitability")
    now, wrong = _answered(request, course, _changed(request.POST))
    if now is None:
        return _page(request, course, MedicineForm(), wrong)
    messages.success(request, f"Saved. {now.standing.label}.")
    return redirect(_after(now), course.public_id)


@require_POST
@requires("suitability.record")
def answer(request: StaffRequest, course_id: UUID, question: str) -> HttpResponse:
    """One answer, as it is given. Gives back what follows from it: the verdict, and questions it opens or closes."""
    course = courses.get(course_id)
    if question not in questions():
        raise Http404
    now, wrong = _answered(request, course, {question: _said(request.POST, question)})
    if now is None:
        said = {"sentence": wrong[question][2]}
        return render(request, "web/suitability/said.html", said, status=422)
    if now.screening.is_emergency and question in EMERGENCIES:
        there = HttpResponse(status=204)
        there["HX-Redirect"] = reverse("web:suitability-emergency", args=[course.public_id])
        return there
    shown = sheet.of(course)
    opened = {one.id for one in dependents(question)}
    asks = [one for part in shown.parts for one in part.asks if one.question.id in opened]
    page = {"sheet": shown, "course": course, "asks": asks, "parts": shown.parts}
    return render(request, "web/suitability/answered.html", page)


@require_POST
@requires("patient.record")
def find_medicine(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """Known medicines whose name begins as typed, with the row of the policy that each falls under."""
    rules = policy.current()
    hits = [
        (one, look([rules[rule].severity for rule in one.interactions])) for one in search(request.POST.get("text", ""))
    ]
    return render(request, "web/suitability/found.html", {"hits": hits, "course_id": course_id})


@require_POST
@requires("patient.record")
def medicine(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """A medicine into the chart; its interactions are looked at with it."""
    course = _course(request, course_id, "suitability")
    form = MedicineForm(request.POST)
    if form.is_valid() and form.save(request.user, course.patient):
        name = form.cleaned_data["text"]
        messages.success(request, f"{name[:1].upper()}{name[1:]} is in the chart, and its interactions were looked at.")
        return redirect(f"{reverse('web:suitability', args=[course.public_id])}#medicines")
    return _page(request, course, form, {})


@require_safe
@requires("patient.read")
def emergency(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """What to do now for someone who intends to end their life; the alert that runs, and the crisis text."""
    course = _course(request, course_id, "emergency pathway")
    page = {
        "course": course,
        "patient": course.patient,
        "open": queries.of_course(course).screening.is_emergency,
        "crisis": alerts.crisis("en"),
        "alerts": [one for one in alerts.open_alerts(patient=course.patient) if one.priority == "high"],
    }
    return render(request, "web/suitability/emergency.html", page)


def _course(request: StaffRequest, course_id: UUID, page: str) -> Course:
    course = courses.get(course_id)
    patients.read_chart(by=request.user, patient_id=course.patient.public_id, page=page)
    return course


def _page(request: StaffRequest, course: Course, form: MedicineForm, wrong: Wrong) -> HttpResponse:
    shown = sheet.of(course, wrong)
    facts = charts.current_facts(course.patient)
    page: dict[str, Any] = {
        "course": course,
        "patient": course.patient,
        "sheet": shown,
        "referral": queries.referral(course),
        "medicines": medicine_rows(facts.medications),
        "trials": rows_of(course, shown),
        "form": form,
        "kept": queries.kept(course),
    }
    return render(request, "web/suitability/page.html", page, status=422 if wrong or form.errors else 200)


def _answered(request: StaffRequest, course: Course, said: dict[str, Said]) -> tuple[Verdict | None, Wrong]:
    """The verdict; or None, and what was wrong with which answer. Then none of them is taken."""
    try:
        return actions.answer(by=request.user, course=course, said=said), {}
    except Invalid as invalid:
        wrong = {name: sentence for name, sentence in invalid.errors.items() if name in said}
        return None, {name: (one.answer, one.note, wrong.get(name, "")) for name, one in said.items()}


def _said(posted: QueryDict, question: str) -> Said:
    return Said(posted.get(f"a-{question}", "").strip(), posted.get(f"n-{question}", ""))


def _changed(posted: QueryDict) -> dict[str, Said]:
    """The answers that differ from what the page showed: what a colleague changed meanwhile stays."""
    shown = {name: posted.get(f"w-{name}") for name in questions()}
    said = {name: _said(posted, name) for name, was in shown.items() if was is not None}
    return {name: one for name, one in said.items() if f"{one.answer}|{one.note}" != shown[name]}


def _after(now: Verdict) -> str:
    return "web:suitability-emergency" if now.screening.is_emergency else "web:suitability"
