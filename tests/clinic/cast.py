"""The test cast: one person for each role, someone from outside, and patients; all made through the actions."""

import uuid
from datetime import date
from typing import Any

from daybreak.care.roles import Role
from daybreak.clinic.patients import actions as patient_actions
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people import actions as people_actions
from daybreak.clinic.people.models import Person

PASSWORD = "a lantern on the quiet quay"


def director() -> Person:
    """The medical director, who comes first and adds everyone else."""
    return _known("director") or people_actions.add_person(
        by=None, username="director", name="Dr Dana Director", roles=[Role.MEDICAL_DIRECTOR]
    )


def prescriber() -> Person:
    """Orders and signs."""
    return person("prescriber", Role.PRESCRIBER)


def nurse() -> Person:
    """Doses and monitors."""
    return person("nurse", Role.NURSE)


def therapist() -> Person:
    """Prepares, sits, integrates."""
    return person("therapist", Role.THERAPIST)


def coordinator() -> Person:
    """Registers patients and sends invitations."""
    return person("coordinator", Role.COORDINATOR)


def auditor() -> Person:
    """Reads the log."""
    return person("auditor", Role.AUDITOR)


def outsider() -> Person:
    """Someone whose account is open but who holds no role any more."""
    known = _known("outsider")
    if known is not None:
        return known
    outside = person("outsider", Role.THERAPIST)
    people_actions.end_role(by=director(), person=outside, role=Role.THERAPIST)
    return outside


def person(username: str, *roles: str, password: str | None = None) -> Person:
    """A member of staff with these roles, the same one each time; without ``password``, no sign-in."""
    return _known(username) or people_actions.add_person(
        by=director(),
        username=username,
        name=f"{username.capitalize()} Example",
        email=f"{username}@example.org",
        roles=roles,
        password=password,
    )


def everyone() -> dict[str, Person]:
    """All of the cast by role id, and the outsider as "outsider"."""
    return {
        Role.PRESCRIBER: prescriber(),
        Role.NURSE: nurse(),
        Role.THERAPIST: therapist(),
        Role.COORDINATOR: coordinator(),
        Role.MEDICAL_DIRECTOR: director(),
        Role.AUDITOR: auditor(),
        "outsider": outsider(),
    }


def patient(**changes: Any) -> Patient:
    """A new patient each time, registered by the coordinator: Ada Example, 41, unless changed."""
    entries: dict[str, Any] = {
        "by": coordinator(),
        "given_name": "Ada",
        "family_name": f"Example {uuid.uuid4().hex[:6]}",
        "birth_date": date(1985, 3, 14),
        "sex": "female",
        "confirmed": ("duplicate",),
    }
    return patient_actions.register(**(entries | changes))


def _known(username: str) -> Person | None:
    return Person.objects.filter(username=username).first()
