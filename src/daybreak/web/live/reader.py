"""What the reading thread does at each step: take screens in, look, beat, send home who may not stay."""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from django.db import DatabaseError

from daybreak.web.live.listener import Listener
from daybreak.web.live.tail import Events, Tail

LOOK_EVERY = 1.0
"""Seconds between two looks when no bell rings."""
BEAT_EVERY = 2.0
"""Seconds between two signs of life; a page says NOT LIVE after five without one."""
ADMIT_EVERY = 15.0
"""Seconds after which a screen whose sign-in has ended is sent away, at the latest."""

log = logging.getLogger(__name__)


class Rows(Protocol):
    """Where the events come from."""

    def events_after(self, session_pk: int, seq: int) -> Events:
        """The session's events after ``seq``, in order."""

    def last_seqs(self, session_pks: Iterable[int]) -> dict[int, int]:
        """The number of each session's newest event, in one query."""

    def due(self, session_pk: int) -> dict[str, Any]:
        """When the next reading is due."""

    def now(self) -> str:
        """The record's own time."""

    def listen(self, ring: Callable[[int], None]) -> None:
        """Let ``ring`` be called with a session's primary key when something was committed to it."""

    def reset(self) -> None:
        """Give a broken database connection back; the next question opens another."""

    def close(self) -> None:
        """Hear no bell any more and give the database connection back."""


class Reader:
    """One tail for each followed session. Every method runs in the reading thread."""

    def __init__(self, rows: Rows, admit_every: float = ADMIT_EVERY) -> None:
        """Read from ``rows``; ask every ``admit_every`` seconds who may stay."""
        self._rows = rows
        self._admit_every = admit_every
        self._tails: dict[int, Tail] = {}
        self._waiting: list[Listener] = []
        self._rung: set[int] = set()
        self._is_sound = True
        self._looked = self._beaten = self._asked = time.monotonic()

    @property
    def busy(self) -> bool:
        """Whether anybody follows anything."""
        return bool(self._tails or self._waiting)

    def join(self, listener: Listener) -> None:
        """A screen asks to follow; it is served at the next step, or as soon as the database answers."""
        self._waiting.append(listener)

    def ring(self, session_pk: int) -> None:
        """Something was committed to this session."""
        if session_pk in self._tails:
            self._rung.add(session_pk)

    def step(self) -> None:
        """Do what is due now. A lost database ends no stream: it silences the beats until it is back."""
        try:
            self._send_home()
            self._take_in()
            self._look()
            self._beat()
        except DatabaseError as problem:
            log.warning("The live reader cannot read the database (%s); it tries again.", type(problem).__name__)
            self._rows.reset()
            self._looked, self._is_sound = time.monotonic(), False

    def close(self) -> None:
        """End every stream."""
        for listener in [*self._waiting, *(each for tail in self._tails.values() for each in tail.listeners)]:
            listener.close()
        self._waiting.clear()
        self._tails.clear()

    def _take_in(self) -> None:
        while self._waiting:
            listener = self._waiting[0]
            if not listener.closed:
                tail = self._tail(listener.session_pk)
                tail.add(listener)
                listener.beat(tail.sign_of_life(self._rows.now()))
            self._waiting.pop(0)

    def _tail(self, session_pk: int) -> Tail:
        if session_pk not in self._tails:
            position = self._rows.last_seqs([session_pk]).get(session_pk, 0)
            tail = Tail(session_pk, position, self._rows.events_after)
            tail.due = self._rows.due(session_pk)
            self._tails[session_pk] = tail
        return self._tails[session_pk]

    def _look(self) -> None:
        if self._tails and time.monotonic() - self._looked >= LOOK_EVERY:
            newest = self._rows.last_seqs(self._tails)
            self._rung |= {pk for pk, seq in newest.items() if seq > self._tails[pk].position}
            self._looked, self._is_sound = time.monotonic(), True
        for session_pk in sorted(self._rung):
            tail = self._tails.get(session_pk)
            if tail is not None and tail.advance():
                tail.due = self._rows.due(session_pk)
            self._rung.discard(session_pk)

    def _beat(self) -> None:
        if self._is_sound and time.monotonic() - self._beaten >= BEAT_EVERY:
            for tail in self._tails.values():
                tail.beat(self._rows.now())
            self._beaten = time.monotonic()

    def _send_home(self) -> None:
        if time.monotonic() - self._asked >= self._admit_every:
            for listener in [each for tail in self._tails.values() for each in tail.listeners]:
                if not listener.admitted():
                    listener.close()
            self._asked = time.monotonic()
        for tail in self._tails.values():
            tail.drop_closed()
        self._tails = {pk: tail for pk, tail in self._tails.items() if tail.listeners}
