"""Rows of sessions kept in a list, in place of the record: for asking the reader's own questions only."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db import OperationalError


class RowsInMemory:
    """Behaves as the record's rows do, counts how often it is asked, and can be lost and found."""

    def __init__(self) -> None:
        self.events: dict[int, list[dict[str, Any]]] = defaultdict(list)
        self.asked = 0
        self.lost = False
        self.closed = 0
        self.resets = 0

    def commit(self, session_pk: int) -> int:
        """One more event of the session; its number."""
        events = self.events[session_pk]
        events.append({"seq": len(events) + 1, "kind": "note", "at": "2026-11-23T14:20:00Z", "payload": {"text": "x"}})
        return len(events)

    def events_after(self, session_pk: int, seq: int) -> list[dict[str, Any]]:
        self._ask()
        return self.events[session_pk][seq:]

    def last_seqs(self, session_pks: Iterable[int]) -> dict[int, int]:
        self._ask()
        return {pk: len(self.events[pk]) for pk in session_pks}

    def due(self, session_pk: int) -> dict[str, Any]:
        self._ask()
        return {"next_due_at": None, "every_minutes": len(self.events[session_pk])}

    def now(self) -> str:
        return "2026-11-23T14:20:00Z"

    def listen(self, ring: Callable[[int], None]) -> None:
        self.ring = ring

    def reset(self) -> None:
        self.resets += 1

    def close(self) -> None:
        self.closed += 1

    def _ask(self) -> None:
        self.asked += 1
        if self.lost:
            raise OperationalError("the database is away")
