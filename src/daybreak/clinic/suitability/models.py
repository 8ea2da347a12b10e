"""A referral, its answers, past trials, decisions and overrides, and each verdict with all that it was made from."""

from django.conf import settings
from django.db import models

from daybreak.clinic.courses.models import Course
from daybreak.clinic.patients.models import Fact
from daybreak.clinic.people.models import Person
from daybreak.clinic.record import Record


class Referrer(models.TextChoices):
    """Who sent the patient."""

    FAMILY_DOCTOR = "family_doctor", "Family doctor"
    PSYCHIATRIST = "psychiatrist", "Psychiatrist"
    THERAPIST = "therapist", "Psychotherapist"
    HOSPITAL = "hospital", "Hospital"
    PATIENT = "patient", "The patient"
    OTHER = "other", "Someone else"


class Referral(Record):
    """Who referred the patient for this course, why and when. The latest is the one that holds."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="referrals")
    kind = models.CharField(max_length=20, choices=Referrer.choices)
    referrer = models.CharField(max_length=200, blank=True)
    reason = models.TextField()
    referred_on = models.DateField()

    class Meta:
        ordering = ["-pk"]


class Answer(Record):
    """One answer to one question (care/suitability), with a note. The latest holds; an empty one takes it back."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=40)
    answer = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=600, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["course", "question", "-id"], name="latest_answer")]


class PastTrial(Fact):
    """A trial of an antidepressant before this course: what, how much, how long, and how it ended."""

    medicine = models.CharField(max_length=200)
    daily_mg = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    weeks = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    outcome = models.CharField(max_length=12)
    dose_judged = models.CharField(max_length=12, blank=True)
    period = models.CharField(max_length=80, blank=True)
    """When it was, as it was said: "spring 2022"."""

    class Meta:
        ordering = ["pk"]


class Decision(Record):
    """A documented decision about exactly one finding, named by its ``basis``. The latest holds."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="decisions")
    basis = models.CharField(max_length=16)
    rule = models.CharField(max_length=60)
    what = models.TextField()
    outcome = models.CharField(max_length=12)
    reason = models.TextField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="a_decision_gives_its_reason")]


class Override(Record):
    """A medical director lets a stop pass, signed. It holds only once another person has signed it too."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="overrides")
    basis = models.CharField(max_length=16)
    rule = models.CharField(max_length=60)
    what = models.TextField()
    reason = models.TextField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="an_override_gives_its_reason")]

    def __str__(self) -> str:
        return f"override {self.public_id}"

    @property
    def signer(self) -> Person:
        """Whoever signed first; the column is one of every record and could be empty, an override's never is."""
        assert self.recorded_by is not None
        return self.recorded_by

    @property
    def content(self) -> str:
        """What both people sign, to the letter."""
        return f"Rule {self.rule}. {self.what} Reason for going on: {self.reason}"


class Countersignature(Record):
    """The second signature under an override. The database itself refuses that both are one person's."""

    override = models.OneToOneField(Override, on_delete=models.PROTECT, related_name="countersignature")
    first = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(first=models.F("recorded_by")), name="an_override_is_signed_by_two_people"
            ),
        ]


class Assessment(Record):
    """A verdict as it was, with everything it was made from: answers, chart, medicines, trials, decisions, rules."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="assessments")
    standing = models.CharField(max_length=12)
    headset_allowed = models.BooleanField()
    policy_version = models.CharField(max_length=64)
    inputs = models.JSONField()
    findings = models.JSONField()
    gaps = models.JSONField()
    settled = models.JSONField()
    digest = models.CharField(max_length=64)
    """SHA-256 over all of it: a verdict is kept again only when something in it changed."""

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"assessment {self.public_id}"
