"""The one thread of this process that reads the database for every live screen, and the door to it from all others."""

from queue import Empty, SimpleQueue
from threading import Lock, Thread

from daybreak.web.live.listener import Listener
from daybreak.web.live.reader import ADMIT_EVERY, Reader, Rows

PAUSE = 0.25
"""Seconds the thread sleeps at most when nobody says anything."""


class Hub:
    """Screens join and leave, bells ring, the server stops: whatever is said is done by the reading thread.

    The thread lives while somebody follows something, and gives its database connection back when it ends.
    """

    def __init__(self, rows: Rows | None = None, admit_every: float = ADMIT_EVERY) -> None:
        """Read from ``rows``; without any, from the record. Ask every ``admit_every`` seconds who may stay."""
        self._rows = rows
        self._admit_every = admit_every
        self._said: SimpleQueue[tuple[str, Listener | int | None]] = SimpleQueue()
        self._lock = Lock()
        self._thread: Thread | None = None
        self._stopped = False

    def join(self, listener: Listener) -> None:
        """Let ``listener`` follow its session from where it stands."""
        with self._lock:
            if self._stopped:
                listener.close()
                return
            self._said.put(("join", listener))
            if self._thread is None:
                self._thread = Thread(target=self._run, name="live-reader", daemon=True)
                self._thread.start()

    def leave(self, listener: Listener) -> None:
        """Forget ``listener``: its response has ended."""
        listener.close()
        self._said.put(("leave", None))

    def ring(self, session_pk: int) -> None:
        """Say that something was committed to this session. Never waits; safe from any thread."""
        if self._thread is not None:
            self._said.put(("ring", session_pk))

    def stop(self) -> None:
        """End every stream and take no new one. Takes no lock, so that a signal handler may call it."""
        self._stopped = True
        self._said.put(("stop", None))

    def _run(self) -> None:
        rows = self._rows or _record()
        rows.listen(self.ring)
        reader = Reader(rows, self._admit_every)
        try:
            while not self._finished(reader):
                self._hear(reader)
                reader.step()
        finally:
            rows.close()

    def _finished(self, reader: Reader) -> bool:
        with self._lock:
            if self._stopped or (not reader.busy and self._said.empty()):
                reader.close()
                self._thread = None
                return True
            return False

    def _hear(self, reader: Reader) -> None:
        """Wait for a word, then take everything that was said, so that a burst of bells is one look."""
        try:
            word, what = self._said.get(timeout=PAUSE)
            while True:
                if isinstance(what, Listener):
                    reader.join(what)
                elif word == "ring" and isinstance(what, int):
                    reader.ring(what)
                word, what = self._said.get_nowait()
        except Empty:
            return


def _record() -> Rows:
    """The record's rows; imported late, because a server may name this module before Django is set up."""
    from daybreak.web.live.rows import RecordRows

    return RecordRows()


hub = Hub()
