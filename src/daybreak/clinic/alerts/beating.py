"""Keeps the moment of the last rounds, seldom enough to spare the disk."""

from datetime import datetime, timedelta

from django.db import transaction

from daybreak.clinic.alerts.models import Beat

KEPT_EVERY = timedelta(seconds=20)


@transaction.atomic
def beat(*, now: datetime) -> bool:
    """The rounds were made now; whether it was written down, because the last time lies far enough back."""
    last = Beat.objects.first()
    if last is not None and timedelta(0) <= now - last.at < KEPT_EVERY:
        return False
    Beat.objects.update_or_create(pk=1, defaults={"at": now})
    return True
