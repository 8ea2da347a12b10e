"""Tells everyone at the bedside of something that changed elsewhere and matters now: a consent that was taken back."""

from django.db import connection

from daybreak.clinic import clock
from daybreak.clinic.people.models import Person
from daybreak.clinic.sessions import bedside
from daybreak.clinic.sessions.models import DosingSession

BY_PATIENT = "the patient"


def announce(*, by: Person | None, session: DosingSession, text: str) -> None:
    """A line in the session's story, on every screen at once; in the transaction of the act it tells of.

    ``by`` is None when the patient did it. The act itself asks who may, and writes into the log.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("What is announced belongs to its act: call this inside transaction.atomic().")
    current = bedside.locked(session)
    payload = {"at": clock.now().isoformat(), "by": by.name if by else BY_PATIENT, "text": text, "consent": True}
    bedside.tell(current, "note", payload)
