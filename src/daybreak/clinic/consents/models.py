"""Consent as it was given: the signed wording, the decision under a name, what took it back, and where touch may be."""

from django.conf import settings
from django.db import models

from daybreak.care.consents import ConsentKind, ConsentText
from daybreak.clinic import clock
from daybreak.clinic.courses.models import Course
from daybreak.clinic.record import Record


class Document(Record):
    """One version of one text, signed by the medical director. ``recorded_by`` signed it; the signature names it."""

    kind = models.CharField(max_length=20)
    number = models.PositiveSmallIntegerField()
    text = models.JSONField()
    in_force_from = models.DateTimeField()
    change = models.CharField(max_length=300, blank=True)
    """What is different from the version before, in words."""

    class Meta:
        ordering = ["kind", "number"]
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="a_consent_text_has_its_own_number")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def wording(self) -> ConsentText:
        """The text of this version."""
        return ConsentText.from_dict(self.text)


class Asking(Record):
    """A patient is asked to read and decide, by a link or on the clinic's device. Only the link's hash is kept.

    Each text can be decided once by it. Afterwards it only takes back, until the course is closed.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="askings")
    kinds = models.JSONField()
    token_hash = models.CharField(max_length=64, unique=True)
    on_device = models.BooleanField(default=False)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-recorded_at", "-pk"]


class Channel(models.TextChoices):
    """Where the patient decided or spoke."""

    LINK = "link", "the patient, by link"
    DEVICE = "device", "the patient, on the clinic's device"
    SPOKEN = "spoken", "the patient, by word or sign"


class Consent(Record):
    """One decision of a patient about one version of one text, under the name the patient typed. Written once.

    ``content_sha256`` seals wording and decision together. ``witness`` saw it on the clinic's device.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="consents")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="consents")
    asking = models.ForeignKey(Asking, on_delete=models.PROTECT, related_name="consents")
    agreed = models.BooleanField()
    statements = models.JSONField(default=list)
    choices = models.JSONField(default=list)
    typed_name = models.CharField(max_length=120)
    drawing = models.JSONField(default=list)
    """The signature as strokes of points; empty when the patient ticked instead."""
    channel = models.CharField(max_length=10, choices=Channel.choices)
    witness = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    content_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["asking", "document"], name="a_text_is_decided_once_by_one_asking"),
            models.CheckConstraint(condition=~models.Q(typed_name=""), name="a_consent_is_under_a_name"),
        ]

    @property
    def kind(self) -> ConsentKind:
        """What was decided about."""
        return ConsentKind(self.document.kind)

    @property
    def decision(self) -> str:
        """The words the patient chose."""
        return self.document.wording.agree if self.agreed else self.document.wording.decline


class Withdrawal(Record):
    """A consent taken back, at a moment, by the patient; ``recorded_by`` wrote it down when the patient spoke."""

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="withdrawal")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]


class TouchMap(Record):
    """Where touch may be offered from a moment on: the regions of the body map as one number. The last one counts."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="touch_maps")
    mask = models.PositiveIntegerField()
    words = models.CharField(max_length=300, blank=True)
    """What the patient wants known about touch, in the patient's own words."""
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="touch_maps")
    """The signed consent that marked it; none where it was made less."""
    channel = models.CharField(max_length=10, choices=Channel.choices)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]


class DoseLock(models.Model):
    """From the injection of a session until its end nothing can be agreed to or widened: the database sees to it."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="dose_locks")
    session_id = models.UUIDField(unique=True)
    locked_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["course", "released_at"], name="dose_locks_of_a_course")]
