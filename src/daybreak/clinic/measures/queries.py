"""Reads measures: an open link, a patient's responses, and whose last answers ask for attention."""

from collections.abc import Iterable

from django.db.models import OuterRef, QuerySet, Subquery

from daybreak.clinic import clock
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Absent, Conflict
from daybreak.clinic.measures import links
from daybreak.clinic.measures.models import Invitation, Response
from daybreak.clinic.measures.outcomes import CourseOutcome, of_course
from daybreak.clinic.patients.models import Patient

INSTRUMENT = "phq9"


def open_invitation(token: str) -> Invitation:
    """The invitation a link stands for, while it can be answered. Absent or Conflict with a sentence for a patient."""
    token_hash = links.checked(token)
    invitation = Invitation.objects.select_related("patient", "course").filter(token_hash=token_hash).first()
    if invitation is None:
        raise Absent("This link is not known here. Ask the clinic for a new one.")
    closed = why_closed(invitation)
    if closed:
        raise Conflict(closed)
    return invitation


def why_closed(invitation: Invitation) -> str:
    """Why the link cannot be answered, in words for the patient; empty while it can."""
    if invitation.used_at is not None:
        return "You have already answered, and those answers are kept. If one should be different, tell your clinic."
    if invitation.withdrawn_at is not None:
        return "The clinic has withdrawn this link. Ask the clinic if you need a new one."
    if invitation.expires_at <= clock.now():
        return "This link has expired. Ask the clinic for a new one."
    return ""


def waiting(patient: Patient) -> QuerySet[Invitation]:
    """Links of this patient that can still be answered, the latest first."""
    return Invitation.objects.filter(patient=patient, used_at=None, withdrawn_at=None, expires_at__gt=clock.now())


def responses(patient: Patient, instrument: str = INSTRUMENT) -> QuerySet[Response]:
    """Every response that no later version replaces, in order of time."""
    return Response.objects.filter(patient=patient, instrument=instrument, superseded_by=None)


def latest(patient: Patient, instrument: str = INSTRUMENT) -> Response | None:
    """The last response."""
    return responses(patient, instrument).last()


def at_risk(response: Response) -> bool:
    """True when item 9 was answered above 0. An unknown item 9 is not an all-clear: ask ``risk_flag``."""
    return bool(response.risk_item)


def risk_flag(patient: Patient) -> Response | None:
    """The last response that tells item 9, if it tells it above 0. A bare total never clears an earlier flag."""
    return flagged([patient]).get(patient.pk)


def flagged(patients: Iterable[Patient]) -> dict[int, Response]:
    """For lists, in one query: patient key to the response whose item 9 is above 0 and that nothing later answers."""
    told = Response.objects.filter(instrument=INSTRUMENT, superseded_by=None, risk_item__isnull=False)
    last = told.filter(patient=OuterRef("patient")).order_by("-completed_at", "-pk").values("pk")[:1]
    keys = [patient.pk for patient in patients]
    rows = told.filter(patient__in=keys, risk_item__gt=0, pk=Subquery(last))
    return {row.patient_id: row for row in rows}


def outcome_of(course: Course) -> CourseOutcome:
    """Baseline, course and outcome of the depression measure in one course."""
    return of_course(course)
