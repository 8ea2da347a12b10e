"""A signature as it can be read years later: printed name, roles, moment, meaning, and what exactly was signed."""

from django.conf import settings
from django.db import models

from daybreak.clinic import clock
from daybreak.clinic.record import Record


class Signature(Record):
    """One person signed one thing, having proven who they are at that moment. Never changed, never deleted.

    ``content_sha256`` seals the text that was signed: of another text ``queries.holds`` says no.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="signatures")
    printed_name = models.CharField(max_length=120)
    roles = models.CharField(max_length=200, blank=True)
    """Role ids held at that moment, parted by blanks."""
    meaning = models.CharField(max_length=300)
    signed_at = models.DateTimeField(default=clock.now)
    how = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    content_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["signed_at", "pk"]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="signatures_of_a_subject")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(printed_name="") & ~models.Q(meaning=""), name="a_signature_shows_name_and_meaning"
            ),
        ]

    def __str__(self) -> str:
        return f"signature {self.public_id}"
