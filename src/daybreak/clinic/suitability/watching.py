"""Looks at the interactions on every change of medicines, and tells the prescriber of those found mid-course."""

from uuid import uuid5

from django.utils import timezone

from daybreak.care import interactions
from daybreak.care.courses import Phase
from daybreak.care.findings import Finding, Severity
from daybreak.clinic import clock, policy
from daybreak.clinic.alerts import actions as alerts
from daybreak.clinic.courses import queries as courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.patients.models import Medication
from daybreak.clinic.people.models import Person
from daybreak.clinic.suitability import basis
from daybreak.clinic.suitability.keeping import keep

KIND = "interaction"
"""The kind of alert, in care/policy/alerts.toml."""


def medicine_changed(*, by: Person, medicine: Medication) -> None:
    """Judges the open course anew. An interaction that is new to it, once dosing has begun, raises an alert.

    In the transaction that recorded the medicine, whoever recorded it and wherever it came from. Before the first dose
    the page of suitability holds the finding, and no order passes it.
    """
    course = courses.current(medicine.patient)
    if course is None:
        return
    keep(by, course)
    found = _new(medicine)
    if found and _is_under_way(course):
        _tell(course, medicine, found)


def _new(medicine: Medication) -> tuple[Finding, ...]:
    """What this version brings that the one before did not; notes inform on the page and call nobody."""
    if medicine.retracted:
        return ()
    earlier = medicine.supersedes
    before = {one.what for one in _asked(earlier)} if isinstance(earlier, Medication) else set()
    return tuple(one for one in _asked(medicine) if one.what not in before)


def _asked(medicine: Medication) -> tuple[Finding, ...]:
    today = timezone.localdate(clock.now())
    found = interactions.findings([basis.taken(medicine)], policy.current(), today)
    return tuple(one for one in found if one.severity is not Severity.NOTE)


def _is_under_way(course: Course) -> bool:
    return course.phase != Phase.PREPARATION or course.orders.filter(status="active").exists()


def _tell(course: Course, medicine: Medication, found: tuple[Finding, ...]) -> None:
    alerts.raise_alert(
        kind=KIND,
        patient=course.patient,
        course=course,
        what=f"The medicines changed during the course. {' '.join(one.what for one in found)}"[:600],
        detail={"medicine": str(medicine.public_id), "rules": [one.rule for one in found]},
        client_id=uuid5(medicine.public_id, KIND),
    )
