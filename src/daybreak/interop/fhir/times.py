"""Reads FHIR's dates, which may stop at the year or the month, and its moments, which carry a zone."""

from datetime import date, datetime
from typing import Any

from daybreak.interop.fhir.validation import Unclear


def moment(resource: Any, *names: str) -> datetime | date:
    """The first of these elements that is there, whole to the day; a Period counts from its start. Raises Unclear."""
    for name in names:
        value: Any = getattr(resource, name, None)
        value = _start(value)
        if isinstance(value, datetime | date):
            return _zoned(value)
        if value is not None:
            raise Unclear(f'Its time "{value}" is not given to the day.')
    raise Unclear("It does not say when it was.")


def day(value: Any) -> date | None:
    """The day, or None where nothing or only a month or year is said."""
    value = _start(value)
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def partial(value: Any) -> str:
    """A date as it was said, however precise."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _start(value: Any) -> Any:
    return getattr(value, "start", value)


def _zoned(value: datetime | date) -> datetime | date:
    if isinstance(value, datetime) and value.tzinfo is None:
        raise Unclear("Its time has no time zone, so the moment cannot be known.")
    return value
