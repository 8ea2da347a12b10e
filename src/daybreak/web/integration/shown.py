"""A window as people see it: where it stands by word and tone, and what there is to do."""

from dataclasses import dataclass
from datetime import datetime

from daybreak.care.integration import Standing
from daybreak.clinic.integration.models import IntegrationWindow
from daybreak.clinic.integration.queries import Seen

TONES = {
    Standing.WAITING: "warn",
    Standing.BOOKED: "info",
    Standing.ESCALATED: "danger",
    Standing.HELD: "good",
    Standing.LET_GO: "",
}


@dataclass(frozen=True)
class Track:
    """The window drawn from the dose to a little after its end: places from 0 to 100, None where nothing is."""

    opens: float
    closes: float
    now: float
    booked: float | None
    held: float | None

    @property
    def width(self) -> float:
        """How wide the open part is."""
        return round(self.closes - self.opens, 1)


@dataclass(frozen=True)
class Shown:
    """One window with its words."""

    seen: Seen

    @property
    def row(self) -> IntegrationWindow:
        """The window."""
        return self.seen.row

    @property
    def word(self) -> str:
        """Where it stands, in a word or two."""
        if self.is_unwritten:
            return "not written down"
        if self.seen.standing is Standing.WAITING and self.seen.appointment is not None:
            return "booked outside"
        return self.seen.standing.label

    @property
    def tone(self) -> str:
        """The tone of the badge."""
        return "warn" if self.is_unwritten else TONES[self.seen.standing]

    @property
    def is_unwritten(self) -> bool:
        """Whether its appointment has passed and nobody has written down whether it was held."""
        return self.seen.standing is Standing.BOOKED and self.seen.wants_someone

    @property
    def is_final(self) -> bool:
        """Whether nothing more is expected."""
        return self.seen.standing.is_final

    @property
    def track(self) -> Track:
        """The window as a line."""
        given, window = self.row.injection.at, self.seen.window
        whole = (self.row.closes_at - given) * 1.15

        def place(moment: datetime | None) -> float | None:
            return None if moment is None else round(100 * min(max((moment - given) / whole, 0.0), 1.0), 1)

        opens, closes, now = (place(moment) or 0.0 for moment in (self.row.opens_at, self.row.closes_at, self.seen.now))
        return Track(opens, closes, now, place(window.booked_for), place(window.held_at))

    @property
    def owner(self) -> str:
        """Who sees to it."""
        return self.row.owner.name if self.row.owner else "nobody yet"

    @property
    def may_be_let_go(self) -> bool:
        """Whether it can be said now that it is not going to be held."""
        told = self.row.told_at is not None or self.seen.is_over
        return not self.is_final and self.seen.standing is not Standing.BOOKED and told


def shown(seen: Seen) -> Shown:
    """The window with its words."""
    return Shown(seen)
