"""What is measured at the bedside: typed values become a reading, or a sentence for each one that cannot be."""

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from daybreak.care import monitoring, plausibility
from daybreak.clinic import clock, policy
from daybreak.clinic.entry import Entries
from daybreak.clinic.sessions.models import DosingSession, Reading

QUANTITIES = monitoring.QUANTITIES
"""What a reading may hold; each is a field of ``Reading``."""


def checked(values: Mapping[str, Any], note: str, confirmed: Collection[str]) -> monitoring.Reading:
    """The values as whole numbers. A field left out, None or blank was not measured.

    Raises Invalid: errors for what cannot be, confirm for what is improbable and not in ``confirmed``.
    """
    entries = Entries(confirmed)
    for unknown in sorted(set(values) - set(QUANTITIES)):
        entries.refuse(unknown, f"“{unknown}” is not measured at the bedside: {', '.join(QUANTITIES)} are.")
    taken = {name: value for name in QUANTITIES if (value := values.get(name)) not in (None, "")}
    for name, value in taken.items():
        entries.judge(name, plausibility.check(name, _plain(value), policy.current()))
    if not (taken or note.strip() or entries.errors):
        entries.refuse("values", "Nothing is entered. Enter at least one value, or a note.")
    if not entries.errors:
        _check_pressure(entries, taken)
    entries.settle()
    whole: dict[str, Any] = {name: _whole(value) for name, value in taken.items()}
    return monitoring.Reading(**whole)


def moment(at: datetime | None, session: DosingSession, field: str = "at") -> datetime:
    """When it happened: neither in the future nor before the opening (Invalid). A clock a little ahead is now."""
    now = clock.now()
    if at is None:
        return now
    if at.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    entries = Entries()
    rules = policy.current()
    entries.judge(field, plausibility.check_time(at, now, session_opened_at=session.opened_at, policy=rules))
    entries.settle()
    return min(at, now)


def of(reading: Reading) -> monitoring.Reading:
    """A stored reading as care reads it."""
    return monitoring.Reading(**{name: getattr(reading, name) for name in QUANTITIES})


def _plain(value: Any) -> Any:
    """True and False are numbers to Python, not to a nurse."""
    return str(value) if isinstance(value, bool) else value


def _check_pressure(entries: Entries, taken: Mapping[str, Any]) -> None:
    both = {"systolic", "diastolic"}
    missing = both - set(taken)
    if len(missing) == 1:
        entries.refuse(missing.pop(), "A blood pressure is two numbers. Enter both, or neither.")
    elif not missing:
        systolic, diastolic = _whole(taken["systolic"]), _whole(taken["diastolic"])
        entries.judge("diastolic", plausibility.check_pressure(systolic, diastolic, policy.current()))


def _whole(value: Any) -> int:
    return int(Decimal(str(value)))


def is_moment(row: Reading, at: datetime | None) -> bool:
    """True when ``row`` may have been recorded for ``at``: the same moment, but for a device's clock."""
    return at is None or abs(row.at - at) <= policy.current().minutes("plausible.clock_skew")
