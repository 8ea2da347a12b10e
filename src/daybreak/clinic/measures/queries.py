"""Reads measures: an open link, a patient's responses, and whose last answers ask for attention."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from daybreak.clinic import clock
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Absent, Conflict
from daybreak.clinic.measures import links
from daybreak.clinic.measures.models import Invitation, Reach, Response, TaskRun, Way
from daybreak.clinic.measures.outcomes import CourseOutcome, of_course
from daybreak.clinic.patients.models import Patient

INSTRUMENT = "phq9"
CLOSED = gettext_noop("This link was closed meanwhile. Ask the clinic for a new one.")


def asked_by(token: str, invitation_id: UUID | None = None) -> Invitation:
    """What is asked behind a link: the questionnaire of this public id, else the first still open, else the first.

    Absent with a sentence for a patient when the link is not ours, or the questionnaire is not behind it.
    """
    behind = _behind(token)
    if invitation_id is None:
        return next((row for row in behind if not why_closed(row)), behind[0])
    found = next((row for row in behind if row.public_id == invitation_id), None)
    if found is None:
        raise Absent(_("This link is not known here. Ask the clinic for a new one."))
    return found


def open_invitation(token: str) -> Invitation:
    """What a link asks next, while it can be answered. Absent or Conflict with a sentence for a patient."""
    invitation = asked_by(token)
    closed = why_closed(invitation)
    if closed:
        raise Conflict(closed)
    return invitation


def still_asked(token: str) -> list[Invitation]:
    """Everything behind a link that is still open, in the order in which it is asked."""
    return [row for row in _behind(token) if not why_closed(row)]


def _behind(token: str) -> list[Invitation]:
    token_hash = links.checked(token)
    rows = Invitation.objects.select_related("patient", "course")
    own = rows.filter(Q(token_hash=token_hash) | Q(links__token_hash=token_hash)).first()
    if own is None:
        raise Absent(_("This link is not known here. Ask the clinic for a new one."))
    if own.batch is None:
        return [own]
    return list(rows.filter(batch=own.batch).order_by("place", "pk"))


def why_closed(invitation: Invitation) -> str:
    """Why the link cannot be answered, in words for the patient; empty while it can."""
    if invitation.used_at is not None:
        return _("You have already answered, and those answers are kept. If one should be different, tell your clinic.")
    if invitation.withdrawn_at is not None:
        return _("The clinic has withdrawn this link. Ask the clinic if you need a new one.")
    if invitation.expires_at <= clock.now():
        return _("This link has expired. Ask the clinic for a new one.")
    return ""


def drafts(invitation: Invitation) -> dict[str, int]:
    """What the patient has chosen so far and not sent: link id to value."""
    return dict(invitation.drafts.values_list("link_id", "value"))


def waiting(patient: Patient) -> QuerySet[Invitation]:
    """Links of this patient that can still be answered, the latest first."""
    return Invitation.objects.filter(patient=patient, used_at=None, withdrawn_at=None, expires_at__gt=clock.now())


def responses(patient: Patient, instrument: str = INSTRUMENT) -> QuerySet[Response]:
    """Every response that no later version replaces, in order of time."""
    return all_responses(patient).filter(instrument=instrument)


def all_responses(patient: Patient) -> QuerySet[Response]:
    """The same for every questionnaire."""
    return Response.objects.filter(patient=patient, superseded_by=None)


def runs(patient: Patient) -> QuerySet[TaskRun]:
    """Every run of a browser task, in order of time."""
    return TaskRun.objects.filter(patient=patient)


def latest(patient: Patient, instrument: str = INSTRUMENT) -> Response | None:
    """The last response."""
    return responses(patient, instrument).last()


def reach(patient: Patient) -> Reach:
    """How the patient is asked; until someone has agreed it with them, only in the clinic."""
    return Reach.objects.filter(patient=patient).last() or Reach(patient=patient, way=Way.NONE)


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
