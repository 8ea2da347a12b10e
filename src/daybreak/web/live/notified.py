"""On PostgreSQL, hears what other processes committed: one connection that does nothing but listen."""

import logging
from collections.abc import Callable
from threading import Event, Thread

import psycopg
from django.db import connection

from daybreak.clinic.sessions.bell import CHANNEL

TRY_AGAIN_AFTER = 1.0
"""Seconds; meanwhile the reader's own look, once a second, sees everything."""

log = logging.getLogger(__name__)


class Notified:
    """Calls ``ring`` with the session's primary key whenever any process of the clinic commits to it."""

    def __init__(self, ring: Callable[[int], None]) -> None:
        """Listen from now on, in a thread of its own."""
        self._ring = ring
        self._ended = Event()
        self._parameters = {
            name: value
            for name, value in connection.get_connection_params().items()
            if name not in ("cursor_factory", "context", "server_side_binding", "prepare_threshold")
        }
        Thread(target=self._run, name="live-bell", daemon=True).start()

    def end(self) -> None:
        """Stop listening, within half a second."""
        self._ended.set()

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                self._listen()
            except psycopg.Error as problem:
                log.warning(
                    "The bell of the other processes is not heard (%s); it is tried again.", type(problem).__name__
                )
                self._ended.wait(TRY_AGAIN_AFTER)

    def _listen(self) -> None:
        with psycopg.connect(**self._parameters, autocommit=True) as heard:
            heard.execute(f"LISTEN {CHANNEL}")
            while not self._ended.is_set():
                for notice in heard.notifies(timeout=0.5):
                    if notice.payload.isdigit():
                        self._ring(int(notice.payload))
