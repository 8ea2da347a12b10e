"""Notices the answer that does not come: a patient at risk is silent, or chose an answer of risk and never sent it."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db.models import Exists, OuterRef, Q, QuerySet

from daybreak.care import questionnaires
from daybreak.care.assessment import AT_RISK
from daybreak.clinic import policy
from daybreak.clinic.alerts.models import Alert, RiskAssessment
from daybreak.clinic.alerts.raising import raise_alert
from daybreak.clinic.measures.instruments import title_of
from daybreak.clinic.measures.models import DraftAnswer, Invitation, Response
from daybreak.clinic.patients.models import Patient

KIND = "answer_absent"


def miss_answers(now: datetime) -> int:
    """Raises an alert for each questionnaire that a patient at risk has left unanswered too long; how many.

    One alert a patient at a time: while one about silence is open, another missing answer adds nothing new.
    """
    silent = sum(_miss(invitation) for invitation in _overdue(now) if at_risk(invitation.patient, now))
    return silent + sum(_unsent(draft) for draft in _drafts(now))


def at_risk(patient: Patient, now: datetime) -> bool:
    """Whether something within the time that the rule names says so: an open alert of risk, item 9, or an assessment.

    An assessment counts as it judged: one of low risk after the last sign ends it.
    """
    since = now - policy.current().days("alert.risk.lasts")
    if Alert.objects.filter(patient=patient, closed_at=None).exclude(kind=KIND).filter(priority="high").exists():
        return True
    judged = RiskAssessment.objects.filter(patient=patient, at__gte=since).first()
    told = Response.objects.filter(patient=patient, superseded_by=None, risk_item__gt=0, completed_at__gte=since).last()
    if judged is not None and (told is None or judged.at >= told.completed_at):
        return judged.level in AT_RISK
    return told is not None


def _overdue(now: datetime) -> QuerySet[Invitation]:
    """Links still unanswered past the time of the rule, with no answer to the same questionnaire since."""
    rules = policy.current()
    asked_before = now - timedelta(hours=float(rules.decimal("alert.answer.overdue")))
    since = now - rules.days("alert.risk.lasts")
    answered = Response.objects.filter(
        patient=OuterRef("patient"), instrument=OuterRef("instrument"), completed_at__gte=OuterRef("recorded_at")
    )
    silent = Alert.objects.filter(patient=OuterRef("patient"), kind=KIND).filter(
        Q(closed_at=None) | Q(raised_at__gte=OuterRef("recorded_at"))
    )
    rows = Invitation.objects.filter(
        used_at=None, withdrawn_at=None, recorded_at__lte=asked_before, recorded_at__gte=since
    )
    waits = rows.exclude(Exists(answered)).exclude(Exists(silent)).order_by("recorded_at", "pk")
    return waits.select_related("patient", "course")


def _miss(invitation: Invitation) -> int:
    key = cause("invitation", invitation.public_id)
    if Alert.objects.filter(Q(client_id=key) | Q(patient=invitation.patient, kind=KIND, closed_at=None)).exists():
        return 0
    title = title_of(invitation.instrument)
    raise_alert(
        kind=KIND,
        patient=invitation.patient,
        course=invitation.course,
        what=f"{title} was sent and has not been answered; the patient is known to be at risk.",
        detail={"invitation": str(invitation.public_id), "asked_at": invitation.recorded_at.isoformat()},
        client_id=key,
    )
    return 1


def _drafts(now: datetime) -> list[DraftAnswer]:
    """Answers about suicide that were chosen a while ago on a questionnaire that is still not sent."""
    before = now - policy.current().minutes("alert.answer.unsent")
    rows = DraftAnswer.objects.filter(at__lte=before, invitation__used_at=None).select_related(
        "invitation__patient", "invitation__course"
    )
    return [row for row in rows if _tells_of_risk(row)]


def _tells_of_risk(draft: DraftAnswer) -> bool:
    instrument = questionnaires.load(draft.invitation.instrument)
    return draft.link_id == instrument.risk_item and draft.value >= instrument.risk_from


def _unsent(draft: DraftAnswer) -> int:
    invitation = draft.invitation
    key = cause("draft", invitation.public_id)
    if Alert.objects.filter(client_id=key).exists():
        return 0
    instrument = questionnaires.load(invitation.instrument)
    raise_alert(
        kind="risk_item",
        patient=invitation.patient,
        course=invitation.course,
        what=(
            f"{instrument.short_title} item {instrument.number(instrument.risk_item)}, {instrument.risk_called}: "
            f"{draft.value} was chosen, and the questionnaire was not sent."
        ),
        detail={"invitation": str(invitation.public_id), "rule": "alert.answer.unsent"},
        client_id=key,
    )
    return 1


def cause(what: str, public_id: UUID) -> UUID:
    """The key of the alert that this row causes: the same each time it is looked at."""
    return uuid5(NAMESPACE_OID, f"daybreak.alert:{what}:{public_id}")
