"""Scenes of treatment: a weighed patient, a course, an order, a session; all made through the actions, by the cast."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from daybreak.clinic import clock
from daybreak.clinic.courses import actions as courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.orders import actions as orders
from daybreak.clinic.orders.models import DoseOrder
from daybreak.clinic.patients import actions as patients
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.sessions import actions as sessions
from daybreak.clinic.sessions.models import DosingSession, Injection
from daybreak.clinic.vials import actions as vials
from daybreak.clinic.vials.counting import Found
from daybreak.clinic.vials.models import Count, Vial
from tests.clinic import cast

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday on which most scenes play."""
CALM = {"systolic": 118, "diastolic": 74, "heart_rate": 68, "spo2": 98, "respiratory_rate": 14, "moaas": 5}
"""Baseline values that pass no threshold."""


def minutes(count: float) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=count)


def weighed_patient(kg: str = "80", cm: str | None = "170", **changes: Any) -> Patient:
    """A patient with a weight and, unless ``cm`` is None, a height."""
    patient = cast.patient(**changes)
    weigh(patient, kg)
    if cm is not None:
        patients.record_observation(by=cast.nurse(), patient=patient, kind="body_height", value=Decimal(cm), unit="cm")
    return patient


def weigh(patient: Patient, kg: str) -> None:
    """The nurse puts the patient on the scales."""
    patients.record_observation(by=cast.nurse(), patient=patient, kind="body_weight", value=Decimal(kg), unit="kg")


def course(patient: Patient | None = None, phase: str = "dosing") -> Course:
    """A course in ``preparation``, or ready for a dose and moved on to ``dosing``."""
    opened = courses.open_course(
        by=cast.prescriber(), patient=patient or weighed_patient(), indication="Depression, recurrent"
    )
    if phase == "preparation":
        return opened
    return courses.move(by=cast.prescriber(), course=cast.ready(opened), to=phase)


def vial(label: str = "V-001", **changes: Any) -> Vial:
    """A 10 mL vial of 50 mg/mL that expires at the end of 2027."""
    entries: dict[str, Any] = {
        "by": cast.nurse(),
        "label": label,
        "lot": "KX 4471",
        "expires_on": date(2027, 12, 31),
        "concentration_mg_per_ml": Decimal(50),
        "volume_ml": Decimal(10),
    }
    return vials.receive(**(entries | changes))


def order(of: Course | None = None, **changes: Any) -> DoseOrder:
    """0.5 mg/kg of 50 mg/mL on actual weight: 40 mg in 0.8 mL for 80 kg."""
    entries: dict[str, Any] = {
        "by": cast.prescriber(),
        "course": of or course(),
        "mg_per_kg": "0.5",
        "concentration_mg_per_ml": 50,
    }
    asked = entries | changes
    return orders.order_injection(**({"proof": cast.proof(asked["by"])} | asked))


def session(of: DoseOrder | None = None) -> DosingSession:
    """An open session, without a reading yet."""
    return sessions.open_session(by=cast.nurse(), order=of or order(), place="Chair 1")


def baseline(of: DosingSession, **changes: Any) -> None:
    """The reading before the dose."""
    sessions.record_reading(by=cast.nurse(), session=of, values=CALM | changes)


def injected(of: DosingSession | None = None, from_vial: Vial | None = None) -> Injection:
    """A session with its baseline and its injection, given at the current moment."""
    opened = of or session()
    baseline(opened)
    return sessions.inject(by=cast.nurse(), session=opened, vial=from_vial or vial())


def ended(of: DoseOrder, from_vial: Vial, at: datetime) -> DosingSession:
    """A whole session from ``at`` on: baseline, injection after ten minutes, watched for two hours, ended."""
    with clock.at(at):
        opened = session(of)
    with clock.at(at + minutes(10)):
        injected(opened, from_vial)
    with clock.at(at + minutes(132)):
        sessions.record_reading(by=cast.nurse(), session=opened, values=CALM)
    with clock.at(at + minutes(135)):
        return sessions.end_session(by=cast.nurse(), session=opened)


def counted(*of: Vial, found_ug: int | None = None, explanation: str = "", **changes: Any) -> Count:
    """A count of these vials by the nurse and a witness; each holds what the ledger says unless ``found_ug``."""
    shelf = [Vial.objects.get(pk=one.pk) for one in of]
    found = {
        one.public_id: Found(one.on_hand_ug if found_ug is None else found_ug, explanation=explanation) for one in shelf
    }
    entries: dict[str, Any] = {
        "by": cast.nurse(),
        "second": cast.proof(cast.person("witness", "nurse")),
        "found": found,
    }
    return vials.count(**(entries | changes))
