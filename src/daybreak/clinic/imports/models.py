"""Foreign records taken in: which file, which resource, which content became which row."""

from django.db import models

from daybreak.clinic.record import Record


class Import(Record):
    """One file of which something was taken in, by someone. ``left_out`` tells what was not, line by line."""

    format = models.CharField(max_length=20)
    file_sha256 = models.CharField(max_length=64)
    taken = models.PositiveIntegerField(default=0)
    replaced = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    reported = models.PositiveIntegerField(default=0)
    left_out = models.JSONField(default=list)


class ImportedResource(models.Model):
    """The last content of one foreign resource of one patient, and the row of ours that it became.

    ``resource_key`` is unique by itself when it is an address or an identifier; a bare local id means something only
    together with the patient, whose public id ``patient_key`` is.
    """

    patient_key = models.CharField(max_length=40)
    resource_type = models.CharField(max_length=60)
    resource_key = models.CharField(max_length=300)
    content_sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=60)
    row_id = models.UUIDField()
    taken_in = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="resources")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient_key", "resource_type", "resource_key"], name="one_row_per_foreign_resource"
            ),
        ]
        indexes = [
            models.Index(fields=["resource_type", "resource_key"], name="foreign_resource"),
            models.Index(fields=["patient_key", "content_sha256"], name="foreign_content"),
        ]
