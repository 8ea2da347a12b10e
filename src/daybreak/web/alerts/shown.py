"""An alert as people see it: its kind and priority in words, whose it is, and what its clock says."""

from dataclasses import dataclass
from datetime import timedelta

from daybreak.care import alerts as care
from daybreak.care.alert_states import AlertState
from daybreak.clinic import clock
from daybreak.clinic.alerts import queries
from daybreak.clinic.alerts.models import Alert

STOPPED_AFTER = timedelta(minutes=2)
"""Without a round for so long people are told that the clocks are not watched."""


@dataclass(frozen=True)
class Shown:
    """One alert with its words."""

    alert: Alert
    kind: care.Kind

    @property
    def clock(self) -> str:
        """What runs out: opens the countdown's sentence."""
        return "Close" if self.alert.state == AlertState.ACKNOWLEDGED else "Acknowledge"

    @property
    def state(self) -> str:
        """The state in words."""
        return AlertState(self.alert.state).label

    @property
    def priority(self) -> str:
        """The priority in a word."""
        return f"{self.alert.priority} priority"

    @property
    def is_acknowledged(self) -> bool:
        """Whether a person has taken it."""
        return self.alert.state == AlertState.ACKNOWLEDGED

    @property
    def whose(self) -> str:
        """Who holds it, in words."""
        return self.alert.owner.name if self.alert.owner else "nobody who may hold it is here"

    @property
    def due(self) -> str:
        """When its clock runs out, as an ISO 8601 moment; empty when it is closed."""
        return self.alert.due_at.isoformat() if self.alert.due_at else ""


def shown(alert: Alert) -> Shown:
    """The alert with its words."""
    return Shown(alert, care.kind(alert.kind))


def watch_stopped() -> bool:
    """Whether nobody looks at the clocks any more: the rounds were made once, and then not for a while."""
    last = queries.last_round()
    return last is None or clock.now() - last > STOPPED_AFTER
