"""Reads dosing sessions: their readings, their numbered events, and when the next reading is due."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from daybreak.clinic.entry import Absent
from daybreak.clinic.sessions import payloads
from daybreak.clinic.sessions.models import DosingSession, Injection, Reading, SessionEvent

_MEASURED = ~Q(systolic=None, heart_rate=None, spo2=None, respiratory_rate=None, moaas=None)
_TOLD = ("order__course__patient", "order__recorded_by", "recorded_by", "ended_by", "injection")


def get(public_id: UUID) -> DosingSession:
    """The session with this public name. Absent when there is none."""
    session = DosingSession.objects.select_related(*_TOLD).filter(public_id=public_id).first()
    if session is None:
        raise Absent("There is no such dosing session. Go back to today's list.")
    return session


def get_reading(session: DosingSession, public_id: UUID) -> Reading:
    """A reading of this session. Absent when there is none."""
    reading = Reading.objects.filter(session=session, public_id=public_id).first()
    if reading is None:
        raise Absent("There is no such reading in this session. Reload the page.")
    return reading


def open_sessions() -> QuerySet[DosingSession]:
    """Every session that is open or being watched over, the earliest first."""
    rows = DosingSession.objects.filter(state__in=("open", "injected"))
    return rows.select_related(*_TOLD).order_by("opened_at")


def of_order(order_pk: int) -> DosingSession | None:
    """The session in which an order is being given or was given; abandoned ones do not count."""
    return DosingSession.objects.filter(order=order_pk).exclude(state="abandoned").first()


def readings(session: DosingSession) -> QuerySet[Reading]:
    """Readings in the order they were taken, the latest version of each."""
    return Reading.objects.filter(session=session, superseded_by=None).select_related("recorded_by")


def pressures(session: DosingSession) -> QuerySet[Reading]:
    """The readings with a blood pressure, in the order they were taken."""
    return readings(session).filter(systolic__isnull=False, diastolic__isnull=False)


def last_pressure(session: DosingSession, until: datetime) -> Reading | None:
    """The last reading with a blood pressure, taken no later than ``until``."""
    return pressures(session).filter(at__lte=until).last()


def injected_at(session: DosingSession) -> datetime | None:
    """When the dose was given, if it was."""
    return Injection.objects.filter(session=session).values_list("at", flat=True).first()


def due(session: DosingSession) -> dict[str, Any]:
    """``{"next_due_at", "every_minutes"}``: null unless a dose is being watched over.

    A reading in which nothing was measured (a note, how it feels) does not answer for the one that is due.
    """
    given = injected_at(session)
    if given is None:
        return payloads.due(session.state, None, None)
    since = readings(session).filter(_MEASURED, at__gt=given).values_list("at", flat=True)
    return payloads.due(session.state, given, since.last())


def due_of(session_pk: int) -> dict[str, Any]:
    """``due`` by primary key, for streams."""
    return due(DosingSession.objects.get(pk=session_pk))


def events_after(session_id: int, seq: int) -> list[SessionEvent]:
    """The session's events with a number above ``seq``, in order. ``session_id`` is the primary key."""
    return list(SessionEvent.objects.filter(session=session_id, seq__gt=seq).order_by("seq"))


def last_seqs(session_ids: Iterable[int]) -> dict[int, int]:
    """Primary key of each session to the number of its newest event, in one query."""
    rows = DosingSession.objects.filter(pk__in=list(session_ids))
    return dict(rows.values_list("pk", "last_seq"))


def as_dict(event: SessionEvent) -> dict[str, Any]:
    """An event as it travels to a screen."""
    return {"seq": event.seq, "kind": event.kind, "at": event.at.isoformat(), "payload": event.payload}
