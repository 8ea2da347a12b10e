"""What was answered and how a task went, read back: item by item, and with how well the device kept time."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daybreak.care import cognition, questionnaires
from daybreak.care.instrument import Instrument
from daybreak.clinic import policy
from daybreak.clinic.entry import Absent
from daybreak.clinic.measures import instruments, queries
from daybreak.clinic.measures.models import Response
from daybreak.clinic.patients import actions as patients
from daybreak.web.access import StaffRequest, requires


@require_safe
@requires("patient.read")
def measure_answers(request: StaffRequest, patient_id: UUID, response_id: UUID) -> HttpResponse:
    """One questionnaire with every item as it was answered."""
    patient = patients.read_chart(by=request.user, patient_id=patient_id, page="answers")
    response = queries.all_responses(patient).select_related("recorded_by").filter(public_id=response_id).first()
    if response is None:
        raise Absent("There are no such answers. Go back to the patient's chart.")
    instrument = instruments.load(response.instrument)
    page = {
        "patient": patient,
        "response": response,
        "instrument": instrument,
        "band": instrument.band(response.total, patient.sex),
        "answered": _answered(instrument, response),
        "subscores": _subscores(instrument, response),
        "risk_number": instrument.number(instrument.risk_item) if "-" in instrument.risk_item else 0,
    }
    return render(request, "web/measures/answers.html", page)


@require_safe
@requires("patient.read")
def measure_run(request: StaffRequest, patient_id: UUID, run_id: UUID) -> HttpResponse:
    """One run of a task: its score, why it is or is not compared, and how well the device kept time."""
    patient = patients.read_chart(by=request.user, patient_id=patient_id, page="browser task")
    run = queries.runs(patient).filter(public_id=run_id).first()
    if run is None:
        raise Absent("There is no such run of a task. Go back to the patient's measures.")
    rules = policy.current()
    page = {
        "patient": patient,
        "run": run,
        "task": cognition.task(run.task),
        "is_vigilance": run.task == cognition.VIGILANCE,
        "honest": cognition.honest_words(),
        "frame_limit": rules["cognition.frame"],
        "clock_limit": rules["cognition.clock"],
    }
    return render(request, "web/measures/run.html", page)


def _answered(instrument: Instrument, response: Response) -> list[dict[str, Any]]:
    """Each item with the words that were chosen; empty where only a total came from elsewhere."""
    if not response.answers:
        return []
    return [
        {
            "number": instrument.number(item.link_id),
            "text": item.text or item.link_id,
            "value": response.answers[item.link_id],
            "words": item.answer(response.answers[item.link_id]),
            "risk": item.link_id == instrument.risk_item,
        }
        for item in instrument.items
        if item.link_id in response.answers
    ]


def _subscores(instrument: Instrument, response: Response) -> list[tuple[str, int]]:
    sums = questionnaires.subscores(instrument, response.answers)
    return [(part.title, sums[part.id]) for part in instrument.subscales if part.id in sums]
