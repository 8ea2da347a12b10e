"""Vials and their ledger, in whole micrograms, so that nothing is lost to rounding."""

from django.db import models

from daybreak.clinic import clock
from daybreak.clinic.record import Record


class Vial(Record):
    """A vial of racemic ketamine. ``on_hand_ug`` equals the sum of its ledger; the database refuses less than none."""

    label = models.CharField(max_length=40, unique=True)
    lot = models.CharField(max_length=60)
    expires_on = models.DateField()
    concentration_mg_per_ml = models.DecimalField(max_digits=6, decimal_places=2)
    volume_ml = models.DecimalField(max_digits=6, decimal_places=2)
    location = models.CharField(max_length=80, blank=True)
    received_ug = models.BigIntegerField()
    on_hand_ug = models.BigIntegerField()

    class Meta:
        ordering = ["expires_on", "label"]
        constraints = [
            models.CheckConstraint(condition=models.Q(received_ug__gt=0), name="vial_received_something"),
            models.CheckConstraint(
                condition=models.Q(on_hand_ug__gte=0) & models.Q(on_hand_ug__lte=models.F("received_ug")),
                name="vial_holds_between_none_and_received",
            ),
        ]

    def __str__(self) -> str:
        return f"vial {self.label}"


class EntryKind(models.TextChoices):
    """Why an amount entered or left a vial."""

    RECEIVED = "received"
    ADMINISTERED = "administered"
    WASTED = "wasted"
    RETURNED = "returned"


class VialEntry(Record):
    """One movement. Amounts are positive; ``received`` adds, every other kind takes away. Never edited."""

    vial = models.ForeignKey(Vial, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=20, choices=EntryKind.choices)
    amount_ug = models.BigIntegerField()
    at = models.DateTimeField(default=clock.now)
    witness = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount_ug__gt=0), name="entry_amount_is_positive"),
            models.UniqueConstraint(
                fields=["vial"], condition=models.Q(kind="received"), name="a_vial_is_received_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="wasted")
                | (models.Q(witness__isnull=False) & ~models.Q(witness=models.F("recorded_by"))),
                name="waste_is_seen_by_a_second_person",
            ),
        ]
