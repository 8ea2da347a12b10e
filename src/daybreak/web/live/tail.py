"""The tail of one dosing session: where it has been read to, and who follows it. Touched by the reading thread only."""

from collections.abc import Callable, Sequence
from typing import Any

from daybreak.web.live.frames import beat_frame, event_frame
from daybreak.web.live.listener import Listener

Events = Sequence[dict[str, Any]]


class Tail:
    """Reads each event once, whatever the number of listeners; nobody misses one and nobody gets one twice."""

    def __init__(self, session_pk: int, position: int, read: Callable[[int, int], Events]) -> None:
        """``read(session_pk, seq)`` gives the events after ``seq`` in order; everything up to ``position`` is past."""
        self.session_pk = session_pk
        self.position = position
        self.listeners: set[Listener] = set()
        self.due: dict[str, Any] = {}
        self._read = read

    def add(self, listener: Listener) -> None:
        """Bring the others up to date, give the newcomer what it missed up to the same place, then let it follow."""
        self.advance()
        missed = self._read(self.session_pk, listener.after)
        listener.replay([event_frame(event) for event in missed if event["seq"] <= self.position])
        self.listeners.add(listener)

    def advance(self) -> bool:
        """Read what is new and hand it to everyone; True when there was something."""
        news = self._read(self.session_pk, self.position)
        for event in news:
            frame = event_frame(event)
            for listener in self.listeners:
                listener.offer(frame)
            self.position = event["seq"]
        return bool(news)

    def beat(self, server_now: str) -> None:
        """Tell everyone that the session was read just now."""
        frame = self.sign_of_life(server_now)
        for listener in self.listeners:
            listener.beat(frame)

    def sign_of_life(self, server_now: str) -> bytes:
        """The beat as bytes."""
        return beat_frame(server_now, self.due)

    def drop_closed(self) -> None:
        """Forget the screens that are gone."""
        self.listeners = {listener for listener in self.listeners if not listener.closed}
