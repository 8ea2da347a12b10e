"""The doorbell of the runner: says that a run waits. The queue is in the database: no ring loses one."""

from collections.abc import Callable
from functools import partial
from threading import Lock

from django.db import transaction

Listener = Callable[[], None]
_lock = Lock()
_listeners: list[Listener] = []


def listen(listener: Listener) -> Callable[[], None]:
    """Call ``listener`` at every ring, in the ringing thread; it must not wait. Returns what ends it."""
    with _lock:
        _listeners.append(listener)
    return partial(_forget, listener)


def ring_on_commit() -> None:
    """Ring in this process once the transaction around this is committed."""
    transaction.on_commit(_ring)


def _ring() -> None:
    with _lock:
        heard = tuple(_listeners)
    for listener in heard:
        listener()


def _forget(listener: Listener) -> None:
    with _lock:
        if listener in _listeners:
            _listeners.remove(listener)
