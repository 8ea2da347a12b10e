"""A visit of a course as a plan sees it: which one it is, when, for how long, where and with whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from functools import cache
from typing import Any

from daybreak.care.rules import read_toml
from daybreak.care.states import Machine, machine


class Kind(StrEnum):
    """What an appointment is for."""

    PREPARATION = "preparation"
    DOSE = "dose"
    INTEGRATION = "integration"
    FOLLOW_UP = "follow_up"
    MEASURE = "measure"

    @property
    def label(self) -> str:
        """In words: "Dosing session"."""
        return str(_kinds()[self.value]["label"])

    @property
    def place(self) -> str:
        """Where it takes place: "chair", "room", or nowhere in the clinic."""
        return str(_kinds()[self.value]["place"])

    @property
    def roles(self) -> tuple[str, ...]:
        """Whom it needs."""
        return tuple(_kinds()[self.value]["roles"])


class State(StrEnum):
    """Where an appointment stands."""

    BOOKED = "booked"
    DONE = "done"
    MISSED = "missed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Visit:
    """One appointment. `start` is an aware moment, or None while no time was found.

    `key` names its part in the course ("dose-3") and is unique among the visits that are booked or done. `pinned` was
    given its time by a person just now. `happened_at` is when a visit that is done began, `instead_of` the time of the
    missed one in whose place it stands.
    """

    key: str
    start: datetime | None
    minutes: int
    state: State = State.BOOKED
    place: str = ""
    staff: tuple[str, ...] = ()
    id: str = ""
    pinned: bool = False
    happened_at: datetime | None = None
    instead_of: datetime | None = None

    def __post_init__(self) -> None:
        """Python adds hours and compares moments of one zone by the clock on the wall; only UTC has no such nights."""
        given = (self.start, self.happened_at, self.instead_of)
        if any(moment is not None and moment.tzinfo is not UTC for moment in given):
            raise ValueError("The times of a visit are given in UTC.")

    @property
    def kind(self) -> Kind:
        """What it is for."""
        return Kind(self.key.partition("-")[0])

    @property
    def number(self) -> int:
        """Which of its kind; 0 for what is not counted ("measure-baseline")."""
        last = self.key.rpartition("-")[2]
        return int(last) if last.isdecimal() else 0

    @property
    def at(self) -> datetime | None:
        """When it began, or is to begin."""
        return self.happened_at or self.start

    @property
    def end(self) -> datetime | None:
        """When it is over."""
        return self.at + timedelta(minutes=self.minutes) if self.at else None

    @property
    def counts(self) -> bool:
        """Whether it took place or will."""
        return self.state in (State.BOOKED, State.DONE)

    @property
    def takes_time(self) -> bool:
        """Whether the patient, a place or people are taken up by it; scales are answered at home."""
        return self.kind is not Kind.MEASURE

    def is_movable(self, now: datetime) -> bool:
        """Whether a plan may give it another time: booked, ahead, and not just placed by a person."""
        return self.state is State.BOOKED and not self.pinned and (self.start is None or self.start > now)


def states() -> Machine:
    """The states of an appointment as data."""
    return machine("appointment_states")


def label(key: str, doses: int | None = None) -> str:
    """A visit in words: "Dosing session 3", "Taper dose 1", "Scales before dose 2".

    `doses` is how many doses come before the taper.
    """
    visit = Visit(key, None, 0)
    if visit.kind is Kind.MEASURE:
        point = key.removeprefix("measure-").rpartition("-")[0] if visit.number else key.removeprefix("measure-")
        words = _MEASURED.get(point, "")
        return f"{visit.kind.label} {words.format(visit.number)}".strip()
    if visit.kind is Kind.DOSE and doses is not None and visit.number > doses:
        return f"Taper dose {visit.number - doses}"
    return f"{visit.kind.label} {visit.number}"


def of_kind(visits: Iterable[Visit], kind: Kind) -> list[Visit]:
    """The visits of a kind that took place or will and have a time, the earliest first."""
    timed = [(visit.at, visit) for visit in visits if visit.kind is kind and visit.counts and visit.at]
    return [visit for _, visit in sorted(timed, key=lambda pair: (pair[0], pair[1].number))]


def wall(moment: datetime, zone: tzinfo) -> datetime:
    """What the clinic's clocks show at a moment, without a zone."""
    return moment.astimezone(zone).replace(tzinfo=None)


@cache
def _kinds() -> Mapping[str, Mapping[str, Any]]:
    return {raw["id"]: raw for raw in read_toml("policy/appointment_kinds.toml")["kind"]}


_MEASURED = {
    "baseline": "before the course",
    "after-dose": "after dose {}",
    "before-dose": "before dose {}",
    "week-after": "a week after the last dose",
    "month-after": "a month after the last dose",
}
