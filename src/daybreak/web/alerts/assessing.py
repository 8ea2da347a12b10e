"""The risk assessment: the form with the alerts that it ends, and the signed page that it becomes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from daybreak.care import assessment as care
from daybreak.clinic.alerts import queries
from daybreak.clinic.alerts.closing import MEANING
from daybreak.clinic.alerts.models import RiskAssessment
from daybreak.clinic.patients import actions as patients
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.signatures import queries as signatures
from daybreak.web import signing
from daybreak.web.access import StaffRequest, requires
from daybreak.web.alerts.forms import AssessmentForm
from daybreak.web.alerts.shown import shown


@require_http_methods(["GET", "POST"])
@requires("alert.assess")
def assess(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Answer, judge, plan, sign; the marked alerts end with it."""
    patient = patients.read_chart(by=request.user, patient_id=patient_id, page="risk assessment")
    alerts = [alert for alert in queries.open_alerts(patient) if shown(alert).kind.needs_assessment]
    form = AssessmentForm(request.POST if request.method == "POST" else None, alerts=alerts)
    sign_error = ""
    if form.is_bound:
        row, sign_error = _signed(request, form, patient)
        if row is not None:
            messages.success(request, "The assessment is signed, and the alerts that it answers are closed.")
            return redirect("web:assessment", row.public_id)
    page = {
        "form": form,
        "patient": patient,
        "alerts": [shown(alert) for alert in alerts],
        "meaning": "have made this assessment and answer for the plan",
        "sign_error": sign_error,
    }
    return render(request, "web/alerts/assess.html", page, status=422 if form.is_bound else 200)


def _signed(request: StaffRequest, form: AssessmentForm, patient: Patient) -> tuple[RiskAssessment | None, str]:
    """The assessment, or None and what is wrong with the signature. The passphrase is asked only of a sound form."""
    if not form.is_valid():
        return None, ""
    proof = signing.proof_of(request)
    if proof is None:
        return None, signing.why_not(request)
    return form.save(request.user, patient, proof), ""


@require_safe
@requires("patient.read")
def assessment(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """One assessment as it was signed."""
    row = queries.assessment(assessment_id)
    patient = patients.read_chart(by=request.user, patient_id=row.patient.public_id, page="risk assessment")
    form = care.form()
    page = {
        "row": row,
        "patient": patient,
        "level": form.level(row.level),
        "answers": [(question.text, question.answers[row.answers[question.id]]) for question in form.questions],
        "done": [form.action(action).text for action in row.actions],
        "signatures": signatures.of(row),
        "meaning": MEANING,
        "ended": [shown(alert) for alert in row.alerts.select_related("patient", "owner")],
    }
    return render(request, "web/alerts/assessment.html", page)
