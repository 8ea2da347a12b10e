"""Questionnaires asked and answered: the items are kept, the score is derived and stored beside them."""

from django.db import models

from daybreak.clinic import clock
from daybreak.clinic.courses.models import Course
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.record import Record


class Invitation(Record):
    """A one-tap link to one questionnaire. Only the hash of its token is kept; it works once, until it expires."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="invitations")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, null=True, related_name="invitations")
    instrument = models.CharField(max_length=40)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(used_at__isnull=True) | models.Q(withdrawn_at__isnull=True),
                name="a_link_is_used_or_withdrawn",
            ),
        ]


class Channel(models.TextChoices):
    """How the answers reached the record."""

    LINK = "link", "the patient, by link"
    CLINIC = "clinic", "in the clinic"
    IMPORT = "import", "from another system"


class Response(Record):
    """One completed questionnaire. ``answers`` maps link ids to values; an imported total may stand alone."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="responses")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, null=True, related_name="responses")
    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, null=True, related_name="response")
    instrument = models.CharField(max_length=40)
    instrument_version = models.CharField(max_length=20)
    answers = models.JSONField(default=dict)
    total = models.PositiveSmallIntegerField()
    risk_item = models.PositiveSmallIntegerField(null=True)
    """PHQ-9 item 9; null only where an imported total came without its items."""
    channel = models.CharField(max_length=10, choices=Channel.choices)
    completed_at = models.DateTimeField(default=clock.now)
    source = models.CharField(max_length=200, blank=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")

    class Meta:
        ordering = ["completed_at", "pk"]
        indexes = [models.Index(fields=["patient", "instrument", "-completed_at"], name="latest_response")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(risk_item__isnull=False) | models.Q(channel="import"),
                name="only_an_import_lacks_its_items",
            ),
        ]
