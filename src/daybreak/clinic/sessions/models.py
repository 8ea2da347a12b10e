"""The dosing session: its readings, its one injection, and the numbered events that live screens follow."""

from django.conf import settings
from django.db import models

from daybreak.clinic import clock
from daybreak.clinic.orders.models import DoseOrder
from daybreak.clinic.record import Record
from daybreak.clinic.vials.models import VialEntry


class DosingSession(Record):
    """One visit in which one ordered dose is given. ``recorded_by`` opened it; ``last_seq`` numbers its events."""

    order = models.OneToOneField(DoseOrder, on_delete=models.PROTECT, related_name="session")
    state = models.CharField(max_length=12, default="open")
    place = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    end_note = models.TextField(blank=True)
    last_seq = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-opened_at"]


class Injection(Record):
    """The dose given: from one ledger entry of one vial. ``recorded_by`` gave it."""

    session = models.OneToOneField(DosingSession, on_delete=models.PROTECT, related_name="injection")
    entry = models.OneToOneField(VialEntry, on_delete=models.PROTECT, related_name="injection")
    mg = models.DecimalField(max_digits=7, decimal_places=2)
    volume_ml = models.DecimalField(max_digits=6, decimal_places=2)
    route = models.CharField(max_length=20)
    at = models.DateTimeField(default=clock.now)


class Reading(Record):
    """What was measured and seen at one moment. A value not taken is null: it never reads as fine."""

    session = models.ForeignKey(DosingSession, on_delete=models.PROTECT, related_name="readings")
    at = models.DateTimeField(default=clock.now)
    systolic = models.PositiveSmallIntegerField(null=True)
    diastolic = models.PositiveSmallIntegerField(null=True)
    heart_rate = models.PositiveSmallIntegerField(null=True)
    spo2 = models.PositiveSmallIntegerField(null=True)
    respiratory_rate = models.PositiveSmallIntegerField(null=True)
    dissociation = models.PositiveSmallIntegerField(null=True)
    moaas = models.PositiveSmallIntegerField(null=True)
    moaas_variant = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    findings = models.JSONField(default=list)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    amend_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]


class SessionEvent(models.Model):
    """One numbered line of the session's stream, written in the same transaction as the fact it tells of."""

    session = models.ForeignKey(DosingSession, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    at = models.DateTimeField(default=clock.now)
    payload = models.JSONField()

    class Meta:
        ordering = ["session_id", "seq"]
        constraints = [models.UniqueConstraint(fields=["session", "seq"], name="events_are_numbered_once")]
