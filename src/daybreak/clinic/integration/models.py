"""The window after a dose, with its owner and its end, and every step of it."""

from django.conf import settings
from django.db import models

from daybreak.clinic import clock
from daybreak.clinic.alerts.models import Alert
from daybreak.clinic.courses.models import Course
from daybreak.clinic.record import Record
from daybreak.clinic.sessions.models import Injection


class IntegrationWindow(Record):
    """The time in which one dose is to be worked through. ``recorded_by`` gave the dose; ``owner`` sees to it.

    Whether it is booked is not kept here: the plan of the course says so. ``number`` is the dose's place in the course.
    ``alert`` is the last one about it, raised at ``told_at``.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="integration_windows")
    injection = models.OneToOneField(Injection, on_delete=models.PROTECT, related_name="integration_window")
    number = models.PositiveSmallIntegerField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    protocol = models.CharField(max_length=80)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="integration_windows"
    )
    held_at = models.DateTimeField(null=True)
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    let_go_at = models.DateTimeField(null=True)
    let_go_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    """Why it was not held."""
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, null=True, related_name="integration_windows")
    told_at = models.DateTimeField(null=True)
    told_times = models.PositiveIntegerField(default=0)
    last_seq = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["closes_at", "pk"]
        indexes = [
            models.Index(
                fields=["closes_at"],
                name="windows_still_open",
                condition=models.Q(held_at__isnull=True, let_go_at__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="a_window_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=models.Q(held_at__isnull=True, held_by__isnull=True)
                | models.Q(held_at__isnull=False, held_by__isnull=False, let_go_at__isnull=True),
                name="a_held_window_says_by_whom",
            ),
            models.CheckConstraint(
                condition=models.Q(let_go_at__isnull=True, let_go_by__isnull=True)
                | (models.Q(let_go_at__isnull=False, let_go_by__isnull=False) & ~models.Q(reason="")),
                name="a_window_let_go_says_why_and_by_whom",
            ),
            models.CheckConstraint(
                condition=models.Q(told_at__isnull=True, alert__isnull=True, told_times=0)
                | models.Q(told_at__isnull=False, alert__isnull=False, told_times__gt=0),
                name="a_window_told_of_has_its_alert",
            ),
        ]

    def __str__(self) -> str:
        return f"integration window {self.public_id}"

    @property
    def is_ended(self) -> bool:
        """Whether nothing more is expected of it."""
        return self.held_at is not None or self.let_go_at is not None


class StepKind(models.TextChoices):
    """What happened to a window."""

    OPENED = "opened", "Opened with the dose"
    BOOKED = "booked", "Booked"
    TOLD = "told", "An alert was raised"
    HANDED_ON = "handed_on", "Handed on"
    HELD = "held", "Held"
    LET_GO = "let_go", "Not held"


class WindowStep(models.Model):
    """One numbered line in the life of a window, written once. ``by`` is None for what the clock did."""

    window = models.ForeignKey(IntegrationWindow, on_delete=models.PROTECT, related_name="steps")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["window_id", "seq"]
        constraints = [models.UniqueConstraint(fields=["window", "seq"], name="window_steps_are_numbered_once")]
