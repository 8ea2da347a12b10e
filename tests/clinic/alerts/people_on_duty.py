"""Who works when alerts are tried: prescribers, a therapist, a nurse, the director; and filled-in assessments."""

from datetime import timedelta
from typing import Any

from daybreak.clinic import clock
from daybreak.clinic.alerts import actions
from daybreak.clinic.alerts.models import Alert, RiskAssessment
from daybreak.clinic.measures import actions as measures
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people.models import Person
from daybreak.clinic.signatures.proof import Proof
from tests.clinic import cast

LOW = {
    "contact": "telephone",
    "ideation": "passive",
    "intent": "none",
    "preparation": "none",
    "means": "none",
    "past": "none",
    "protects": "strong",
}
"""Answers that go with a low risk."""


def everyone() -> dict[str, Person]:
    """The team, by sign-in name."""
    team = [
        cast.director(),
        cast.person("amara", "prescriber"),
        cast.person("bela", "prescriber"),
        cast.therapist(),
        cast.nurse(),
    ]
    return {person.username: person for person in team}


def raised(patient: Patient | None = None, **changes: Any) -> Alert:
    """An alert of item 9."""
    entries: dict[str, Any] = {
        "kind": "risk_item",
        "patient": patient or cast.patient(),
        "what": "PHQ-9 item 9 was answered 2 of 3.",
    }
    return actions.raise_alert(**(entries | changes))


def proof(person: Person) -> Proof:
    """That the person has just typed their passphrase."""
    return Proof(person.pk, clock.now(), "passphrase")


def assessed(by: Person, *alerts: Alert, **changes: Any) -> RiskAssessment:
    """A low risk, signed by ``by``, which closes ``alerts``."""
    entries: dict[str, Any] = {
        "patient": alerts[0].patient,
        "alerts": alerts,
        "level": "low",
        "answers": LOW,
        "actions": ["safety_plan"],
        "reasons": "Passive wishes on bad mornings, no intent; sister lives with her.",
        "plan": "Calls us if it gets worse; seen on Thursday.",
        "proof": proof(by),
        "next_contact_at": clock.now() + timedelta(days=2),
    }
    return actions.assess(by=by, **(entries | changes))


def one_of_each(patient: Patient) -> None:
    """An alert with its steps, an assessment, a signed crisis text and a patient's own words."""
    assessed(cast.prescriber(), raised(patient))
    director = cast.director()
    actions.sign_crisis_text(
        by=director, language="en", text="Call your local emergency number.", phone="", proof=proof(director)
    )
    _, token = measures.invite(by=cast.nurse(), patient=patient, valid_for=timedelta(days=1))
    actions.keep_words(token=token, text="Slept well.")
