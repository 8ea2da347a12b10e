"""What a person was given here so far: how often, how much, since when, for the rules of spacing and of totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class GivenDose:
    """One dose that was given, on its calendar day."""

    on: date
    mg: Decimal


@dataclass(frozen=True, kw_only=True)
class Exposure:
    """Every dose given here, of all courses: the body does not know where one course ends.

    A series is the doses that follow one another without a long pause. Days are whole calendar days, so that a weekly
    appointment an hour earlier is still a week. None: nothing was given.
    """

    sessions: int = 0
    mg: Decimal = Decimal(0)
    last_mg: Decimal | None = None
    days_since_last: int | None = None
    days_since_series_began: int | None = None
    sessions_in_series: int = 0


NOTHING_GIVEN = Exposure()


def reckon(given: Iterable[GivenDose], today: date, pause_days: Decimal | int) -> Exposure:
    """The exposure on ``today``. More than ``pause_days`` between two doses, or until today, ends a series."""
    doses = sorted(given, key=lambda dose: dose.on)
    if not doses:
        return Exposure()
    series = _series(doses, today, pause_days)
    return Exposure(
        sessions=len(doses),
        mg=sum((dose.mg for dose in doses), Decimal(0)),
        last_mg=doses[-1].mg,
        days_since_last=(today - doses[-1].on).days,
        days_since_series_began=(today - series[0].on).days if series else None,
        sessions_in_series=len(series),
    )


def _series(doses: Sequence[GivenDose], today: date, pause_days: Decimal | int) -> list[GivenDose]:
    """The doses of the series that a dose today would belong to, the earliest first."""
    series: list[GivenDose] = []
    until = today
    for dose in reversed(doses):
        if (until - dose.on).days > pause_days:
            break
        series.insert(0, dose)
        until = dose.on
    return series
