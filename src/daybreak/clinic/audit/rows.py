"""Reads the events of the log in order for the walk, also those that someone has made unreadable."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import OperationalError
from django.db.models import QuerySet

from daybreak.clinic.audit import chain
from daybreak.clinic.audit.models import AuditEvent

Row = tuple[chain.Link, str]

_FIELDS = tuple(chain.Link.__dataclass_fields__)
_TEXTS = ("actor_name", "actor_roles", "act", "subject_kind", "subject_id", "detail", "previous")
_NEVER = datetime.min.replace(tzinfo=UTC)
_AT_ONCE = 2000


def events(after: int, until: int | None) -> Iterator[Row]:
    """Each event and its hash; those numbered below 1 cannot be ours and come with the first.

    SQLite keeps whatever is written into a column: an event with something in it that is no id, time or text
    comes as an event that no key can have sealed, so that the walk names it and goes on.
    """
    found = AuditEvent.objects.order_by("seq")
    found = found.filter(seq__gt=after) if after else found
    found = found if until is None else found.filter(seq__lte=until)
    page = _page(found)
    while page:
        yield from page
        page = _page(found.filter(seq__gt=page[-1][0].seq))


def _page(found: QuerySet[AuditEvent]) -> list[Row]:
    try:
        return [_row(*values) for values in found.values_list(*_FIELDS, "mac")[:_AT_ONCE]]
    except (ValueError, OperationalError) as problem:
        _raise_unless_damaged(problem)
        return [_alone(found, seq) for seq in found.values_list("seq", flat=True)[:_AT_ONCE]]


def _alone(found: QuerySet[AuditEvent], seq: int) -> Row:
    try:
        return _row(*found.filter(seq=seq).values_list(*_FIELDS, "mac")[0])
    except (ValueError, OperationalError) as problem:
        _raise_unless_damaged(problem)
        return _damaged(seq)


def _row(*values: Any) -> Row:
    link, mac = chain.Link(*values[:-1]), values[-1]
    whole = isinstance(link.at, datetime) and all(isinstance(getattr(link, name), str) for name in _TEXTS)
    return (link, mac) if whole and isinstance(mac, str) else _damaged(link.seq)


def _damaged(seq: int) -> Row:
    return chain.Link(seq, _NEVER, None, "", "", "", "", "", None, "", ""), ""


def _raise_unless_damaged(problem: Exception) -> None:
    """A database that is locked or gone says nothing about the log."""
    if isinstance(problem, OperationalError) and "decode" not in str(problem):
        raise problem
