"""Reads the events of the log in order for the walk, also those that someone has made unreadable."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
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
_BROKEN = (ValueError, TypeError, AttributeError, OperationalError)
"""What reading a column raises that holds something of another kind."""


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


@dataclass(frozen=True)
class Damaged:
    """An event in which someone wrote what is no id, time, text or detail: all that is known of it is its number."""

    seq: int


def latest(found: QuerySet[AuditEvent], limit: int) -> list[AuditEvent | Damaged]:
    """The first ``limit`` events of ``found``, for people to read; one that cannot be read comes as ``Damaged``."""
    try:
        return [_whole(event) for event in found[:limit]]
    except _BROKEN as problem:
        _raise_unless_damaged(problem)
        return [_whole_alone(seq) for seq in found.values_list("seq", flat=True)[:limit]]


def acts() -> list[str]:
    """Every act that the log tells of and that can be read, in no order."""
    named = AuditEvent.objects.order_by()
    try:
        return [act for act in named.values_list("act", flat=True).distinct() if isinstance(act, str)]
    except _BROKEN as problem:
        _raise_unless_damaged(problem)
        read = latest(named, named.count())
        return sorted({event.act for event in read if isinstance(event, AuditEvent)})


def _whole_alone(seq: int) -> AuditEvent | Damaged:
    try:
        return _whole(AuditEvent.objects.get(seq=seq))
    except _BROKEN as problem:
        _raise_unless_damaged(problem)
        return Damaged(seq)


def _whole(event: AuditEvent) -> AuditEvent | Damaged:
    texts = isinstance(event.at, datetime) and all(isinstance(getattr(event, name), str) for name in _TEXTS)
    return event if texts and _is_detail(event.detail) else Damaged(event.seq)


def _is_detail(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _page(found: QuerySet[AuditEvent]) -> list[Row]:
    try:
        return [_row(*values) for values in found.values_list(*_FIELDS, "mac")[:_AT_ONCE]]
    except _BROKEN as problem:
        _raise_unless_damaged(problem)
        return [_alone(found, seq) for seq in found.values_list("seq", flat=True)[:_AT_ONCE]]


def _alone(found: QuerySet[AuditEvent], seq: int) -> Row:
    try:
        return _row(*found.filter(seq=seq).values_list(*_FIELDS, "mac")[0])
    except _BROKEN as problem:
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
