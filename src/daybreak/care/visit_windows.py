"""When a visit should take place, given the visits around it: not before, best at, not after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from daybreak.care.diary import Diary
from daybreak.care.protocols import Protocol
from daybreak.care.visits import Kind, Visit, of_kind, wall

MEASURES_AT = time(9)


@dataclass(frozen=True)
class Window:
    """Not before `earliest`, best at `ideal`, begun by `latest`; all aware, None where nothing limits it.

    `rule` says who wants it so, for a finding.
    """

    ideal: datetime
    earliest: datetime | None
    latest: datetime | None
    rule: str = ""

    def holds(self, start: datetime) -> bool:
        """Whether a start lies inside."""
        return (self.earliest is None or self.earliest <= start) and (self.latest is None or start <= self.latest)


Laid = Mapping[str, Visit]
"""The visits that have their place already, by key."""


def window(visit: Visit, laid: Laid, protocol: Protocol, diary: Diary) -> Window | None:
    """The window of a visit among those already laid; None when what it hangs on is not there."""
    return _WINDOWS[visit.kind](visit, laid, protocol, diary)


def _preparation(visit: Visit, laid: Laid, protocol: Protocol, diary: Diary) -> Window | None:
    first = next(iter(of_kind(laid.values(), Kind.DOSE)), None)
    others = [one for one in of_kind(laid.values(), Kind.PREPARATION) if one.number < visit.number]
    after = max((one.end for one in others if one.end), default=None)
    if first is None or first.at is None:
        return Window(visit.start or diary.now, after, None)
    days = protocol.days("preparation_days", visit.number)
    latest = first.at - timedelta(minutes=visit.minutes)
    return Window(diary.days_later(first.at, -days), after, latest, "schedule.preparation.first")


def _dose(visit: Visit, laid: Laid, protocol: Protocol, diary: Diary) -> Window | None:
    doses = [dose for dose in of_kind(laid.values(), Kind.DOSE) if dose.number < visit.number]
    before = max(doses, key=lambda dose: dose.number, default=None)
    if before is None or before.at is None:
        prepared = [one.end for one in of_kind(laid.values(), Kind.PREPARATION) if one.end]
        ready = max(prepared, default=None)
        known = [moment for moment in (visit.start or visit.instead_of, ready) if moment is not None]
        return Window(max(known, default=diary.now), ready, None, "schedule.preparation.first")
    clock = _clock(visit, diary)
    gap = protocol.gap_before(visit.number, _last_gap(doses, diary))
    apart = timedelta(hours=float(diary.policy.decimal("schedule.dose.apart")))
    earliest = wall_later(before.at, apart, diary)
    return Window(diary.days_later(before.at, gap, clock), earliest, None, "schedule.dose.apart")


def _integration(visit: Visit, laid: Laid, protocol: Protocol, diary: Diary) -> Window | None:
    dose = laid.get(f"dose-{visit.number}")
    if dose is None or dose.at is None or not dose.counts:
        return None
    opens, closes = protocol.integration_window
    earliest, latest = dose.at + opens, dose.at + closes
    ideal = earliest
    clock = _clock(visit, diary)
    if clock is not None:
        same_hour = diary.days_later(earliest, 0, clock)
        ideal = same_hour if same_hour >= earliest else diary.days_later(same_hour, 1)
    following = [one.at for one in of_kind(laid.values(), Kind.DOSE) if one.at and one.at > dose.at]
    before_next = min(following) - timedelta(minutes=visit.minutes) if following else latest
    if earliest <= before_next < latest:
        latest = before_next
    return Window(ideal, earliest, latest, "integration_hours")


def _follow_up(visit: Visit, laid: Laid, protocol: Protocol, diary: Diary) -> Window | None:
    last = _last_dose(laid)
    if last is None or last.at is None:
        return None
    clock = _clock(visit, diary)
    ideal = diary.days_later(last.at, protocol.days("follow_up_days", visit.number), clock)
    slack = diary.policy.days("schedule.follow_up.slack")
    return Window(ideal, ideal - slack, ideal + slack, "schedule.follow_up.slack")


def _measure(visit: Visit, laid: Laid, protocol: Protocol, diary: Diary) -> Window | None:
    anchor, days = _measured_after(visit, laid)
    if anchor is None:
        return None
    slack = diary.policy.days("schedule.measure.slack")
    ideal = diary.days_later(anchor, days, MEASURES_AT)
    if ideal <= diary.now:
        ideal = diary.days_later(diary.now, 1, MEASURES_AT)
    return Window(ideal, ideal - slack, ideal + slack, "schedule.measure.slack")


def _measured_after(visit: Visit, laid: Laid) -> tuple[datetime | None, int]:
    """What a scale hangs on and how many days it is from it. `key` ends with the dose's number where it has one."""
    point = visit.key.removeprefix("measure-")
    if point == "baseline":
        begun = [one.at for one in laid.values() if one.counts and one.at and one.takes_time]
        return min(begun, default=None), -1
    if point in _AFTER_THE_LAST:
        last = _last_dose(laid)
        return (last.at if last else None), _AFTER_THE_LAST[point]
    dose = laid.get(f"dose-{visit.number}")
    return (dose.at if dose and dose.counts else None), 1 if point.startswith("after") else -1


def _last_gap(doses: list[Visit], diary: Diary) -> int | None:
    """The days between the last two doses, on the clinic's calendar; None before there are two."""
    days = [diary.local_day(dose.at) for dose in sorted(doses, key=lambda dose: dose.number) if dose.at]
    return (days[-1] - days[-2]).days if len(days) > 1 else None


def _clock(visit: Visit, diary: Diary) -> time | None:
    """The time of day it had, or that of the one in whose place it stands."""
    had = visit.start or visit.instead_of
    return wall(had, diary.zone).time() if had else None


def _last_dose(laid: Laid) -> Visit | None:
    doses = of_kind(laid.values(), Kind.DOSE)
    return doses[-1] if doses else None


def wall_later(moment: datetime, span: timedelta, diary: Diary) -> datetime:
    """The moment at which the clinic's clocks show `span` more than they do at `moment`."""
    local = wall(moment, diary.zone) + span
    return local.replace(tzinfo=diary.zone).astimezone(UTC)


_AFTER_THE_LAST = {"week-after": 7, "month-after": 28}
_WINDOWS = {
    Kind.PREPARATION: _preparation,
    Kind.DOSE: _dose,
    Kind.INTEGRATION: _integration,
    Kind.FOLLOW_UP: _follow_up,
    Kind.MEASURE: _measure,
}
