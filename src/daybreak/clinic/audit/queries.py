"""Reads the log: the latest events for those who may see them, and whether the whole of it holds."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.audit.rows import Damaged, acts, latest
from daybreak.clinic.audit.verification import Verification, verify
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.record import Record

if TYPE_CHECKING:
    from daybreak.clinic.patients.models import Patient

__all__ = ["Damaged", "Verification", "acts", "done_since", "recent", "verify"]


def done_since(since: datetime, *, by: Person, act: str, subject: Record, patient: "Patient") -> bool:
    """Whether ``by`` did ``act`` to ``subject``, which is of ``patient``, since that moment, by the log.

    The patient is asked for because the log has an index of patients, and grows without end.
    """
    of_patient = AuditEvent.objects.filter(patient_id=patient.public_id, at__gte=since)
    return of_patient.filter(actor_id=by.public_id, act=act, subject_id=str(subject.public_id)).exists()


def recent(
    *,
    by: Person,
    patient: uuid.UUID | None = None,
    actor: uuid.UUID | None = None,
    act: str | None = None,
    before: int | None = None,
    limit: int = 100,
) -> list[AuditEvent | Damaged]:
    """The latest events, newest first; ``before`` is the ``seq`` that the last page ended with.

    ``patient`` and ``actor`` are public ids. An event that someone made unreadable comes as ``Damaged``. Raises
    Refused for those who may not read the log.
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
    return latest(events, limit)
