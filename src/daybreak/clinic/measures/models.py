"""Questionnaires asked and answered: the items are kept, the score is derived and stored beside them."""

from django.db import models

from daybreak.clinic import clock
from daybreak.clinic.courses.models import Course
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.record import Record

ASKS = ["phq9", "qids", "madrs", "cssrs"]
"""The questionnaires that ask about suicidal thoughts; a test holds them against the instruments."""


class Invitation(Record):
    """A one-tap link to one questionnaire. Only the hash of its token is kept; it works once, until it expires."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="invitations")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, null=True, related_name="invitations")
    instrument = models.CharField(max_length=40)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    occasion = models.CharField(max_length=80, blank=True)
    """The line of the schedule that asked, with its number; empty when a person asked."""
    batch = models.UUIDField(null=True, db_index=True)
    """Shared by what was asked together: one link leads through all of it, in the order of ``place``."""
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "occasion"], condition=~models.Q(occasion=""), name="an_occasion_is_asked_once"
            ),
            models.CheckConstraint(
                condition=models.Q(used_at__isnull=True) | models.Q(withdrawn_at__isnull=True),
                name="a_link_is_used_or_withdrawn",
            ),
        ]


class Link(models.Model):
    """One more token of an invitation, made for a later message; the earlier ones go on working."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)


class DraftAnswer(models.Model):
    """What a patient has chosen so far and not sent. It goes when the answers are sent; it is no part of the record."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="drafts")
    link_id = models.CharField(max_length=40)
    value = models.SmallIntegerField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invitation", "link_id"], name="one_draft_an_item")]


class Way(models.TextChoices):
    """How a patient wants to be asked."""

    NONE = "none", "in the clinic only"
    EMAIL = "email", "by e-mail"
    SMS = "sms", "by text message"


class Reach(Record):
    """What a patient has agreed to: how they are asked, and in which language. The latest row holds."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="reaches")
    way = models.CharField(max_length=10, choices=Way.choices)
    language = models.CharField(max_length=5, default="en")

    class Meta:
        ordering = ["recorded_at", "pk"]


class Message(Record):
    """One message with a link: the first (``number`` 0) or a reminder. It holds neither an address nor the link."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="messages")
    """The first of its batch."""
    number = models.PositiveSmallIntegerField(default=0)
    way = models.CharField(max_length=10, choices=Way.choices)
    language = models.CharField(max_length=5, default="en")
    state = models.CharField(max_length=10, default="due")
    """due, sending, sent, failed, or dropped because there was nothing left to ask."""
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["recorded_at", "pk"]
        indexes = [models.Index(fields=["state", "due_at"], name="messages_due")]
        constraints = [
            models.UniqueConstraint(fields=["invitation", "number"], name="a_message_is_written_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["due", "sending", "sent", "failed", "dropped"]),
                name="a_message_has_a_state",
            ),
        ]


class InstrumentText(Record):
    """The licensed wording of a questionnaire, as the clinic imported it. The latest for a language is shown."""

    instrument = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    content = models.JSONField()
    """title, recall, items (link id to text), answers (link id to value to text), attribution."""
    licence = models.TextField()
    source = models.CharField(max_length=300)
    file_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(licence=""), name="a_wording_states_its_licence")]


class TaskRun(Record):
    """One run of a browser task: every trial as the page timed it, the score, and how well the device kept time."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="task_runs")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, null=True, related_name="task_runs")
    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, null=True, related_name="task_run")
    task = models.CharField(max_length=20)
    completed_at = models.DateTimeField(default=clock.now)
    trials = models.JSONField()
    timing = models.JSONField()
    result = models.JSONField()
    value = models.FloatField()
    """The score: symbols right, or the median reaction in milliseconds."""
    is_usable = models.BooleanField()
    """Whether it may be compared with other runs; ``result["limits"]`` says why not."""

    class Meta:
        ordering = ["completed_at", "pk"]


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
    instrument_version = models.CharField(max_length=80)
    language = models.CharField(max_length=5, default="en")
    """The language in which the questions were shown."""
    answers = models.JSONField(default=dict)
    total = models.PositiveSmallIntegerField()
    risk_item = models.PositiveSmallIntegerField(null=True)
    """What tells of suicidal thoughts, as PHQ-9 item 9; null where the scale does not ask or items are not known."""
    channel = models.CharField(max_length=10, choices=Channel.choices)
    completed_at = models.DateTimeField(default=clock.now)
    source = models.CharField(max_length=200, blank=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")

    class Meta:
        ordering = ["completed_at", "pk"]
        indexes = [models.Index(fields=["patient", "instrument", "-completed_at"], name="latest_response")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(risk_item__isnull=False)
                | models.Q(channel="import")
                | ~models.Q(instrument__in=ASKS),
                name="only_an_import_lacks_its_items",
            ),
        ]
