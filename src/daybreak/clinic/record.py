"""What every clinical row carries: a public name, who recorded it, when, and the client's own key against doubles."""

import uuid

from django.conf import settings
from django.db import models

from daybreak.clinic import clock


class Record(models.Model):
    """A clinical row: never edited, amended by a new row that supersedes it.

    ``public_id`` is the only name that leaves the database (addresses, streams, exports).
    ``client_id`` is chosen by the sender; a second arrival with the same one is the same act.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    client_id = models.UUIDField(unique=True, null=True, blank=True, editable=False)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        abstract = True
