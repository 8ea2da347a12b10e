"""The measures of one patient among staff: what was answered, what is due, how they are asked, and asking now."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from daybreak.care.instrument_files import INSTRUMENTS, LANGUAGES
from daybreak.clinic import policy
from daybreak.clinic.courses import queries as courses
from daybreak.clinic.measures import actions, instruments, queries
from daybreak.clinic.measures.models import Message, Response, Way
from daybreak.clinic.patients import actions as patients
from daybreak.clinic.patients.models import Patient
from daybreak.web.access import StaffRequest, requires
from daybreak.web.forms.entry import EntryForm
from daybreak.web.measures.cards import domains_of, due_of, problem_of
from daybreak.web.views import measures as one

SHOWN_MESSAGES = 6
SHOWN_ROWS = 8


class ReachForm(EntryForm):
    """How a patient is asked, and in which language."""

    way = forms.ChoiceField(label="Asked", choices=Way.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(label="Language", choices=list(LANGUAGES.items()), widget=forms.RadioSelect)


@require_safe
@requires("patient.read")
def measures(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Everything that is measured, the four domains first."""
    patient = patients.read_chart(by=request.user, patient_id=patient_id, page="measures")
    return _page(request, patient, None)


def _page(request: StaffRequest, patient: Patient, form: ReachForm | None) -> HttpResponse:
    course, reach = courses.current(patient), queries.reach(patient)
    page: dict[str, Any] = {
        "patient": patient,
        "course": course,
        "reach": reach,
        "reach_form": form or ReachForm(initial={"way": reach.way, "language": reach.language}),
        "askable": list(instruments.by_link().values()),
        "recordable": [scale for scale in instruments.askable() if not scale.is_task],
        "rows": (rows := _rows(patient))[:SHOWN_ROWS],
        "earlier": rows[SHOWN_ROWS:],
        "invitations": [_waiting(row) for row in queries.waiting(patient)],
        "reminders": policy.current().value("measure.reminder.most"),
        "messages_sent": Message.objects.filter(invitation__patient=patient).order_by("-pk")[:SHOWN_MESSAGES],
    }
    if course is not None:
        page |= {"domains": domains_of(course), "due": due_of(course), "problem": problem_of(course)}
    return render(request, "web/measures/measures.html", page, status=422 if form else 200)


@require_POST
@requires("measure.invite")
def measure_reach(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Note how the patient has agreed to be asked."""
    patient = patients.read_chart(by=request.user, patient_id=patient_id, page="how the patient is asked")
    form = ReachForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        way, language = given["way"], given["language"]
        if form.attempt(
            lambda: actions.set_reach(by=request.user, patient=patient, way=way, language=language, client_id=form.key)
        ):
            messages.success(request, f"Noted: asked {Way(way).label}, in {LANGUAGES[language]}.")
            return redirect("web:measures", patient.public_id)
    return _page(request, patient, form)


def measure_record(request: StaffRequest, patient_id: UUID, instrument: str) -> HttpResponse:
    """Enter what the patient answered or the clinician rated."""
    return one.measure_clinic(request, patient_id, _known(instrument))


def measure_link(request: StaffRequest, patient_id: UUID, instrument: str) -> HttpResponse:
    """Make a link to one measure and show it, this once."""
    return one.measure_invite(request, patient_id, _known(instrument))


def measure_hand(request: StaffRequest, patient_id: UUID, instrument: str) -> HttpResponse:
    """Sign out and hand the screen over with one measure open."""
    return one.measure_here(request, patient_id, _known(instrument))


def _known(instrument: str) -> str:
    """The id from an address, which may be anything; what does not exist the guarded pages answer."""
    known = instrument in INSTRUMENTS or instruments.is_task(instrument)
    return instrument if known else ""


def _rows(patient: Patient) -> list[dict[str, Any]]:
    """Everything answered and played, the latest first."""
    answered = [_answered(row, patient) for row in queries.all_responses(patient)]
    played = [
        {
            "at": run.completed_at,
            "title": instruments.title_of(run.task),
            "value": f"{run.value:.0f}",
            "of": "correct" if run.task == "digit-symbol" else "ms",
            "band": "" if run.is_usable else "not compared",
            "how": "the patient, by link",
            "risk": False,
            "page": "web:measure-run",
            "id": run.public_id,
        }
        for run in queries.runs(patient)
    ]
    return sorted([*answered, *played], key=lambda row: row["at"], reverse=True)


def _answered(row: Response, patient: Patient) -> dict[str, Any]:
    scale = instruments.load(row.instrument)
    return {
        "at": row.completed_at,
        "title": scale.short_title,
        "value": row.total,
        "of": f"of {scale.highest_total}",
        "band": scale.band(row.total, patient.sex),
        "how": row.get_channel_display(),
        "risk": bool(row.risk_item),
        "page": "web:measure-answers",
        "id": row.public_id,
    }


def _waiting(row: Any) -> dict[str, Any]:
    return {"row": row, "title": instruments.title_of(row.instrument)}
