"""When people are on call and when they are away: spans of time, cancelled rather than deleted."""

from django.conf import settings
from django.db import models

from daybreak.clinic.record import Record


class Span(Record):
    """A time that concerns one person, from a moment on until another, unless it is cancelled."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="%(class)ss")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


class Absence(Span):
    """Away: on leave, ill, off shift. Without an end it lasts until someone says that the person is back.

    ``covered_by`` is who is asked first for what the person would hold.
    """

    covered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["starts_at", "ends_at"], name="away_at")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=models.F("starts_at")),
                name="an_absence_ends_after_it_starts",
            ),
        ]


class OnCall(Span):
    """On call: within their role this person is asked first."""

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["starts_at", "ends_at"], name="on_call_at")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=False, ends_at__gt=models.F("starts_at")),
                name="a_shift_on_call_ends",
            ),
        ]
