"""What the synthetic clinic does with its alerts: assessed the same evening, one taken this morning, a rota, a text."""

from datetime import datetime, timedelta

from daybreak.care.alerts import kind
from daybreak.clinic import clock
from daybreak.clinic.alerts import actions, queries
from daybreak.clinic.alerts.models import Alert
from daybreak.clinic.duty import actions as duty
from daybreak.clinic.people.models import Person
from daybreak.clinic.signatures.proof import Proof
from daybreak.project.demo_story import Step

PHONE = "+00 555 0100"
TEXTS = {
    "en": "If you might act on thoughts of harming yourself, call us or your local emergency number now. "
    "Please do not stay alone.",
    "de": "Wenn Sie sich etwas antun könnten: Rufen Sie uns oder den Notruf an Ihrem Ort jetzt an. "
    "Bleiben Sie bitte nicht allein.",
}
ANSWERS = {
    "contact": "telephone",
    "ideation": "passive",
    "intent": "none",
    "preparation": "none",
    "means": "none",
    "past": "none",
    "protects": "strong",
}
REASONS = "Wishes not to wake up on bad mornings; no intent, no plan; names two people who keep her or him going."
PLAN = "Safety plan gone through; calls us or the emergency number if it gets worse; heard from again within the week."


def steps(staff: dict[str, Person], now: datetime, days: int) -> list[Step]:
    """Everything about alerts in the last ``days`` days, as steps in time."""
    evenings = [now.replace(hour=21, minute=0, second=0, microsecond=0) - timedelta(days=ago) for ago in range(1, days)]
    return [
        Step(now - timedelta(days=days - 1), lambda: _sign_texts(staff["elena"])),
        *(Step(evening, lambda: _assess_the_day(staff["amara"])) for evening in evenings),
        Step(now - timedelta(minutes=89), lambda: _take(staff["amara"])),
        Step(now - timedelta(minutes=60), lambda: _rota(staff, now)),
    ]


def _sign_texts(director: Person) -> None:
    for language, text in TEXTS.items():
        proof = _proof(director)
        actions.sign_crisis_text(by=director, language=language, text=text, phone=PHONE, proof=proof)


def _assess_the_day(prescriber: Person) -> None:
    for alert in list(queries.open_alerts()):
        if kind(alert.kind).needs_assessment and queries.get(alert.public_id).is_open:
            actions.acknowledge(by=prescriber, alert=alert)
            _assess(prescriber, alert)


def _assess(prescriber: Person, alert: Alert) -> None:
    together = [one for one in queries.open_alerts(alert.patient) if kind(one.kind).needs_assessment]
    actions.assess(
        by=prescriber,
        patient=alert.patient,
        alerts=together,
        level="low",
        answers=ANSWERS,
        actions=["safety_plan"],
        reasons=REASONS,
        plan=PLAN,
        next_contact_at=clock.now() + timedelta(days=6),
        proof=_proof(prescriber),
    )


def _take(prescriber: Person) -> None:
    """This morning's is hers; what else was raised with it still waits to be acknowledged."""
    found = queries.open_alerts().filter(kind="risk_item").first()
    if found is not None:
        actions.acknowledge(by=prescriber, alert=found)


def _rota(staff: dict[str, Person], now: datetime) -> None:
    duty.put_on_call(by=staff["priya"], person=staff["amara"], starts_at=now, ends_at=now + timedelta(hours=12))
    next_week, days = now + timedelta(days=6), timedelta(days=5)
    duty.go_away(
        by=staff["mei"], person=staff["mei"], starts_at=next_week, ends_at=next_week + days, covered_by=staff["jonas"]
    )


def _proof(person: Person) -> Proof:
    return Proof(person.pk, clock.now(), "passphrase")
