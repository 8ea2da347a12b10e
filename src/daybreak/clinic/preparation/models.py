"""How a patient was prepared: the sessions held, the intention, the safety plan, the escort, what is preferred.

Each is written once; a later one takes the place of the earlier, which stays.
"""

from django.db import models

from daybreak.clinic import clock
from daybreak.clinic.courses.models import Course
from daybreak.clinic.record import Record


class PreparationSession(Record):
    """A preparation session that was held. ``recorded_by`` held it; ``covered`` are ids of its topics."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="preparation_sessions")
    held_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    covered = models.JSONField(default=list)
    remark = models.TextField(blank=True)

    class Meta:
        ordering = ["held_at", "pk"]


class Intention(Record):
    """What the patient hopes for, in the patient's own words."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="intentions")
    text = models.TextField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="an_intention_has_words")]


class SafetyPlan(Record):
    """What helps in a bad hour: the part's id to the patient's own words."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="safety_plans")
    parts = models.JSONField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]


class Escort(Record):
    """The adult who takes the patient home."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="escorts")
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40)
    relation = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(phone=""), name="an_escort_can_be_named_and_called"
            ),
        ]


class Preferences(Record):
    """What the patient wants to hear and see under the drug; ids of the options, and own words."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="preferences")
    headset = models.CharField(max_length=20)
    music = models.CharField(max_length=20)
    eyes = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
