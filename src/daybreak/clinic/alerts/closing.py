"""Ends alerts by a documented, signed risk assessment: assessment, signature and closings, or none of them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from daybreak.care import assessment as care
from daybreak.care.findings import SHORTEST_REASON, Finding
from daybreak.clinic import clock, policy
from daybreak.clinic.alerts import steps, taking
from daybreak.clinic.alerts.models import Alert, RiskAssessment
from daybreak.clinic.courses import queries as courses
from daybreak.clinic.entry import Conflict, Entries
from daybreak.clinic.once import once
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.signatures import actions as signatures
from daybreak.clinic.signatures.proof import Proof

MEANING = "I assessed this risk of suicide, and answer for the plan"
LONGEST = 4000
FIELDS = {
    "assessment.imminent.emergency": "actions",
    "assessment.high.actions": "actions",
    "assessment.high.contact": "next_contact_at",
    "assessment.moderate.contact": "next_contact_at",
    "assessment.low.intent": "assessment",
}
"""Beside which field of a form each rule of care/policy/assessment.toml speaks."""


def assess(
    *,
    by: Person,
    patient: Patient,
    alerts: Collection[Alert],
    level: str,
    answers: Mapping[str, str],
    actions: Sequence[str],
    reasons: str,
    plan: str,
    proof: Proof | None,
    next_contact_at: datetime | None = None,
    confirmed: Collection[str] = (),
    client_id: UUID | None = None,
) -> RiskAssessment:
    """The signed assessment, which closes ``alerts``: those that its maker saw, and no other. None may be given.

    Refused for who may not assess; Invalid names each question without an answer, and what does not go together
    (``confirm`` where it may be meant so); Conflict when one of the alerts is another patient's or closed meanwhile.
    """
    permit(by, "alert.assess")
    answers, actions = dict(answers), list(dict.fromkeys(actions))
    reasons, plan, found = _checked(level, answers, actions, reasons, plan, next_contact_at, confirmed)
    signatures.checked(by, proof)
    row = RiskAssessment(
        patient=patient,
        course=courses.current(patient),
        at=clock.now(),
        level=level,
        answers=answers,
        actions=actions,
        reasons=reasons,
        plan=plan,
        next_contact_at=next_contact_at,
        findings=[finding.as_dict() for finding in found],
        policy_version=policy.current().version,
        recorded_by=by,
        client_id=client_id,
    )
    return once(
        RiskAssessment,
        client_id,
        lambda known: (known.patient_id, known.level, known.reasons) == (patient.pk, level, reasons),
        lambda: _assess(by, row, alerts, proof),
    )


def text_of(row: RiskAssessment) -> str:
    """The assessment as the text that is signed, the same each time."""
    form = care.form()
    lines = [f"Risk assessment of {row.patient.public_id} at {row.at.isoformat()}", f"Level: {row.level}"]
    lines += [f"{question.text}: {question.answers[row.answers[question.id]]}" for question in form.questions]
    lines += [f"Done: {form.action(action).text}" for action in row.actions]
    lines += [f"Reasons: {row.reasons}", f"Plan: {row.plan}"]
    lines += [f"Next contact: {row.next_contact_at.isoformat()}"] if row.next_contact_at else []
    return "\n".join(lines)


def _assess(by: Person, row: RiskAssessment, alerts: Collection[Alert], proof: Proof | None) -> RiskAssessment:
    with transaction.atomic():
        current = [steps.locked(alert) for alert in sorted(alerts, key=lambda alert: alert.pk)]
        _refuse_strangers(row.patient, current)
        row.save(force_insert=True)
        signatures.sign(by=by, meaning=MEANING, subject=row, content=text_of(row), proof=proof, patient=row.patient)
        for alert in current:
            alert.assessment = row
            taking.end(alert, by=by, words=f"Risk assessed as {care.form().level(row.level).label}.")
        return row


def _refuse_strangers(patient: Patient, alerts: Collection[Alert]) -> None:
    if any(alert.patient_id != patient.pk for alert in alerts):
        raise Conflict("One of these alerts is another patient's. Go back to the chart and begin again.")
    if any(not alert.is_open for alert in alerts):
        raise Conflict("A colleague closed one of these alerts meanwhile. Look at the chart, then record what is new.")


def _checked(
    level: str,
    answers: Mapping[str, str],
    actions: Sequence[str],
    reasons: str,
    plan: str,
    next_contact_at: datetime | None,
    confirmed: Collection[str],
) -> tuple[str, str, tuple[Finding, ...]]:
    entries = Entries(confirmed)
    _check_choices(entries, level, answers, actions)
    reasons = _words(entries, "reasons", reasons, "What the level rests on")
    plan = _words(entries, "plan", plan, "The plan")
    now = clock.now()
    if next_contact_at is not None and next_contact_at <= now:
        entries.refuse("next_contact_at", "The next contact lies ahead: enter when it will be.")
    entries.settle()
    after = next_contact_at - now if next_contact_at else None
    found = care.findings(care.Judged(level, answers, actions, after), policy.current())
    for finding in found:
        entries.judge(FIELDS[finding.rule], finding)
    entries.settle()
    return reasons, plan, found


def _check_choices(entries: Entries, level: str, answers: Mapping[str, str], actions: Sequence[str]) -> None:
    form = care.form()
    for question in form.questions:
        if answers.get(question.id) not in question.answers:
            entries.refuse(question.id, f"“{question.text}” has no answer yet: choose one.")
    for unknown in set(answers) - {question.id for question in form.questions}:
        entries.refuse(unknown, f"The assessment has no question “{unknown}”.")
    if level not in {one.id for one in form.levels}:
        entries.refuse("level", "Choose the level of risk.")
    if not set(actions) <= {action.id for action in form.actions}:
        entries.refuse("actions", "This page does not offer one of these actions. Choose again.")


def _words(entries: Entries, field: str, value: str, called: str) -> str:
    """Several lines are kept as lines; each is put in order."""
    lines = [" ".join(line.split()) for line in value.splitlines()]
    clean = entries.text(field, " ".join(lines), longest=LONGEST, called=called)
    if field not in entries.errors and len(clean) < SHORTEST_REASON:
        entries.refuse(field, f"{called} is too short to be understood next year: write a sentence.")
    return "\n".join(lines).strip()
