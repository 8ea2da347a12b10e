"""Reads the log: the latest events for those who may see them, and whether the whole of it holds."""

import uuid

from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.audit.verification import Verification, verify
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit

__all__ = ["Verification", "recent", "verify"]


def recent(
    *,
    by: Person,
    patient: uuid.UUID | None = None,
    actor: uuid.UUID | None = None,
    act: str | None = None,
    before: int | None = None,
    limit: int = 100,
) -> list[AuditEvent]:
    """The latest events, newest first; ``before`` is the ``seq`` that the last page ended with.

    ``patient`` and ``actor`` are public ids. Raises Refused for those who may not read the log.
    """
    permit(by, "audit.read")
    events = AuditEvent.objects.order_by("-seq")
    if patient is not None:
        events = events.filter(patient_id=patient)
    if actor is not None:
        events = events.filter(actor_id=actor)
    if act is not None:
        events = events.filter(act=act)
    if before is not None:
        events = events.filter(seq__lt=before)
    return list(events[:limit])
