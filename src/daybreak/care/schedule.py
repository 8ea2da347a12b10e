"""What is wrong with a schedule: every rule that an appointment breaks, as a finding beside that appointment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from daybreak.care.amounts import plain
from daybreak.care.diary import Diary
from daybreak.care.findings import Finding
from daybreak.care.protocols import Protocol
from daybreak.care.rules import Rule
from daybreak.care.visit_windows import Laid, window
from daybreak.care.visits import Kind, State, Visit, label, of_kind, wall

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Clash:
    """What a rule found about one visit, named by its key; an empty key is about the whole plan."""

    key: str
    finding: Finding


def clashes(visits: Iterable[Visit], protocol: Protocol, diary: Diary) -> tuple[Clash, ...]:
    """Everything the rules say about the visits that are booked, gravest first. What is done is not judged again."""
    laid = {visit.key: visit for visit in visits if visit.counts}
    found = [
        Clash(visit.key, finding)
        for visit in laid.values()
        if visit.state is State.BOOKED
        for finding in about(visit, laid, protocol, diary)
    ]
    return tuple(sorted(found, key=lambda clash: clash.finding.severity.rank))


def about(visit: Visit, laid: Laid, protocol: Protocol, diary: Diary) -> Iterator[Finding]:
    """What the rules say about one booked visit among the others."""
    if visit.start is None:
        yield from _no_time(visit, protocol, diary)
        return
    if visit.start <= diary.now:
        yield from _unmarked(visit, protocol, diary)
        return
    if visit.takes_time:
        yield from _patient(visit, laid, protocol, diary)
        yield from _place(visit, diary)
        yield from _staff(visit, diary)
        yield from _hours(visit, diary)
    yield from _order(visit, laid, protocol, diary)


def too_close(visit: Visit, start: datetime, doses: Sequence[Visit], diary: Diary) -> bool:
    """Whether a dose at that time would break the distances between doses; never for anything but a dose."""
    if visit.kind is not Kind.DOSE:
        return False
    others = [dose for dose in doses if dose.key != visit.key]
    return (
        _nearest(start, others, diary) < _apart(diary)
        or _most_in_a_week(start, others, diary) > _weekly(diary)
        or _is_unspaced(start, others, diary)
    )


def _no_time(visit: Visit, protocol: Protocol, diary: Diary) -> Iterator[Finding]:
    what = f"{label(visit.key, protocol.doses)} found no free time that the rules allow."
    yield diary.policy["schedule.no_room"].finding(what, "Choose a time by hand, or move what is in its way.")


def _unmarked(visit: Visit, protocol: Protocol, diary: Diary) -> Iterator[Finding]:
    if visit.takes_time:
        what = f"{label(visit.key, protocol.doses)} lies in the past and nobody said whether it took place."
        yield diary.policy["schedule.unmarked"].finding(what, "Mark it as done or missed.")


def _patient(visit: Visit, laid: Laid, protocol: Protocol, diary: Diary) -> Iterator[Finding]:
    others = (one for one in laid.values() if one.key != visit.key and one.takes_time)
    for one in others:
        if one.at and one.end and visit.start and visit.end and one.at < visit.end and visit.start < one.end:
            what = (
                f"{label(visit.key, protocol.doses)} and {label(one.key, protocol.doses).lower()} are at the same time."
            )
            yield diary.policy["schedule.patient.at_once"].finding(what, "Move one of them.")
            return


def _place(visit: Visit, diary: Diary) -> Iterator[Finding]:
    if not (visit.place and visit.start and visit.end):
        return
    if any(taken.place == visit.place for taken in diary.during(visit.start, visit.end)):
        what = f"{diary.name(visit.place)} is taken by another patient at that time."
        yield diary.policy["schedule.place.at_once"].finding(what, "Choose another place or another time.")


def _staff(visit: Visit, diary: Diary) -> Iterator[Finding]:
    if not (visit.start and visit.end):
        return
    most = diary.policy.decimal("schedule.staff.at_once")
    met = list(diary.during(visit.start, visit.end))
    for person in visit.staff:
        name = diary.name(person)
        if sum(person in taken.staff for taken in met) >= most:
            what = f"{name} is booked with another patient at that time."
            yield diary.policy["schedule.staff.at_once"].finding(what, "Choose someone else or another time.")
        if diary.is_away(person, visit.start, visit.end):
            what = f"{name} is away at that time."
            yield diary.policy["schedule.staff.absent"].finding(what, "Choose someone else or another time.")


def _hours(visit: Visit, diary: Diary) -> Iterator[Finding]:
    if not (visit.start and visit.end):
        return
    day = diary.local_day(visit.start)
    if not diary.is_open_day(day):
        what = f"The clinic is closed on {day:%A} {day.day} {day:%B}."
        yield diary.policy["schedule.open_days"].finding(what, "Choose a day on which the clinic is open.")
    elif not diary.is_open(visit.start, visit.end):
        begins, ends = wall(visit.start, diary.zone), wall(visit.end, diary.zone)
        hours = f"{diary.policy.decimal('schedule.opens')}:00 to {diary.policy.decimal('schedule.closes')}:00"
        what = f"{begins:%H:%M} to {ends:%H:%M} is not within the clinic's hours, {hours}."
        early = begins.hour < diary.policy.decimal("schedule.opens")
        rule = diary.policy["schedule.opens" if early else "schedule.closes"]
        yield rule.finding(what, "Choose a time within the clinic's hours.")


def _order(visit: Visit, laid: Laid, protocol: Protocol, diary: Diary) -> Iterator[Finding]:
    if visit.kind is Kind.DOSE:
        yield from _dose(visit, laid, protocol, diary)
        return
    wanted = window(visit, laid, protocol, diary)
    if wanted is None:
        yield from _loose(visit, protocol, diary)
    elif visit.start and not wanted.holds(visit.start):
        yield _outside(visit, protocol, diary)


def _loose(visit: Visit, protocol: Protocol, diary: Diary) -> Iterator[Finding]:
    if visit.kind is Kind.INTEGRATION:
        what = f"{label(visit.key)} belongs to a dose that is not in the plan."
        rule = diary.policy["schedule.integration.each"]
        yield rule.finding(what, "Cancel it, or book the dose.", severity=diary.policy["schedule.unmarked"].severity)


def _outside(visit: Visit, protocol: Protocol, diary: Diary) -> Finding:
    name = label(visit.key, protocol.doses)
    if visit.kind is Kind.PREPARATION:
        what = f"{name} is not before the first dose."
        return diary.policy["schedule.preparation.first"].finding(what, "Move it, or move the first dose.")
    if visit.kind is Kind.INTEGRATION:
        return _outside_integration(visit, protocol)
    rule = diary.policy["schedule.follow_up.slack" if visit.kind is Kind.FOLLOW_UP else "schedule.measure.slack"]
    return rule.finding(f"{name} is not at its point of the course.", "Move it, or leave it and know that it is off.")


def _outside_integration(visit: Visit, protocol: Protocol) -> Finding:
    opens, closes = (span.total_seconds() / 3600 for span in protocol.integration_window)
    within = f"between {opens:g} and {closes:g} hours after dose {visit.number} and before the next dose"
    what = f"{label(visit.key)} is not {within}."
    return protocol.rule("integration_hours").finding(what, "Move it into the window, or give the reason.")


def _dose(visit: Visit, laid: Laid, protocol: Protocol, diary: Diary) -> Iterator[Finding]:
    doses = [dose for dose in of_kind(laid.values(), Kind.DOSE) if dose.key != visit.key]
    if visit.start is None:
        return
    yield from _spacing(visit.start, visit, doses, protocol, diary)
    if _is_first(visit, doses):
        yield from _unprepared(visit, laid, protocol, diary)
    if f"integration-{visit.number}" not in laid:
        what = f"No integration is planned after {label(visit.key, protocol.doses).lower()}."
        yield diary.policy["schedule.integration.each"].finding(what, "Book one inside its window.")


def _spacing(
    start: datetime, visit: Visit, doses: Sequence[Visit], protocol: Protocol, diary: Diary
) -> Iterator[Finding]:
    nearest, apart = _nearest(start, doses, diary), _apart(diary)
    name = label(visit.key, protocol.doses)
    if nearest < apart:
        hours = nearest.total_seconds() / 3600
        what = f"{name} is {hours:.3g} hours from another dose; {_hours_of(apart)} is the least without a reason."
        yield diary.policy["schedule.dose.apart"].finding(what, "Move it, or give the reason.")
    count = _most_in_a_week(start, doses, diary)
    if count > _weekly(diary):
        rule: Rule = diary.policy["dose.per_week"]
        most = plain(diary.policy.decimal(rule.id))
        what = f"{name} makes {count} doses within 7 days; {most} is the most without a reason."
        yield rule.finding(what, "Move it, or give the reason.")
    if _is_unspaced(start, doses, diary):
        days = plain(diary.policy.decimal("dose.spaced.apart"))
        what = f"{name} lies in the second month of the series and less than {days} days from another dose."
        yield diary.policy["dose.spaced.after"].finding(what, "Move it, or give the reason.")


def _unprepared(visit: Visit, laid: Laid, protocol: Protocol, diary: Diary) -> Iterator[Finding]:
    before = [
        one for one in of_kind(laid.values(), Kind.PREPARATION) if one.end and visit.start and one.end <= visit.start
    ]
    wanted = diary.policy.decimal("schedule.preparation.first")
    if len(before) < wanted:
        what = (
            f"{label(visit.key, protocol.doses)} has {len(before)} preparation sessions before it, of {plain(wanted)}."
        )
        yield diary.policy["schedule.preparation.first"].finding(what, "Book a preparation session before it.")


def _is_first(visit: Visit, others: Sequence[Visit]) -> bool:
    return all(dose.at is None or visit.at is None or dose.at > visit.at for dose in others)


def _apart(diary: Diary) -> timedelta:
    return timedelta(hours=float(diary.policy.decimal("schedule.dose.apart")))


def _weekly(diary: Diary) -> int:
    return int(diary.policy.decimal("dose.per_week"))


def _nearest(start: datetime, doses: Sequence[Visit], diary: Diary) -> timedelta:
    """How near the nearest other dose is, on the clinic's clocks."""
    here = wall(start, diary.zone)
    return min((abs(wall(dose.at, diary.zone) - here) for dose in doses if dose.at), default=timedelta.max)


def _most_in_a_week(start: datetime, doses: Sequence[Visit], diary: Diary) -> int:
    """The most doses in any 7 days with this one. Calendar days are counted: the same weekday, earlier or later in the
    day, is a week."""
    here = diary.local_day(start)
    days = [here, *(diary.local_day(dose.at) for dose in doses if dose.at)]
    weeks = [first for first in days if first <= here < first + WEEK]
    return max(sum(first <= one < first + WEEK for one in days) for first in weeks)


def _is_unspaced(start: datetime, doses: Sequence[Visit], diary: Diary) -> bool:
    """Whether a dose from the second month on is less than a week after the last one; calendar days are counted."""
    before = sorted(diary.local_day(dose.at) for dose in doses if dose.at and dose.at < start)
    if not before:
        return False
    day = diary.local_day(start)
    apart = diary.policy.days("dose.spaced.apart")
    return day - before[0] >= diary.policy.days("dose.spaced.after") and day - before[-1] < apart


def _hours_of(span: timedelta) -> str:
    return f"{span.total_seconds() / 3600:g} hours"
