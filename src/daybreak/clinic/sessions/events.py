"""The numbered stream of one dosing session: every fact gets the next number, in the transaction that writes it."""

from typing import Any

from django.db import connection
from django.db.models import F

from daybreak.clinic import clock
from daybreak.clinic.sessions.bell import ring_on_commit
from daybreak.clinic.sessions.models import DosingSession, SessionEvent


def append(session: DosingSession, kind: str, payload: dict[str, Any]) -> SessionEvent:
    """The next event of the session, inside the transaction of its fact. Numbers have no gaps and no doubles.

    Raising ``last_seq`` locks the session's row, so of two writers the second waits, then takes the number after; a
    transaction that fails gives its number back.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An event belongs to the transaction of its fact: call this inside transaction.atomic().")
    DosingSession.objects.filter(pk=session.pk).update(last_seq=F("last_seq") + 1)
    seq = DosingSession.objects.values_list("last_seq", flat=True).get(pk=session.pk)
    session.last_seq = seq
    event = SessionEvent.objects.create(session=session, seq=seq, kind=kind, at=clock.now(), payload=payload)
    ring_on_commit(session.pk)
    return event
