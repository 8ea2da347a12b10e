"""The doorbell: says that a dosing session has news, never what. The news are in the database: no ring loses them."""

import logging
from collections.abc import Callable
from functools import partial
from threading import Lock

from django.db import connection, transaction

CHANNEL = "daybreak_session"
"""The PostgreSQL channel on which other processes hear the ring; its payload is the session's primary key alone."""

Listener = Callable[[int], None]
log = logging.getLogger(__name__)


class Bell:
    """Rings in this process. Safe from any thread; a listener is called in the ringing thread and must not wait.

    An asyncio listener passes on with ``loop.call_soon_threadsafe``.
    """

    def __init__(self) -> None:
        """Nobody listens yet."""
        self._lock = Lock()
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` with the session's primary key at every ring. Returns what ends it (twice is harmless)."""
        with self._lock:
            self._listeners = [*self._listeners, listener]
        return partial(self._forget, listener)

    def ring(self, session_pk: int) -> None:
        """Tell every listener. One that fails is passed over: what was saved stays saved, and the others hear."""
        for listener in self._listeners:
            try:
                listener(session_pk)
            except Exception as problem:  # noqa: BLE001 - the act that rings is committed; nothing may make it look failed
                log.warning("A listener of the session bell failed (%s).", type(problem).__name__)

    def _forget(self, listener: Listener) -> None:
        with self._lock:
            self._listeners = [each for each in self._listeners if each != listener]


bell = Bell()


def ring_on_commit(session_pk: int) -> None:
    """Ring once the transaction around this is committed; on PostgreSQL other processes are notified with it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(session_pk)])
    transaction.on_commit(partial(bell.ring, session_pk))
