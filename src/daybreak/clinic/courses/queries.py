"""Reads courses: which one is open, what came before, and the time line of one."""

from uuid import UUID

from django.db.models import QuerySet

from daybreak.clinic.courses.models import Course
from daybreak.clinic.courses.timeline import timeline
from daybreak.clinic.entry import Absent
from daybreak.clinic.patients.models import Patient

__all__ = ["current", "get", "history", "timeline"]


def get(public_id: UUID) -> Course:
    """The course with this public name. Absent when there is none."""
    course = Course.objects.select_related("patient").filter(public_id=public_id).first()
    if course is None:
        raise Absent("There is no such course. Go back to the patient's chart.")
    return course


def current(patient: Patient) -> Course | None:
    """The open course, if there is one."""
    return Course.objects.select_related("patient").filter(patient=patient, closed_at=None).first()


def history(patient: Patient) -> QuerySet[Course]:
    """Every course of the patient, the latest first."""
    return Course.objects.filter(patient=patient)
