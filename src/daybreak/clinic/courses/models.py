"""A course of treatment and the phases it has been through."""

from django.conf import settings
from django.db import models

from daybreak.clinic import clock
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.record import Record


class Course(Record):
    """One course of ketamine-assisted psychotherapy. ``phase`` is the last of its phase changes."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="courses")
    indication = models.CharField(max_length=300)
    phase = models.CharField(max_length=20)
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient"], condition=models.Q(closed_at__isnull=True), name="one_open_course_a_patient"
            ),
        ]

    def __str__(self) -> str:
        return f"course {self.public_id}"


class PhaseChange(models.Model):
    """The course entered ``phase`` at a moment, moved by someone, for a reason."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="phase_changes")
    phase = models.CharField(max_length=20)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]
