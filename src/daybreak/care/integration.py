"""The window after a dose in which it is worked through: where it stands, and when a person must be told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from daybreak.care.rules import Policy


class Standing(StrEnum):
    """Where a window stands. It never closes in silence: it is booked, held, or a person has been told."""

    WAITING = "waiting"
    BOOKED = "booked"
    ESCALATED = "escalated"
    HELD = "held"
    LET_GO = "let_go"

    @property
    def label(self) -> str:
        """In words."""
        return _LABELS[self]

    @property
    def is_final(self) -> bool:
        """Whether nothing more is expected."""
        return self in (Standing.HELD, Standing.LET_GO)


@dataclass(frozen=True)
class Window:
    """What is known of a window; all moments aware.

    `booked_for` is when its appointment begins, None without one. `told_at` is when an alert was last raised about it,
    `settled_at` when that alert was closed; None while it is open.
    """

    opens_at: datetime
    closes_at: datetime
    booked_for: datetime | None = None
    held_at: datetime | None = None
    let_go_at: datetime | None = None
    told_at: datetime | None = None
    settled_at: datetime | None = None

    @property
    def is_booked_inside(self) -> bool:
        """Whether its appointment begins while it is open."""
        return self.booked_for is not None and self.opens_at <= self.booked_for <= self.closes_at

    @property
    def is_booked(self) -> bool:
        """Whether its appointment is to be relied on: inside, or later because a person was told and chose so."""
        later = self.booked_for is not None and self.told_at is not None and self.booked_for > self.closes_at
        return self.is_booked_inside or later

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        if self.held_at is not None:
            return Standing.HELD
        if self.let_go_at is not None:
            return Standing.LET_GO
        if self.is_booked:
            return Standing.ESCALATED if self._was_missed else Standing.BOOKED
        return Standing.WAITING if self.told_at is None else Standing.ESCALATED

    @property
    def _was_missed(self) -> bool:
        """Whether its appointment passed, and someone was told because nobody wrote down that it was held."""
        return self.told_at is not None and self.booked_for is not None and self.told_at > self.booked_for


def tell_at(window: Window, policy: Policy) -> datetime | None:
    """When a person must be told: None while someone has been told and has not answered, and at the end."""
    if window.standing.is_final or (window.told_at is not None and window.settled_at is None):
        return None
    if window.is_booked and window.booked_for is not None:
        after = window.booked_for + _hours(policy, "integration.grace")
        return after if window.settled_at is None else max(after, window.settled_at + _again(policy, window))
    if window.settled_at is None:
        return window.closes_at - _hours(policy, "integration.warn")
    return window.settled_at + _hours(policy, "integration.again")


def is_kept(window: Window) -> bool:
    """Whether the promise holds at the moment it closes: ended, booked inside it, or a person was told in time."""
    told_in_time = window.told_at is not None and window.told_at <= window.closes_at
    return window.standing.is_final or window.is_booked_inside or told_in_time


def _again(policy: Policy, window: Window) -> timedelta:
    """After an alert about an appointment that passed, the next one waits; after one that led to it, none does."""
    missed = window.told_at is not None and window.booked_for is not None and window.told_at > window.booked_for
    return _hours(policy, "integration.again") if missed else timedelta(0)


def _hours(policy: Policy, rule: str) -> timedelta:
    return timedelta(hours=float(policy.decimal(rule)))


_LABELS = {
    Standing.WAITING: "not booked",
    Standing.BOOKED: "booked",
    Standing.ESCALATED: "a person was told",
    Standing.HELD: "held",
    Standing.LET_GO: "not held, with a reason",
}
