"""Checks that were written down, and adverse events; both written once, and amended by a row that supersedes."""

import uuid

from django.db import models

from daybreak.clinic import clock
from daybreak.clinic.courses.models import Course
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.record import Record


class CheckRecord(Record):
    """One check of care/policy/followup.toml, done with a ``result``, or not done with a reason in ``note``.

    ``at`` is when it was done, or decided against. What is due is reckoned from these rows and never kept.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="follow_up_checks")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="follow_up_checks")
    check_id = models.CharField(max_length=40)
    was_done = models.BooleanField()
    result = models.CharField(max_length=40, blank=True)
    finds = models.BooleanField(default=False)
    """Whether the result leads on to another check, by the rules of the day."""
    at = models.DateTimeField(default=clock.now)
    note = models.CharField(max_length=500, blank=True)
    policy_version = models.CharField(max_length=40)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    amend_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["patient", "check_id", "-at"], name="latest_check")]
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(was_done=True) & ~models.Q(result=""))
                | (models.Q(was_done=False, result="", finds=False) & ~models.Q(note="")),
                name="a_check_has_a_result_or_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(supersedes__isnull=True) | ~models.Q(amend_reason=""),
                name="an_amended_check_says_why",
            ),
        ]


class AdverseEvent(Record):
    """Something untoward that happened to a patient, whatever caused it; the ids are of care/adverse.toml.

    Every version of one event carries the same ``case``.
    """

    case = models.UUIDField(default=uuid.uuid4, db_index=True)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="adverse_events")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="adverse_events")
    what = models.CharField(max_length=200)
    grade = models.CharField(max_length=20)
    criteria = models.JSONField(default=list)
    relation = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    action = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20)
    note = models.CharField(max_length=2000, blank=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    amend_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(what=""), name="an_event_says_what"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("started_at")),
                name="an_event_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=models.Q(supersedes__isnull=True) | ~models.Q(amend_reason=""),
                name="an_amended_event_says_why",
            ),
        ]
