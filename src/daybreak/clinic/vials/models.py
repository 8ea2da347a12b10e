"""Vials, their ledger in whole micrograms, the counts of two people, and losses with what the rules ask for after one.

The invariants are the database's own: CHECKs here, triggers in ``invariant.py``. A vial's ``on_hand_ug`` is written by
the database alone, from the entries.
"""

from django.conf import settings
from django.db import models

from daybreak.clinic import clock
from daybreak.clinic.record import Record


class Vial(Record):
    """A vial of racemic ketamine. ``on_hand_ug`` is the sum of its ledger; the database keeps it so.

    What the label says is what it holds. What it yields beyond that (overfill) is entered when it is found.
    """

    label = models.CharField(max_length=40, unique=True)
    lot = models.CharField(max_length=60)
    expires_on = models.DateField()
    concentration_mg_per_ml = models.DecimalField(max_digits=6, decimal_places=2)
    volume_ml = models.DecimalField(max_digits=6, decimal_places=2)
    location = models.CharField(max_length=80, blank=True)
    received_ug = models.BigIntegerField()
    on_hand_ug = models.BigIntegerField(default=0)

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
    """Why an amount entered or left a vial, or that it was put elsewhere."""

    RECEIVED = "received"
    ADMINISTERED = "administered"
    WASTED = "wasted"
    RETURNED = "returned"
    BROKEN = "broken"
    LOST = "lost"
    OVERFILL = "overfill", "Overfill found"
    MOVED = "moved"
    REVERSED = "reversed", "Correction"


ADDS = (EntryKind.RECEIVED, EntryKind.OVERFILL)
TAKES = (EntryKind.ADMINISTERED, EntryKind.WASTED, EntryKind.RETURNED, EntryKind.BROKEN, EntryKind.LOST)
WITNESSED = (EntryKind.WASTED, EntryKind.BROKEN, EntryKind.OVERFILL, EntryKind.REVERSED)
"""Kinds that a second person sees and signs."""

_GAINS = models.Q(change_ug=models.F("amount_ug"))
_LOSES = models.Q(change_ug=-models.F("amount_ug"))


class VialEntry(Record):
    """One movement. ``amount_ug`` is its size, ``change_ug`` what it does to the vial. Never edited, only reversed."""

    vial = models.ForeignKey(Vial, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=20, choices=EntryKind.choices)
    amount_ug = models.BigIntegerField()
    change_ug = models.BigIntegerField()
    at = models.DateTimeField(default=clock.now)
    witness = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=80, blank=True)
    """Where it was put; set on a move alone."""
    after = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="residues")
    """The dose whose residue this waste is."""
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    stands_for = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="drawn_instead")
    """The dose charted from another vial by mistake; that entry is reversed, and this one tells the true vial."""

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=EntryKind.MOVED, amount_ug=0)
                | (~models.Q(kind=EntryKind.MOVED) & models.Q(amount_ug__gt=0)),
                name="entry_amount_is_positive",
            ),
            models.CheckConstraint(
                condition=(models.Q(kind__in=ADDS) & _GAINS)
                | (models.Q(kind__in=TAKES) & _LOSES)
                | models.Q(kind=EntryKind.MOVED, change_ug=0)
                | (models.Q(kind=EntryKind.REVERSED) & (_GAINS | _LOSES)),
                name="entry_change_fits_its_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=EntryKind.REVERSED, reverses__isnull=False)
                | (~models.Q(kind=EntryKind.REVERSED) & models.Q(reverses__isnull=True)),
                name="a_reversal_names_what_it_reverses",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=EntryKind.MOVED) | ~models.Q(place=""), name="a_move_says_where_to"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[EntryKind.RECEIVED, EntryKind.ADMINISTERED, EntryKind.MOVED])
                | ~models.Q(reason=""),
                name="what_leaves_a_vial_says_why",
            ),
            models.UniqueConstraint(
                fields=["vial"], condition=models.Q(kind=EntryKind.RECEIVED), name="a_vial_is_received_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=WITNESSED)
                | (models.Q(witness__isnull=False) & ~models.Q(witness=models.F("recorded_by"))),
                name="waste_is_seen_by_a_second_person",
            ),
            models.CheckConstraint(condition=models.Q(recorded_by__isnull=False), name="an_entry_is_by_someone"),
        ]

    def __str__(self) -> str:
        return f"entry {self.public_id}"


class CountKind(models.TextChoices):
    """Why everything on hand was counted."""

    DAY = "day", "Day close"
    INVENTORY = "inventory", "Inventory"


class CountMoment(models.TextChoices):
    """Whether an inventory was taken before the first or after the last movement of its day."""

    OPEN = "open", "opening of business"
    CLOSE = "close", "close of business"


class Count(Record):
    """Everything on hand, counted by two people: ``recorded_by``, and ``second`` who signed in beside."""

    kind = models.CharField(max_length=10, choices=CountKind.choices)
    moment = models.CharField(max_length=5, choices=CountMoment.choices, default=CountMoment.CLOSE)
    day = models.DateField()
    at = models.DateTimeField(default=clock.now)
    second = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(recorded_by__isnull=False) & ~models.Q(second=models.F("recorded_by")),
                name="a_count_is_by_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"count {self.public_id}"


class CountLine(models.Model):
    """One vial in a count: what stood in the ledger at that moment, what was found, and why they differ."""

    count = models.ForeignKey(Count, on_delete=models.PROTECT, related_name="lines")
    vial = models.ForeignKey(Vial, on_delete=models.PROTECT, related_name="count_lines")
    expected_ug = models.BigIntegerField()
    found_ug = models.BigIntegerField()
    sealed = models.BooleanField(default=False)
    explanation = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["count_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["count", "vial"], name="a_vial_is_counted_once_a_count"),
            models.CheckConstraint(
                condition=models.Q(expected_ug__gte=0) & models.Q(found_ug__gte=0),
                name="counted_amounts_are_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(found_ug=models.F("expected_ug")) | ~models.Q(explanation=""),
                name="a_difference_is_explained",
            ),
        ]

    @property
    def difference_ug(self) -> int:
        """What was found beyond the ledger; negative when some is missing."""
        return self.found_ug - self.expected_ug


class LossReport(Record):
    """A theft or loss with the dates by which the rules ask for a notice and for a form. ``entry`` took it off."""

    entry = models.OneToOneField(VialEntry, on_delete=models.PROTECT, related_name="loss")
    discovered_on = models.DateField()
    notice_due = models.DateField()
    form_due = models.DateField()
    policy_version = models.CharField(max_length=64)

    class Meta:
        ordering = ["-discovered_on", "-pk"]

    def __str__(self) -> str:
        return f"loss {self.public_id}"


class StepKind(models.TextChoices):
    """What is done about a loss."""

    NOTICE = "notice", "Written notice sent"
    FORM106 = "form106", "Form 106 sent"
    NOT_SIGNIFICANT = "not_significant", "Judged not significant"


class LossStep(Record):
    """Something done about a loss, on a day, with the number or the words that prove it."""

    report = models.ForeignKey(LossReport, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, choices=StepKind.choices)
    done_on = models.DateField()
    reference = models.CharField(max_length=300)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "kind"], name="each_step_of_a_loss_is_done_once"),
            models.CheckConstraint(condition=~models.Q(reference=""), name="a_step_says_how_it_is_proven"),
        ]
