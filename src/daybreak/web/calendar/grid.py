"""A day or a week as a grid of quarter hours: which appointment stands in which column, from where and how long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from daybreak.care.diary import Diary
from daybreak.care.visits import Kind
from daybreak.clinic.people.models import Person
from daybreak.clinic.plans import queries
from daybreak.clinic.plans.models import Appointment, Place

QUARTER = 15
MOST_LANES = 6


@dataclass(frozen=True)
class Slot:
    """One appointment in its column. Its place on the grid is told in whole hours and quarters, for the style sheet."""

    appointment: Appointment
    begins: datetime
    ends: datetime
    lane: int
    lanes: int

    @property
    def hour(self) -> int:
        """The hour in which it begins."""
        return self.begins.hour

    @property
    def quarter(self) -> int:
        """The quarter of that hour, from 0."""
        return self.begins.minute // QUARTER

    @property
    def quarters(self) -> int:
        """How many quarters it covers, the last one begun counting whole."""
        first = self.begins.hour * 4 + self.quarter
        last = self.ends.hour * 4 + -(-self.ends.minute // QUARTER)
        return max((last if self.ends.date() == self.begins.date() else 96) - first, 1)

    @property
    def hours_long(self) -> int:
        """Whole hours that it covers on the grid."""
        return self.quarters // 4

    @property
    def quarters_more(self) -> int:
        """Quarters beyond its whole hours."""
        return self.quarters % 4

    @property
    def people(self) -> str:
        """Who takes it."""
        return ", ".join(person.name for person in self.appointment.staff.all())


@dataclass(frozen=True)
class Column:
    """One day of a week, or one place of a day. ``day`` and ``place`` are what a move into it means."""

    title: str
    note: str
    day: date
    place: str
    slots: tuple[Slot, ...]
    scales: tuple[Appointment, ...]
    is_today: bool
    is_closed: bool


@dataclass(frozen=True)
class Sheet:
    """What the calendar shows: its columns, its first hour and how many hours it has."""

    columns: tuple[Column, ...]
    first: int
    hours: tuple[int, ...]
    elsewhere: tuple[tuple[date, int], ...] = ()
    """Days without a column on which questionnaires are due, and how many."""

    @property
    def rows(self) -> int:
        """How many hours are shown."""
        return len(self.hours)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return not any(column.slots or column.scales for column in self.columns) and not self.elsewhere


def week(monday: date, diary: Diary, person: Person | None = None) -> Sheet:
    """The days from ``monday`` on: the working days, and those of the weekend with an appointment on them."""
    rows = list(queries.between(queries.midnight(monday), queries.midnight(monday + timedelta(days=7)), person))
    days = [monday + timedelta(days=number) for number in range(7)]
    timed = [row for row in rows if row.kind != Kind.MEASURE]
    shown = [day for day in days if day.weekday() < 5 or diary.is_open_day(day) or _on(timed, day, diary)]
    columns = [_column(f"{day:%a} {day.day} {day:%b}", "", day, "", _on(rows, day, diary), diary) for day in shown]
    others = tuple((day, len(_on(rows, day, diary))) for day in days if day not in shown and _on(rows, day, diary))
    return replace(_sheet(columns, diary), elsewhere=others)


def day_by_place(day: date, diary: Diary, person: Person | None = None) -> Sheet:
    """One day: a column for each chair and room, and one for what has no place."""
    rows = list(queries.between(queries.midnight(day), queries.midnight(day + timedelta(days=1)), person))
    columns = [
        _column(
            place.name, place.kind, day, str(place.public_id), [row for row in rows if row.place_id == place.pk], diary
        )
        for place in _places(rows)
    ]
    loose = [row for row in rows if row.place_id is None]
    if loose or not columns:
        columns.append(_column("No place", "", day, "", loose, diary))
    return _sheet(columns, diary)


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def _places(rows: Iterable[Appointment]) -> list[Place]:
    """Those in use, and those no longer used that still hold something on that day."""
    used = {row.place for row in rows if row.place is not None}
    places = [*queries.places(), *(place for place in used if place.retired_at is not None)]
    return sorted(places, key=lambda place: (place.kind, place.name, place.pk))


def _on(rows: Iterable[Appointment], day: date, diary: Diary) -> list[Appointment]:
    return [row for row in rows if row.start.astimezone(diary.zone).date() == day]


def _column(title: str, note: str, day: date, place: str, rows: Iterable[Appointment], diary: Diary) -> Column:
    listed = list(rows)
    timed = [row for row in listed if row.kind != Kind.MEASURE]
    return Column(
        title=title,
        note=note,
        day=day,
        place=place,
        slots=_in_lanes(timed, diary),
        scales=tuple(row for row in listed if row.kind == Kind.MEASURE),
        is_today=day == diary.local_day(diary.now),
        is_closed=not diary.is_open_day(day),
    )


def _in_lanes(rows: list[Appointment], diary: Diary) -> tuple[Slot, ...]:
    """Those that meet stand side by side, each group only as many as meet in it."""
    found: list[Slot] = []
    group: list[tuple[Appointment, int]] = []
    free: list[datetime] = []
    for row in [*sorted(rows, key=lambda row: (row.start, row.pk)), None]:
        if row is None or (free and row.start >= max(free)):
            found += [_slot(one, lane, len(free), diary) for one, lane in group]
            group, free = [], []
        if row is not None:
            lane = next((number for number, until in enumerate(free) if until <= row.start), len(free))
            end = row.start + timedelta(minutes=row.minutes)
            free = [*free[:lane], end, *free[lane + 1 :]]
            group.append((row, lane))
    return tuple(found)


def _slot(row: Appointment, lane: int, lanes: int, diary: Diary) -> Slot:
    begins = row.start.astimezone(diary.zone)
    ends = (row.start + timedelta(minutes=row.minutes)).astimezone(diary.zone)
    return Slot(row, begins, ends, min(lane, MOST_LANES - 1), min(lanes, MOST_LANES))


def _sheet(columns: list[Column], diary: Diary) -> Sheet:
    """From the hour at which the clinic opens to that at which it closes; wider where something lies outside."""
    slots = [slot for column in columns for slot in column.slots]
    first = min([int(diary.policy.decimal("schedule.opens")), *(slot.hour for slot in slots)])
    last = max([int(diary.policy.decimal("schedule.closes")), *(_last_hour(slot) for slot in slots)])
    return Sheet(tuple(columns), first, tuple(range(first, last)))


def _last_hour(slot: Slot) -> int:
    return min(slot.hour + -(-(slot.quarter + slot.quarters) // 4), 24)
