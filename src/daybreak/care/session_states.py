"""The states of a dosing session: open, then injected, then ended; or abandoned before any injection."""

from __future__ import annotations

from enum import StrEnum

from daybreak.care.states import Machine, machine


class SessionState(StrEnum):
    """Where a dosing session stands."""

    OPEN = "open"
    INJECTED = "injected"
    ENDED = "ended"
    ABANDONED = "abandoned"

    @property
    def label(self) -> str:
        """The state in words."""
        return states().state(self.value).label


def states() -> Machine:
    """The states as data."""
    return machine("session_states")


def may_move(start: str, to: str) -> bool:
    """True when a session in state `start` may move to state `to`."""
    return states().may_move(start, to)


def permit_move(start: str, to: str) -> None:
    """Raises Refused, naming the states that may follow, unless the session may move."""
    states().permit_move(start, to)


def allows(state_id: str, act: str) -> bool:
    """True when the act ("session.record", "session.inject", …) may be done in this state."""
    return states().allows(state_id, act)


def permit(state_id: str, act: str, doing: str) -> None:
    """Raises Refused unless the state allows the act. `doing` opens the sentence: "Charting an injection"."""
    states().permit(state_id, act, doing)
