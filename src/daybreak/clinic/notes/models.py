"""Drafts, progress notes with what was agreed in them, and psychotherapy notes whose words are sealed.

No word of a psychotherapy note, draft or signed, is in the database but as a seal that a key outside it opens.
"""

from typing import Any

from django.db import models

from daybreak.clinic import clock
from daybreak.clinic.courses.models import Course
from daybreak.clinic.integration.models import IntegrationWindow
from daybreak.clinic.record import Record


class ProgressNote(Record):
    """A signed note of the chart, by ``recorded_by``. Never changed: amended by one that supersedes it.

    ``parts`` holds what is structured: themes, the intention revisited, commitments, homework, and what became of the
    last (see ``content``). An addendum says more about the note in ``addendum_to``, which stays as it is.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="progress_notes")
    window = models.ForeignKey(IntegrationWindow, on_delete=models.PROTECT, null=True, related_name="progress_notes")
    occasion = models.CharField(max_length=20)
    at = models.DateTimeField(default=clock.now)
    text = models.TextField()
    parts = models.JSONField(default=dict)
    addendum_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="addenda")
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    reason = models.CharField(max_length=300, blank=True)
    """Why it takes the place of the one before."""

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="a_progress_note_has_words"),
            models.CheckConstraint(
                condition=models.Q(supersedes__isnull=True, reason="")
                | (models.Q(supersedes__isnull=False) & ~models.Q(reason="")),
                name="an_amendment_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"progress note {self.public_id}"


class PsychotherapyNote(Record):
    """That a psychotherapy note exists, and whose it is: ``recorded_by`` signed it. Its words are in its seal."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="psychotherapy_notes")
    at = models.DateTimeField(default=clock.now)
    addendum_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="addenda")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"psychotherapy note {self.public_id}"


class Sealed(models.Model):
    """Words that only the key named by ``key_id`` opens, and only for the row that they were sealed for."""

    key_id = models.CharField(max_length=16, blank=True)
    seal = models.BinaryField(default=b"")

    class Meta:
        abstract = True


class SealedText(Sealed):
    """The words of a psychotherapy note. The row stays for good; its seal changes when keys are rotated."""

    note = models.OneToOneField(PsychotherapyNote, on_delete=models.PROTECT, related_name="sealed")
    sealed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(key_id=""), name="a_seal_names_its_key")]


class Draft(Record, Sealed):
    """What someone is writing: theirs alone, kept on the server until it is signed or thrown away.

    ``recorded_by`` writes it. ``content`` holds the fields of the form as they were typed, of a progress note; those
    of a psychotherapy note are in the seal. ``tab`` names the page that saved last, ``version`` counts what was saved.
    ``fork_of`` is the draft that another page went on with meanwhile.
    """

    kind = models.CharField(max_length=16)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="drafts")
    window = models.ForeignKey(IntegrationWindow, on_delete=models.PROTECT, null=True, related_name="drafts")
    about = models.UUIDField(null=True)
    """The public id of the note that it adds to or amends."""
    amends = models.BooleanField(default=False)
    content = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    tab = models.UUIDField(null=True)
    saved_at = models.DateTimeField(default=clock.now)
    fork_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="forks")

    class Meta:
        ordering = ["-saved_at", "-pk"]
        indexes = [models.Index(fields=["recorded_by", "course"], name="drafts_of_a_person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="progress", key_id="") | models.Q(kind="psychotherapy", content={}),
                name="a_private_draft_is_sealed",
            ),
        ]

    def __str__(self) -> str:
        return f"draft {self.public_id}"

    @property
    def is_private(self) -> bool:
        """Whether its words are sealed."""
        return self.kind == "psychotherapy"


Words = dict[str, Any]
"""The fields of a note's form as they were typed: name to text, or to a list of texts."""
