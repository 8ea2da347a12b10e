"""Alerts with their holder and their clock, every step of each, and the risk assessments that end them."""

from django.conf import settings
from django.db import models

from daybreak.clinic import clock
from daybreak.clinic.courses.models import Course
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.record import Record


class RiskAssessment(Record):
    """A person's structured judgement of a patient's risk of suicide. ``recorded_by`` made and signed it.

    ``answers`` maps questions of care/policy/assessment.toml to the answers chosen; ``actions`` names what was done.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="risk_assessments")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, null=True, related_name="risk_assessments")
    at = models.DateTimeField(default=clock.now)
    level = models.CharField(max_length=20)
    answers = models.JSONField()
    actions = models.JSONField(default=list)
    reasons = models.TextField()
    plan = models.TextField()
    next_contact_at = models.DateTimeField(null=True)
    findings = models.JSONField(default=list)
    policy_version = models.CharField(max_length=40)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reasons="") & ~models.Q(plan=""), name="an_assessment_says_why_and_what_next"
            ),
        ]


class Alert(Record):
    """Something about a patient that a person must see to. It ends only by a documented closing.

    ``due_at`` is when the clock of its state runs out; ``step`` counts how often it has gone on to another person;
    ``round`` how often everybody has been asked. ``for_everyone`` says that all who may take it are shown it.
    ``owner`` is None only while nobody who may hold it is here.
    """

    kind = models.CharField(max_length=40)
    priority = models.CharField(max_length=10)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="alerts")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, null=True, related_name="alerts")
    what = models.TextField()
    detail = models.JSONField(default=dict)
    policy_version = models.CharField(max_length=40)
    state = models.CharField(max_length=20)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="alerts")
    raised_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(null=True)
    step = models.PositiveIntegerField(default=0)
    round = models.PositiveIntegerField(default=0)
    last_seq = models.PositiveIntegerField(default=0)
    for_everyone = models.BooleanField(default=False)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closing_note = models.TextField(blank=True)
    assessment = models.ForeignKey(RiskAssessment, on_delete=models.PROTECT, null=True, related_name="alerts")

    class Meta:
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(fields=["due_at"], name="alerts_due", condition=models.Q(closed_at__isnull=True)),
            models.Index(fields=["owner"], name="alerts_held", condition=models.Q(closed_at__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state="closed", closed_at__isnull=False, closed_by__isnull=False, due_at__isnull=True
                )
                | (~models.Q(state="closed") & models.Q(closed_at__isnull=True, due_at__isnull=False)),
                name="an_open_alert_has_a_clock",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="closed") | models.Q(assessment__isnull=False) | ~models.Q(closing_note=""),
                name="a_closed_alert_says_how_it_ended",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="acknowledged")
                | models.Q(owner__isnull=False, acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="an_acknowledged_alert_is_someones",
            ),
        ]

    def __str__(self) -> str:
        return f"alert {self.public_id}"

    @property
    def is_open(self) -> bool:
        """Whether it still wants someone."""
        return self.closed_at is None


class StepKind(models.TextChoices):
    """What happened to an alert."""

    RAISED = "raised", "Raised"
    ESCALATED = "escalated", "Escalated"
    PASSED_ON = "passed_on", "Passed on"
    HANDED_ON = "handed_on", "Handed on"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    AGAIN = "again", "Seen again"
    NOTED = "noted", "Noted"
    SHOWN = "shown", "Crisis text shown"
    CLOSED = "closed", "Closed"


class AlertStep(models.Model):
    """One numbered line in the life of an alert, written once, with its clock and holder as they were after it."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="steps")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=StepKind.choices)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    step = models.PositiveIntegerField()
    round = models.PositiveIntegerField()
    due_at = models.DateTimeField(null=True)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["alert_id", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["alert", "seq"], name="steps_are_numbered_once"),
            models.UniqueConstraint(
                fields=["alert", "step"], condition=models.Q(kind="escalated"), name="a_step_escalates_once"
            ),
        ]


class CrisisText(Record):
    """What a patient at risk reads, in one language, as a medical director signed it. ``recorded_by`` signed."""

    language = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    text = models.TextField()
    phone = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["language", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["language", "version"], name="a_crisis_text_has_its_own_version"),
            models.CheckConstraint(condition=~models.Q(text=""), name="a_crisis_text_says_something"),
        ]


class PatientWords(Record):
    """What a patient wrote to the clinic behind a questionnaire's link, in their own words. Written once."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="words")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, null=True, related_name="words")
    invitation = models.ForeignKey("measures.Invitation", on_delete=models.PROTECT, related_name="words")
    text = models.TextField()
    language = models.CharField(max_length=12, default="en")

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="words_say_something")]


class Beat(models.Model):
    """When the rounds were last made, so that people can see that the clocks are watched. There is at most one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_beat")]
