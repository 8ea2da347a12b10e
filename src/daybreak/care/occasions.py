"""Which measure is asked when: occasions reckoned from the phases and doses of a course, by lines of data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

from daybreak.care.rules import Policy, read_toml


@dataclass(frozen=True)
class Line:
    """One line of the schedule of measures: what, counted from what, how often."""

    id: str
    instrument: str
    at: str
    why: str
    phase: str = ""
    after: timedelta = timedelta(0)
    every: timedelta | None = None
    times: int = 0
    doses: tuple[int, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What the schedule is reckoned from: when each phase was entered and, if so, left; when each dose was given."""

    phases: Mapping[str, tuple[datetime, datetime | None]]
    doses: Sequence[datetime] = ()


@dataclass(frozen=True)
class Occasion:
    """One time at which one measure is due. `key` names it for good; answers count from `opens_at` until `until`."""

    key: str
    line: Line
    due_at: datetime
    opens_at: datetime
    until: datetime

    @property
    def instrument(self) -> str:
        """What is asked."""
        return self.line.instrument


@cache
def lines() -> tuple[Line, ...]:
    """The lines of the schedule in their order, which is also the order in which a batch is answered."""
    return tuple(_line(raw) for raw in read_toml("occasions.toml")["occasion"])


def occasions(facts: Facts, until: datetime, policy: Policy) -> tuple[Occasion, ...]:
    """Every occasion due by `until`, in order of time and then of the schedule."""
    found = [occasion for line in lines() for occasion in _of(line, facts, until, policy)]
    return tuple(sorted(found, key=lambda occasion: occasion.due_at))


def may_remind(policy: Policy, *, sent_at: datetime, reminders: int, now: datetime) -> bool:
    """Whether an open link is due one more reminder, after so many and the last message at `sent_at`."""
    waited = now - sent_at >= hours(policy, "measure.reminder.after")
    return waited and reminders < policy.decimal("measure.reminder.most")


def is_waking_hour(policy: Policy, local: datetime) -> bool:
    """Whether a message may be sent at this time of day, told in the clinic's own time."""
    first, last = policy.span("measure.quiet")
    return first <= local.hour < last


def hours(policy: Policy, rule_id: str) -> timedelta:
    """A rule's value, which is in hours, as a span of time."""
    return timedelta(hours=float(policy.decimal(rule_id)))


def _of(line: Line, facts: Facts, until: datetime, policy: Policy) -> Iterator[Occasion]:
    early, late = hours(policy, "measure.counts_early"), hours(policy, "measure.link.valid")
    moments = _after_doses(line, facts) if line.at == "dose" else _in_phase(line, facts, until)
    for number, due_at in moments:
        if due_at <= until:
            yield Occasion(f"{line.id}:{number}", line, due_at, due_at - early, due_at + late)


def _after_doses(line: Line, facts: Facts) -> Iterator[tuple[int, datetime]]:
    for number, given_at in enumerate(sorted(facts.doses), start=1):
        if not line.doses or number in line.doses:
            yield number, given_at + line.after


def _in_phase(line: Line, facts: Facts, until: datetime) -> Iterator[tuple[int, datetime]]:
    """The occasions while the course was in the phase; one that would come after it was left never comes."""
    if line.phase not in facts.phases:
        return
    entered_at, left_at = facts.phases[line.phase]
    for number in count(1):
        due_at = entered_at + line.after + (number - 1) * (line.every or timedelta(0))
        if due_at > until or (left_at is not None and due_at >= left_at):
            return
        yield number, due_at
        if line.every is None or number == line.times:
            return


def _line(raw: Mapping[str, Any]) -> Line:
    every = raw.get("every_days")
    return Line(
        id=raw["id"],
        instrument=raw["instrument"],
        at=raw["at"],
        why=raw["why"],
        phase=raw.get("phase", ""),
        after=timedelta(hours=raw.get("after_hours", 0)),
        every=timedelta(days=every) if every else None,
        times=raw.get("times", 0),
        doses=tuple(raw.get("doses", ())),
    )
