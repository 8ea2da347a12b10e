"""Makes the rounds beside the server: a thread for each looks every few seconds at what time has made due."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connections

from daybreak.clinic import rounds

EVERY_S = 2.0
"""Seconds between two looks. What is due is in the database, so a late look delays and loses nothing."""
GRACE_S = 5.0
_log = logging.getLogger(__name__)


@contextmanager
def rounds_beside() -> Iterator[None]:
    """While inside, the rounds are made; the first at once, for what fell due while no server ran.

    Each has a thread of its own: one that waits for a mail server keeps no alert from going on.
    """
    leaving = threading.Event()
    threads = [threading.Thread(target=_keep, args=(leaving, name), name=name, daemon=True) for name in rounds.ROUNDS]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        leaving.set()
        for thread in threads:
            thread.join(GRACE_S)


def _keep(leaving: threading.Event, name: str) -> None:
    """Make one round until told to leave. A database that is away for a moment is asked again at the next look."""
    reachable = True
    while not leaving.is_set():
        reachable = _look(name, reachable)
        leaving.wait(EVERY_S)


def _look(name: str, reachable: bool) -> bool:
    """One look; whether the record was within reach. The log hears of a change, not of every look."""
    try:
        rounds.make(names=[name])
    except DatabaseError as problem:
        if reachable:
            kind = type(problem).__name__
            _log.error("The round %s cannot reach the record (%s); it is tried again until it can.", name, kind)
        return False
    finally:
        # Between looks nothing is held open; on SQLite a forgotten read would keep the log from being folded in.
        connections.close_all()
    if not reachable:
        _log.warning("The round %s reaches the record again.", name)
    return True
