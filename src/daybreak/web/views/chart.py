"""One patient's chart: the risk first, then the course on its time line, then what is known."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daybreak.care import questionnaires
from daybreak.care.courses import phases
from daybreak.clinic.courses import queries as courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.measures import queries as measures
from daybreak.clinic.measures.outcomes import CourseOutcome
from daybreak.clinic.orders import queries as orders
from daybreak.clinic.orders.models import DoseOrder
from daybreak.clinic.patients import actions
from daybreak.clinic.patients import queries as patients
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.sessions.models import DosingSession
from daybreak.web.access import StaffRequest, permitted, requires
from daybreak.web.board import UNDER_WAY
from daybreak.web.course_chart import course_data
from daybreak.web.next_steps import Situation, next_step


@require_safe
@requires("patient.read")
def chart(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """The chart as it stands now. Opening it is written into the log."""
    patient = actions.read_chart(by=request.user, patient_id=patient_id, page="chart")
    course = courses.current(patient)
    at = _situation(patient, course)
    page: dict[str, Any] = {
        "patient": patient,
        "facts": at.facts,
        "risk": risk(patient),
        "responses": scored(patient),
        "invitations": measures.waiting(patient),
        "course": course,
        "step": next_step(at, permitted(request)),
        "order": at.order,
        "orders": _orders(patient),
        "earlier": [past for past in courses.history(patient) if past != course],
    }
    return render(request, "web/patients/chart.html", page | _course(course))


def _situation(patient: Patient, course: Course | None) -> Situation:
    return Situation(
        patient=patient,
        facts=patients.current_facts(patient),
        course=course,
        order=orders.active(course) if course else None,
        session=DosingSession.objects.filter(order__course=course, state__in=UNDER_WAY).first() if course else None,
        measured=measures.responses(patient).exists(),
    )


def _course(course: Course | None) -> dict[str, Any]:
    if course is None:
        return {}
    outcome = measures.outcome_of(course)
    return {
        "outcome": outcome,
        "change": _change(outcome),
        "course_data": course_data(course, outcome),
        "phases": _phases(course),
    }


def _change(outcome: CourseOutcome) -> str:
    """The last PHQ-9 against the baseline, in words; empty while either is missing."""
    change = outcome.outcome.percent_change if outcome.outcome else None
    if change is None:
        return ""
    return f"{abs(change):.0f} % {'below' if change < 0 else 'above'} baseline" if round(change) else "as at baseline"


def _phases(course: Course) -> list[tuple[str, str]]:
    """Each phase in words with where the course stands: done, now or ahead."""
    been = {change.phase for change in course.phase_changes.all()}
    shown = [state for state in phases().states.values() if not state.is_final]
    states = {state.id: "done" if state.id in been else "ahead" for state in shown} | {course.phase: "now"}
    return [(state.label.capitalize(), states[state.id]) for state in shown]


def _orders(patient: Patient) -> list[DoseOrder]:
    signed = DoseOrder.objects.filter(course__patient=patient)
    return list(signed.select_related("recorded_by").prefetch_related("sessions__ended_by", "sessions__injection"))


def scored(patient: Patient) -> list[dict[str, Any]]:
    """Every PHQ-9, the latest first, with the word for its total."""
    instrument = questionnaires.load("phq9")
    rows = list(measures.responses(patient))[::-1]
    return [{"response": row, "band": instrument.band(row.total)} for row in rows]


def risk(patient: Patient) -> dict[str, Any] | None:
    """Item 9 when it was last answered above 0: when, by whom, in which words."""
    response = measures.risk_flag(patient)
    if response is None or response.risk_item is None:
        return None
    instrument = questionnaires.load(response.instrument)
    answer = instrument.item(instrument.risk_item).answer(response.risk_item)
    return {"response": response, "words": answer.text if answer else ""}
