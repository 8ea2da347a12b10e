"""The phases of a course of treatment, and which may follow which."""

from __future__ import annotations

from enum import StrEnum

from daybreak.care.states import Machine, State, machine


class Phase(StrEnum):
    """Where a course stands."""

    PREPARATION = "preparation"
    DOSING = "dosing"
    INTEGRATION = "integration"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The phase in words."""
        return phases().state(self.value).label


def phases() -> Machine:
    """The phases as data."""
    return machine("phases")


def phase(phase_id: str) -> State:
    """One phase: its words, what may be done in it, what may follow. ValueError when there is none."""
    return phases().state(phase_id)


def may_move(start: str, to: str) -> bool:
    """True when a course in phase `start` may move to phase `to`."""
    return phases().may_move(start, to)


def permit_move(start: str, to: str) -> None:
    """Raises Refused, naming the phases that may follow, unless the course may move."""
    phases().permit_move(start, to)


def next_phases(start: str) -> tuple[str, ...]:
    """The phases that may follow, in the order of the data."""
    return tuple(phases().state(start).next)


def allows(phase_id: str, act: str) -> bool:
    """True when the act ("order.write", "session.open") may be done while the course is in this phase."""
    return phases().allows(phase_id, act)


def permit(phase_id: str, act: str, doing: str) -> None:
    """Raises Refused unless the phase allows the act. `doing` opens the sentence: "Ordering an injection"."""
    phases().permit(phase_id, act, doing)
