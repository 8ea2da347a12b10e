"""The states of an alert: raised, then acknowledged or escalated, again and again, until its end is documented."""

from __future__ import annotations

from enum import StrEnum

from daybreak.care.states import Machine, machine


class AlertState(StrEnum):
    """Where an alert stands."""

    RAISED = "raised"
    ESCALATED = "escalated"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The state in words."""
        return states().state(self.value).label


def states() -> Machine:
    """The states as data."""
    return machine("alert_states")
