"""The dosing session: its readings, its one injection, and the numbered events that live screens follow."""

from django.conf import settings
from django.db import models

from daybreak.clinic import clock
from daybreak.clinic.orders.models import DoseOrder
from daybreak.clinic.record import Record
from daybreak.clinic.vials.models import VialEntry


class DosingSession(Record):
    """One visit in which one ordered dose is given. ``recorded_by`` opened it; ``last_seq`` numbers its events.

    An abandoned session leaves its order free for another; the database allows one that is not abandoned.
    """

    order = models.ForeignKey(DoseOrder, on_delete=models.PROTECT, related_name="sessions")
    state = models.CharField(max_length=12, default="open")
    place = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    end_note = models.TextField(blank=True)
    end_reason = models.CharField(max_length=500, blank=True)
    """Why it was ended although a rule asked for a reason, or why it was abandoned."""
    end_findings = models.JSONField(default=list)
    last_seq = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=~models.Q(state="abandoned"), name="one_live_session_an_order"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "injected"], ended_at__isnull=True)
                | models.Q(state__in=["ended", "abandoned"], ended_at__isnull=False, ended_by__isnull=False),
                name="a_closed_session_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"session {self.public_id}"


class Injection(Record):
    """The dose given: from one ledger entry of one vial. ``recorded_by`` gave it."""

    session = models.OneToOneField(DosingSession, on_delete=models.PROTECT, related_name="injection")
    entry = models.OneToOneField(VialEntry, on_delete=models.PROTECT, related_name="injection")
    mg = models.DecimalField(max_digits=8, decimal_places=3)
    volume_ml = models.DecimalField(max_digits=6, decimal_places=2)
    route = models.CharField(max_length=20)
    at = models.DateTimeField(default=clock.now)
    reason = models.CharField(max_length=500, blank=True)
    """Why it was given although a rule asked for a reason."""
    findings = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(mg__gt=0) & models.Q(volume_ml__gt=0), name="injection_is_a_dose")
        ]


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
        constraints = [
            models.CheckConstraint(
                condition=models.Q(systolic__isnull=True, diastolic__isnull=True)
                | models.Q(systolic__gt=models.F("diastolic"), diastolic__isnull=False),
                name="a_pressure_is_two_numbers",
            ),
            models.CheckConstraint(
                condition=models.Q(spo2__isnull=True) | models.Q(spo2__lte=100), name="saturation_is_a_percentage"
            ),
            models.CheckConstraint(
                condition=models.Q(dissociation__isnull=True) | models.Q(dissociation__lte=10),
                name="dissociation_is_nought_to_ten",
            ),
            models.CheckConstraint(
                condition=models.Q(moaas__isnull=True) | (models.Q(moaas__lte=5) & ~models.Q(moaas_variant="")),
                name="sedation_names_its_variant",
            ),
        ]

    @property
    def pressure(self) -> str:
        """The blood pressure as people say it, "152/96"; empty when it was not taken."""
        return "" if self.systolic is None else f"{self.systolic}/{self.diastolic}"


class Release(Record):
    """A prescriber's signature that the dose may follow a high pressure. It is good for that one reading alone."""

    session = models.ForeignKey(DosingSession, on_delete=models.PROTECT, related_name="releases")
    reading = models.OneToOneField(Reading, on_delete=models.PROTECT, related_name="release")
    at = models.DateTimeField(default=clock.now)
    reason = models.CharField(max_length=300)
    findings = models.JSONField(default=list)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="a_release_says_why")]

    @property
    def pressure(self) -> str:
        """The pressure that was weighed: "152/96"."""
        return self.reading.pressure


class SessionNote(Record):
    """Free words written at the bedside. ``at`` is when it happened."""

    session = models.ForeignKey(DosingSession, on_delete=models.PROTECT, related_name="notes")
    at = models.DateTimeField(default=clock.now)
    text = models.TextField()

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
