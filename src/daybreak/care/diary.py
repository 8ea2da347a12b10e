"""The clinic's diary around a plan: when it is open, what is taken, who is away; and which moments are free."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from daybreak.care.rules import Policy
from daybreak.care.visits import Visit, wall

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
STEP = timedelta(minutes=30)


@dataclass(frozen=True)
class Taken:
    """Another patient's appointment: when it is, where, and who is in it."""

    start: datetime
    end: datetime
    place: str = ""
    staff: tuple[str, ...] = ()


@dataclass(frozen=True)
class Away:
    """Someone is not there from a moment on until another; without an end until they are said to be back."""

    person: str
    start: datetime
    end: datetime | None = None


@dataclass(frozen=True)
class Diary:
    """What a plan must fit into. `now` is aware; `zone` is the clinic's; `places` maps "chair" and "room" to those in
    use, in the order in which they are tried; `names` maps people and places to what they are called."""

    now: datetime
    zone: tzinfo
    policy: Policy
    closed_days: frozenset[date] = frozenset()
    taken: tuple[Taken, ...] = ()
    away: tuple[Away, ...] = ()
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, known: str) -> str:
        """What someone or some place is called."""
        return self.names.get(known, known)

    def local_day(self, moment: datetime) -> date:
        """The day on which a moment falls in the clinic."""
        return moment.astimezone(self.zone).date()

    def moment(self, day: date, clock: time) -> datetime | None:
        """The moment at which the clinic's clocks show this. None where they skip it; the first of two where they
        show it twice."""
        local = datetime.combine(day, clock, tzinfo=self.zone)
        there = local.astimezone(UTC)
        return there if wall(there, self.zone) == local.replace(tzinfo=None) else None

    def days_later(self, moment: datetime, days: int, clock: time | None = None) -> datetime:
        """So many days later (or earlier) at the same hour of the clinic's clocks, or at `clock`.

        Where the clocks skip that hour, the next whole one.
        """
        local = wall(moment, self.zone)
        day, at = local.date() + timedelta(days=days), clock or local.time()
        found = self.moment(day, at)
        return found or datetime.combine(day, at, tzinfo=self.zone).astimezone(UTC)

    def is_open_day(self, day: date) -> bool:
        """Whether the clinic works on a day."""
        return WEEKDAYS[day.weekday()] in self.policy.words("schedule.open_days") and day not in self.closed_days

    def is_open(self, start: datetime, end: datetime) -> bool:
        """Whether the clinic is open from the start to the end, on one day."""
        begins, ends = wall(start, self.zone), wall(end, self.zone)
        if begins.date() != ends.date():
            return False
        return self._hour("schedule.opens") <= begins.time() and ends.time() <= self._hour("schedule.closes")

    def is_away(self, person: str, start: datetime, end: datetime) -> bool:
        """Whether someone is absent at any moment between two."""
        spans = (away for away in self.away if away.person == person)
        return any(away.start < end and (away.end is None or start < away.end) for away in spans)

    def during(self, start: datetime, end: datetime) -> Iterator[Taken]:
        """What others have between two moments."""
        return (taken for taken in self.taken if taken.start < end and start < taken.end)

    def is_free(self, visit: Visit, start: datetime, place: str) -> bool:
        """Whether the clinic, the place and the people are free for a visit then; the patient is not asked here."""
        end = start + timedelta(minutes=visit.minutes)
        day = self.local_day(start)
        if not (self.is_open_day(day) and self.is_open(start, end)):
            return False
        if any(self.is_away(person, start, end) for person in visit.staff):
            return False
        met = list(self.during(start, end))
        if place and any(taken.place == place for taken in met):
            return False
        most = self.policy.decimal("schedule.staff.at_once")
        return all(sum(person in taken.staff for taken in met) < most for person in visit.staff)

    def times(self, day: date, around: time) -> Iterator[datetime]:
        """The moments of a day at which something may begin, the nearest to a time of day first."""
        opens, closes = self._hour("schedule.opens"), self._hour("schedule.closes")
        clock = datetime.combine(day, opens)
        slots = {around} if opens <= around < closes else set()
        while clock.time() < closes and clock.date() == day:
            slots.add(clock.time())
            clock += STEP
        wanted = datetime.combine(day, around)
        by_distance = sorted(slots, key=lambda slot: (abs(datetime.combine(day, slot) - wanted), slot))
        return (moment for slot in by_distance if (moment := self.moment(day, slot)) is not None)

    def _hour(self, rule: str) -> time:
        return time(int(self.policy.decimal(rule)))
