"""Injections ordered and signed: the dose, the weight behind it, the vial strength it was computed for."""

from django.db import models

from daybreak.care import amounts
from daybreak.clinic import clock
from daybreak.clinic.courses.models import Course
from daybreak.clinic.record import Record


class OrderStatus(models.TextChoices):
    """Where an order stands."""

    ACTIVE = "active"
    GIVEN = "given"
    CANCELLED = "cancelled"


class DoseOrder(Record):
    """A signed order for one injection of racemic ketamine. ``recorded_by`` is the prescriber."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="orders")
    route = models.CharField(max_length=20)
    mg_per_kg = models.DecimalField(max_digits=6, decimal_places=3)
    mg = models.DecimalField(max_digits=7, decimal_places=2)
    drawn_mg = models.DecimalField(max_digits=8, decimal_places=3)
    """What the rounded volume holds: this is given, charted and taken from the vial; never more than ``mg``."""
    weight_kg = models.DecimalField(max_digits=6, decimal_places=2)
    weight_basis = models.CharField(max_length=10)
    weighed_at = models.DateTimeField()
    actual_weight_kg = models.DecimalField(max_digits=6, decimal_places=2)
    height_cm = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    concentration_mg_per_ml = models.DecimalField(max_digits=6, decimal_places=2)
    volume_ml = models.DecimalField(max_digits=6, decimal_places=2)
    reason = models.TextField(blank=True)
    findings = models.JSONField(default=list)
    policy_version = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=OrderStatus.choices, default=OrderStatus.ACTIVE)
    signed_at = models.DateTimeField(default=clock.now)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    cancel_reason = models.CharField(max_length=300, blank=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    """The earlier order whose place this one took; that one is cancelled then."""
    changes = models.JSONField(default=list)
    """What is different from the order before: a list of ``what``, ``was`` and ``now``, in words."""
    change_reason = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict)
    """What had been given here when it was signed: ``sessions`` and ``mg``, without this dose."""

    class Meta:
        ordering = ["-signed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course"], condition=models.Q(status="active"), name="one_active_order_a_course"
            ),
            models.CheckConstraint(
                condition=models.Q(drawn_mg__gt=0, volume_ml__gt=0, drawn_mg__lte=models.F("mg")),
                name="order_is_a_dose",
            ),
            models.CheckConstraint(
                condition=models.Q(status="cancelled", cancelled_at__isnull=False, cancelled_by__isnull=False)
                | (~models.Q(status="cancelled") & models.Q(cancelled_at__isnull=True)),
                name="a_cancelled_order_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=models.Q(supersedes__isnull=True) | ~models.Q(change_reason=""),
                name="a_changed_order_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"order {self.public_id}"

    @property
    def amount_ug(self) -> int:
        """The dose in whole micrograms, as the vial ledger counts it."""
        return amounts.micrograms(self.drawn_mg)
