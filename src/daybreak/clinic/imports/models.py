"""Foreign records taken in: which source, which resource, which content became which row."""

from django.db import models

from daybreak.clinic.record import Record


class Import(Record):
    """One file taken in whole, by someone."""

    format = models.CharField(max_length=20)
    file_sha256 = models.CharField(max_length=64)
    taken = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    reported = models.PositiveIntegerField(default=0)


class ImportedResource(models.Model):
    """The last content of one foreign resource, and the row of ours that it became."""

    patient_key = models.CharField(max_length=200)
    resource_type = models.CharField(max_length=60)
    resource_key = models.CharField(max_length=300)
    content_sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=60)
    row_id = models.UUIDField()
    taken_in = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="resources")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resource_type", "resource_key"], name="one_row_per_foreign_resource"),
        ]
