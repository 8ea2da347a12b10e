"""Every page with what one must be allowed to do to open it, and the rows that its address names."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse

from daybreak.clinic.measures import actions as measures
from tests.clinic import cast, scenes


@dataclass(frozen=True)
class Clinic:
    """One row of each kind, so that every address can be made."""

    patient: Any
    course: Any
    response: Any
    invitation: Any
    weight: Any
    person: Any
    token: str

    @classmethod
    def made(cls) -> "Clinic":
        """A weighed patient with a course, answers and an open link; and someone on the staff."""
        patient = scenes.weighed_patient()
        invitation, token = measures.invite(by=cast.nurse(), patient=patient, valid_for=timedelta(hours=1))
        answers = {f"phq9-{number}": 1 for number in range(1, 10)}
        return cls(
            patient=patient,
            course=scenes.course(patient),
            response=measures.record_in_clinic(by=cast.nurse(), patient=patient, answers=answers),
            invitation=invitation,
            weight=patient.observations.get(kind="body_weight"),
            person=cast.therapist(),
            token=token,
        )


@dataclass(frozen=True)
class Page:
    """One address. ``act`` is None for what anyone signed in may open; ``posted`` is sent rather than opened."""

    name: str
    act: str | None
    args: Callable[[Clinic], list[Any]] = lambda _: []
    posted: bool = False

    def address(self, clinic: Clinic) -> str:
        """Where it is."""
        return reverse(f"web:{self.name}", args=self.args(clinic))


def _patient(clinic: Clinic) -> list[Any]:
    return [clinic.patient.public_id]


def _person(clinic: Clinic) -> list[Any]:
    return [clinic.person.public_id]


def _weight(clinic: Clinic) -> list[Any]:
    return [clinic.patient.public_id, "weight", clinic.weight.public_id]


PAGES = (
    Page("today", None),
    Page("alive", None),
    Page("account", None),
    Page("patients", "patient.find"),
    Page("patients", "patient.find", posted=True),
    Page("patient-new", "patient.register"),
    Page("patient-new", "patient.register", posted=True),
    Page("chart", "patient.read", _patient),
    Page("fact-new", "patient.record", lambda clinic: [clinic.patient.public_id, "weight"]),
    Page("fact-new", "patient.record", lambda clinic: [clinic.patient.public_id, "weight"], posted=True),
    Page("fact-change", "patient.record", _weight),
    Page("fact-change", "patient.record", _weight, posted=True),
    Page("fact-retract", "patient.record", _weight, posted=True),
    Page("course-new", "course.open", lambda clinic: [cast.patient().public_id]),
    Page("course-new", "course.open", _patient, posted=True),
    Page("course-move", "course.move", lambda clinic: [clinic.course.public_id]),
    Page("course-move", "course.move", lambda clinic: [clinic.course.public_id], posted=True),
    Page("measure-clinic", "measure.record", _patient),
    Page("measure-clinic", "measure.record", _patient, posted=True),
    Page("measure-invite", "measure.invite", _patient, posted=True),
    Page("measure-here", "measure.invite", _patient, posted=True),
    Page("measure", "patient.read", lambda clinic: [clinic.patient.public_id, clinic.response.public_id]),
    Page("measure-withdraw", "measure.invite", lambda clinic: [clinic.invitation.public_id], posted=True),
    Page("audit", "audit.read"),
    Page("audit-verify", "audit.verify", posted=True),
    Page("staff", "staff.read"),
    Page("staff-new", "staff.manage"),
    Page("staff-new", "staff.manage", posted=True),
    Page("staff-person", "staff.manage", _person),
    Page("role-grant", "staff.manage", _person, posted=True),
    Page("role-end", "staff.manage", _person, posted=True),
    Page("staff-leave", "staff.manage", _person, posted=True),
    Page("staff-passphrase", "staff.manage", _person),
    Page("staff-passphrase", "staff.manage", _person, posted=True),
    Page("rules", "policy.read"),
    Page("how-it-works", None),
)
"""All but the patient's own page, which asks for no account, and the pages of a dose, which have tests of their own."""

OPENED = tuple(page for page in PAGES if not page.posted)
