"""One screen that follows one dosing session: a bounded basket between the reading thread and the response."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from threading import Lock

CAPACITY = 256
"""Frames a screen may be behind. A slower one is let go: it reconnects and reads what it missed from the database."""


def always() -> bool:
    """The admission of a listener that nobody can send away."""
    return True


class Listener:
    """Filled by the reading thread with ``offer`` and ``beat``, emptied by one response with ``frames``."""

    def __init__(
        self, session_pk: int, after: int, *, admitted: Callable[[], bool] = always, capacity: int = CAPACITY
    ) -> None:
        """Follow the session from the event after ``after``; must be called inside a running event loop."""
        self.session_pk = session_pk
        self.after = after
        self.admitted = admitted
        self.closed = False
        self._capacity = capacity
        self._frames: deque[bytes] = deque()
        self._beat: bytes | None = None
        self._lock = Lock()
        self._loop = asyncio.get_running_loop()
        self._filled = asyncio.Event()

    def replay(self, frames: list[bytes]) -> None:
        """Hand over what was missed, however much it is: it counts as one."""
        if frames:
            self.offer(b"".join(frames))

    def offer(self, frame: bytes) -> None:
        """Hand over one frame; a screen that is too far behind is let go instead of being sent an incomplete story."""
        with self._lock:
            if self.closed:
                return
            if len(self._frames) >= self._capacity:
                self._frames.clear()
                self._beat = None
                self.closed = True
            else:
                self._frames.append(frame)
        self._wake()

    def beat(self, frame: bytes) -> None:
        """Hand over the newest sign of life; an older one not yet sent is forgotten."""
        with self._lock:
            if self.closed:
                return
            self._beat = frame
        self._wake()

    def close(self) -> None:
        """End the response once what it was handed is sent."""
        with self._lock:
            self.closed = True
        self._wake()

    async def frames(self) -> AsyncIterator[bytes]:
        """What was handed over, in order, as it comes, until the listener is closed."""
        while True:
            await self._filled.wait()
            self._filled.clear()
            batch, closed = self._take()
            if batch:
                yield batch
            if closed:
                return

    def _take(self) -> tuple[bytes, bool]:
        with self._lock:
            parts = [*self._frames, *([self._beat] if self._beat else [])]
            self._frames.clear()
            self._beat = None
            return b"".join(parts), self.closed

    def _wake(self) -> None:
        try:
            self._loop.call_soon_threadsafe(self._filled.set)
        except RuntimeError:  # the loop is gone, and with it the response
            self.closed = True
