"""A plan laid out from its protocol, and laid out anew around what was missed or moved.

Nothing here is done: these functions say which visit would go from where to where, and a person confirms it. What is
done, missed or cancelled stays; so does what a person has just placed. A visit that still lies in its window stays, so
that as little as possible changes; one whose window was not touched stays even where a rule is broken that someone had
accepted. What finds no free time keeps the one it has, and `daybreak.care.schedule` says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from daybreak.care.diary import Diary
from daybreak.care.protocols import Protocol
from daybreak.care.schedule import too_close
from daybreak.care.visit_windows import Laid, Window, window
from daybreak.care.visits import Kind, Visit, of_kind, wall

_ORDER = list(Kind)


@dataclass(frozen=True)
class Move:
    """One visit before and after; `before.start` is None for one that is new."""

    before: Visit
    after: Visit


@dataclass(frozen=True)
class Flow:
    """Every visit of the course as it would be, and which of them would change."""

    visits: tuple[Visit, ...]
    moves: tuple[Move, ...]


def lay_out(
    protocol: Protocol,
    first: Visit,
    diary: Diary,
    team: Mapping[Kind, tuple[str, ...]] | None = None,
    had: Iterable[Visit] = (),
) -> Flow:
    """The whole course around its first (or next) dose, which a person has placed.

    `team` says who takes which kind. `had` are visits the course has already: they stay, and what lies before them is
    not planned any more.
    """
    known = {visit.key: visit for visit in had if visit.counts}
    people = team or {}
    wanted = [Visit(key, None, 0) for key in keys(protocol) if key not in known and key != first.key]
    others = (
        replace(
            visit,
            minutes=protocol.minutes(visit.kind),
            place=first.place if visit.kind is Kind.DOSE else "",
            staff=people.get(visit.kind, ()),
        )
        for visit in wanted
        if not _is_past(visit, first.number)
    )
    return reflow((*known.values(), replace(first, pinned=True), *others), protocol, diary)


def _is_past(visit: Visit, next_dose: int) -> bool:
    """Whether a visit belongs to a part of the course that is over when this dose is the next one."""
    if visit.kind is Kind.PREPARATION or visit.key == "measure-baseline":
        return next_dose > 1
    anchored = visit.kind in (Kind.DOSE, Kind.INTEGRATION) or visit.key.rpartition("-")[0].endswith("dose")
    return anchored and visit.number < next_dose


def keys(protocol: Protocol) -> Iterator[str]:
    """The name of every visit of a course, in the order of care."""
    yield from (f"preparation-{number}" for number in range(1, protocol.preparations + 1))
    for dose in range(1, protocol.all_doses + 1):
        yield f"dose-{dose}"
        yield f"integration-{dose}"
    yield from (f"follow_up-{number}" for number in range(1, protocol.follow_ups + 1))
    yield from _measures(protocol)


def reflow(visits: Iterable[Visit], protocol: Protocol, diary: Diary, was: Iterable[Visit] | None = None) -> Flow:
    """Every visit with its place after something was moved (`pinned`), missed, or is new (without a start).

    `was` is how the visits stood before: what hangs on nothing that changed stays where it is.
    """
    given = list(visits)
    original = {visit.key: visit for visit in (given if was is None else was) if visit.counts}
    laid = {visit.key: visit for visit in given if visit.counts and not visit.is_movable(diary.now)}
    for visit in sorted((one for one in given if one.is_movable(diary.now)), key=_in_order):
        laid[visit.key] = _settled(visit, laid, original, protocol, diary)
    after = [laid[visit.key] if visit.counts and laid[visit.key].id == visit.id else visit for visit in given]
    moves = [Move(before, now) for before, now in zip(given, after, strict=True) if _differs(before, now)]
    return Flow(tuple(after), tuple(moves))


def _in_order(visit: Visit) -> tuple[int, int]:
    return _ORDER.index(visit.kind), visit.number


def _differs(before: Visit, after: Visit) -> bool:
    return (before.start, before.place) != (after.start, after.place)


def _settled(visit: Visit, laid: dict[str, Visit], original: Laid, protocol: Protocol, diary: Diary) -> Visit:
    """The visit where it is when it may stay, else at the next free time, else where it is."""
    for wanted in _windows(visit, laid, original, protocol, diary):
        if visit.start is not None and _may_stay(visit, wanted, laid, original, protocol, diary):
            return visit
        found = _free(visit, wanted, laid, protocol, diary)
        if found is not None:
            return found
    return visit


def _windows(visit: Visit, laid: Laid, original: Laid, protocol: Protocol, diary: Diary) -> Iterator[Window]:
    """The windows to try, in turn: its own; then later, which is shown as a finding rather than left impossible.

    A preparation that finds no time before the first dose moves the dose, unless that one is where it must be.
    """
    around, first = laid, original.get("dose-1")
    if visit.kind is Kind.PREPARATION and first is not None:
        around = {**laid, "dose-1": laid.get("dose-1", first)}
    wanted = window(visit, around, protocol, diary)
    if wanted is None:
        return
    yield wanted
    if visit.kind is Kind.INTEGRATION or (visit.kind is Kind.PREPARATION and "dose-1" not in laid):
        yield replace(wanted, latest=None)


def _may_stay(visit: Visit, wanted: Window, laid: Laid, original: Laid, protocol: Protocol, diary: Diary) -> bool:
    start = visit.start
    if start is None or (visit.takes_time and _meets(visit, start, laid)):
        return False
    if visit.place and any(taken.place == visit.place for taken in diary.during(start, start + _length(visit))):
        return False
    if _untouched(visit, wanted, laid, original, protocol, diary):
        return True
    return wanted.holds(start) and not too_close(visit, start, of_kind(laid.values(), Kind.DOSE), diary)


def _untouched(visit: Visit, wanted: Window, laid: Laid, original: Laid, protocol: Protocol, diary: Diary) -> bool:
    """Whether nothing that this visit hangs on has changed."""
    others = {key: one for key, one in original.items() if key != visit.key and one.start is not None}
    before = others if visit.kind is not Kind.DOSE else {key: one for key, one in others.items() if key in laid}
    if window(visit, before, protocol, diary) != wanted:
        return False
    doses = of_kind(laid.values(), Kind.DOSE) if visit.kind is Kind.DOSE else []
    return all(dose.key in original and original[dose.key].at == dose.at for dose in doses)


def _free(visit: Visit, wanted: Window, laid: Laid, protocol: Protocol, diary: Diary) -> Visit | None:
    """The visit at the free time nearest to the ideal one; None when there is none in its window."""
    if not visit.takes_time:
        return replace(visit, start=wanted.ideal)
    doses = of_kind(laid.values(), Kind.DOSE)
    crowded = {
        day
        for day in _days(diary.local_day(wanted.ideal), visit, wanted, diary)
        if _leaves_no_time(visit, day, doses, protocol, diary)
    }
    for start in _candidates(visit, wanted, diary):
        if diary.local_day(start) in crowded:
            continue
        if not wanted.holds(start) or _meets(visit, start, laid) or too_close(visit, start, doses, diary):
            continue
        if wanted.latest is None and visit.kind is Kind.INTEGRATION and _is_on_a_dose_day(start, doses, diary):
            continue
        for place in _places(visit, diary):
            if diary.is_free(visit, start, place):
                return replace(visit, start=start, place=place)
    return None


def _candidates(visit: Visit, wanted: Window, diary: Diary) -> Iterator[datetime]:
    """Times to try: the ideal day at the ideal hour first; doses only later, all others also earlier."""
    ideal = wanted.ideal
    around = wall(ideal, diary.zone).time()
    soonest = diary.local_day(diary.now) + diary.policy.days("schedule.notice")
    for day in _days(diary.local_day(ideal), visit, wanted, diary):
        if day >= soonest and diary.is_open_day(day):
            yield from diary.times(day, around)


def _days(ideal: date, visit: Visit, wanted: Window, diary: Diary) -> Iterator[date]:
    """The days of the window, outwards from the ideal one, which may lie in the past."""
    first = diary.local_day(max(diary.now, wanted.earliest or diary.now))
    start = max(ideal, first)
    last = start + timedelta(days=int(diary.policy.decimal("schedule.no_room")))
    if wanted.latest is not None:
        last = min(last, diary.local_day(wanted.latest))
    days = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    if visit.kind is Kind.DOSE:
        return iter([day for day in days if day >= start])
    return iter(sorted(days, key=lambda day: (abs(day - ideal), day)))


def _places(visit: Visit, diary: Diary) -> tuple[str, ...]:
    """Its own place first, then every other of its kind; nowhere when the clinic has none."""
    known = diary.places.get(visit.kind.place, ())
    own = (visit.place,) if visit.place in known else ()
    return (*own, *(place for place in known if place not in own)) or ("",)


def _meets(visit: Visit, start: datetime, laid: Laid) -> bool:
    """Whether the patient is somewhere else at that time."""
    end = start + _length(visit)
    others = (one for one in laid.values() if one.key != visit.key and one.takes_time and one.counts)
    return any(one.at < end and start < one.end for one in others if one.at and one.end)


def _leaves_no_time(visit: Visit, day: date, doses: Iterable[Visit], protocol: Protocol, diary: Diary) -> bool:
    """Whether a dose on that day would leave no open day before it on which the dose before is worked through."""
    before = max((dose.at for dose in doses if dose.at and dose.number < visit.number), default=None)
    if visit.kind is not Kind.DOSE or before is None:
        return False
    opens, closes = protocol.integration_window
    days = range((day - diary.local_day(before + opens)).days)
    between = (diary.local_day(before + opens) + timedelta(days=count) for count in days)
    return not any(diary.is_open_day(one) and one <= diary.local_day(before + closes) for one in between)


def _is_on_a_dose_day(start: datetime, doses: Iterable[Visit], diary: Diary) -> bool:
    """Whether another dose is given on that day: integration later than its window still keeps clear of it."""
    return any(dose.at and diary.local_day(dose.at) == diary.local_day(start) for dose in doses)


def _length(visit: Visit) -> timedelta:
    return timedelta(minutes=visit.minutes)


def _measures(protocol: Protocol) -> Iterator[str]:
    named = {
        "baseline": ["baseline"],
        "after_first_dose": ["after-dose-1"],
        "before_each_dose": [f"before-dose-{dose}" for dose in range(2, protocol.all_doses + 1)],
        "week_after": ["week-after"],
        "month_after": ["month-after"],
    }
    yield from (f"measure-{point}" for name in protocol.measure_points for point in named[name])
