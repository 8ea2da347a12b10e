"""A clinic in which someone can be dosed: a patient with a weight, a course, a vial, an order, a session."""

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.test import Client
from django.utils import timezone

from daybreak.care.courses import Phase
from daybreak.clinic import clock
from daybreak.clinic.courses import actions as courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.orders import actions as orders
from daybreak.clinic.orders.models import DoseOrder
from daybreak.clinic.patients import actions as patients
from daybreak.clinic.people.models import Person
from daybreak.clinic.sessions import actions as sessions
from daybreak.clinic.sessions.models import DosingSession
from daybreak.clinic.vials import actions as vials
from daybreak.clinic.vials.models import Vial
from tests.clinic import cast

BASELINE = {"systolic": 118, "diastolic": 74, "heart_rate": 68, "spo2": 98}


def signed_in(person: Person) -> Client:
    """A browser in which ``person`` is signed in; it checks CSRF as a real one is checked."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    return client


def weighed_patient(weight: str = "80", height: str | None = "170") -> Any:
    """A patient with a fresh weight, and a height unless None."""
    patient = cast.patient()
    measured = [("body_weight", weight, "kg")] + ([("body_height", height, "cm")] if height else [])
    for kind, value, unit in measured:
        patients.record_observation(by=cast.nurse(), patient=patient, kind=kind, value=Decimal(value), unit=unit)
    return patient


def course(patient: Any = None) -> Course:
    """A course that is ready, in the dosing phase."""
    opened = courses.open_course(
        by=cast.prescriber(), patient=patient or weighed_patient(), indication="recurrent depressive disorder"
    )
    return courses.move(by=cast.prescriber(), course=cast.ready(opened), to=Phase.DOSING)


def vial(strength: str = "50", volume: str = "10", expires_in: int = 200) -> Vial:
    """A vial taken in today; to expire in the past it was taken in before it did."""
    today = timezone.localdate(clock.now())
    received = clock.now() + timedelta(days=min(0, expires_in - 1))
    with clock.at(received):
        return vials.receive(
            by=cast.nurse(),
            label=f"K-{uuid.uuid4().hex[:6]}",
            lot="L231",
            expires_on=today + timedelta(days=expires_in),
            concentration_mg_per_ml=Decimal(strength),
            volume_ml=Decimal(volume),
        )


def order(on: Course | None = None, mg_per_kg: str = "0.5", reason: str = "") -> DoseOrder:
    """A signed order: 40 mg in 0.8 mL unless changed."""
    return orders.order_injection(
        by=cast.prescriber(),
        course=on or course(),
        mg_per_kg=Decimal(mg_per_kg),
        weight_basis="actual",
        concentration_mg_per_ml=Decimal(50),
        reason=reason,
        proof=cast.proof(cast.prescriber()),
    )


def session(of: DoseOrder | None = None) -> DosingSession:
    """An open session."""
    return sessions.open_session(by=cast.nurse(), order=of or order(), place="Room 2")


def injected() -> DosingSession:
    """A session with a baseline, in which the dose was given."""
    shelf, opened = vial(), session()
    sessions.record_reading(by=cast.nurse(), session=opened, values=BASELINE)
    sessions.inject(by=cast.nurse(), session=opened, vial=shelf)
    opened.refresh_from_db()
    return opened
