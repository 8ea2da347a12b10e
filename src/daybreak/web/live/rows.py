"""What the reading thread reads from the record, over one database connection of its own."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection

from daybreak.clinic import clock
from daybreak.clinic.sessions import queries
from daybreak.clinic.sessions.bell import bell
from daybreak.web.dosing import told
from daybreak.web.live.notified import Notified


class RecordRows:
    """The sessions of the record. Used by one thread, to which its connection belongs."""

    def __init__(self) -> None:
        """Nobody rings yet."""
        self._silence: list[Callable[[], None]] = []

    def listen(self, ring: Callable[[int], None]) -> None:
        """Let ``ring`` be called with a session's primary key when something was committed to it."""
        self._silence.append(bell.listen(ring))
        if connection.vendor == "postgresql":
            self._silence.append(Notified(ring).end)

    def events_after(self, session_pk: int, seq: int) -> list[dict[str, Any]]:
        """The session's events after ``seq``, in order."""
        return told.events_after(session_pk, seq)

    def last_seqs(self, session_pks: Iterable[int]) -> dict[int, int]:
        """The number of each session's newest event, in one query."""
        if connection.vendor == "sqlite":
            connection.close()  # an open file goes on being read after it was moved away; a fresh look is honest
        return queries.last_seqs(session_pks)

    def due(self, session_pk: int) -> dict[str, Any]:
        """When the next reading is due."""
        return queries.due_of(session_pk)

    def now(self) -> str:
        """The record's own time."""
        return clock.now().isoformat()

    def reset(self) -> None:
        """Give a broken connection back; the next question opens another."""
        connection.close()

    def close(self) -> None:
        """Hear no bell any more and give the connection back."""
        for silence in self._silence:
            silence()
        self._silence.clear()
        connection.close()
