"""Reads what reaches the record for signs of risk, in the transaction that keeps it, and raises the alert."""

from uuid import UUID

from daybreak.care import risk
from daybreak.clinic import policy
from daybreak.clinic.alerts import steps
from daybreak.clinic.alerts.models import Alert, StepKind
from daybreak.clinic.alerts.raising import raise_alert
from daybreak.clinic.alerts.silence import cause
from daybreak.clinic.courses.models import Course
from daybreak.clinic.measures.models import Channel, Response
from daybreak.clinic.patients.models import Patient

BY_RULE = "the rules of care"


def watch_response(response: Response) -> tuple[Alert, ...]:
    """The alerts that these answers cause, each once, whoever entered them and however they came.

    What is older than what is already known says nothing of today: an imported answer counts only as the latest.
    Call it in the transaction that keeps the answers, so that neither is there without the other.
    """
    if _is_history(response):
        return ()
    before, baseline = _before(response)
    answers = risk.Answers(response.instrument, response.total, response.risk_item)
    signals = risk.signals(answers, policy.current(), before=before, baseline=baseline)
    return tuple(_raise(signal, response) for signal in signals)


def watch_text(*, text: str, patient: Patient, key: UUID, where: str, course: Course | None = None) -> Alert | None:
    """The alert that a patient's own words cause, None when no phrase of the list is in them. That is no all-clear.

    ``key`` is the public id of the row that keeps the text; ``where`` says what it is ("a message with the answers").
    """
    found = risk.words_in(text)
    if not found:
        return None
    return raise_alert(
        kind="risk_words",
        patient=patient,
        course=course,
        what=f"The patient's own words in {where} contain “{'”, “'.join(found)}”.",
        detail={"phrases": list(found), "where": where, "row": str(key)},
        actor_name=BY_RULE,
        client_id=cause("text", key),
    )


def _raise(signal: risk.Signal, response: Response) -> Alert:
    if response.channel == Channel.IMPORT:
        known = Alert.objects.filter(patient=response.patient, kind=signal.kind, closed_at=None).first()
        if known is not None:
            return _again(known, signal, response)
    return raise_alert(
        kind=signal.kind,
        patient=response.patient,
        course=response.course,
        what=_dated(signal, response),
        detail={"response": str(response.public_id), "rule": signal.rule, "instrument": response.instrument},
        actor_name=BY_RULE,
        client_id=cause(signal.rule, response.public_id),
    )


def _again(alert: Alert, signal: risk.Signal, response: Response) -> Alert:
    """A record of many old sheets is one thing to look at, not one alert a sheet."""
    current = steps.locked(alert)
    detail = {"response": str(response.public_id), "rule": signal.rule}
    steps.write(current, StepKind.AGAIN, by=None, words=_dated(signal, response), actor_name=BY_RULE, detail=detail)
    return current


def _dated(signal: risk.Signal, response: Response) -> str:
    if response.channel != Channel.IMPORT:
        return signal.what
    return f"{signal.what} It was imported, and filled in on {response.completed_at.date().isoformat()}."


def _is_history(response: Response) -> bool:
    later = Response.objects.filter(
        patient=response.patient_id,
        instrument=response.instrument,
        completed_at__gt=response.completed_at,
        superseded_by=None,
    ).exclude(pk=response.pk)
    if response.risk_item:  # a later total that does not tell its items clears nothing
        later = later.filter(risk_item__isnull=False)
    return later.exists()


def _before(response: Response) -> tuple[int | None, int | None]:
    """The total of the sheet before this one, and the first of its course."""
    same = Response.objects.filter(
        patient=response.patient_id, instrument=response.instrument, superseded_by=None
    ).exclude(pk=response.pk)
    before = same.filter(completed_at__lte=response.completed_at).last()
    baseline = same.filter(course=response.course_id).first() if response.course_id else None
    return (before.total if before else None), (baseline.total if baseline else None)
