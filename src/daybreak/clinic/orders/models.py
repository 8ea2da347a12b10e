"""Injections ordered and signed: the dose, the weight behind it, the vial strength it was computed for."""

from django.db import models

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
    weight_kg = models.DecimalField(max_digits=6, decimal_places=2)
    weight_basis = models.CharField(max_length=10)
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

    class Meta:
        ordering = ["-signed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["course"], condition=models.Q(status="active"), name="one_active_order_a_course"
            ),
            models.CheckConstraint(condition=models.Q(mg__gt=0) & models.Q(volume_ml__gt=0), name="order_is_a_dose"),
        ]
