"""What someone with the database in their hands could do to the log: each way is a plain function."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from django.db import connection, transaction

from daybreak.clinic.audit import chain
from daybreak.clinic.audit.actions import append
from daybreak.clinic.audit.models import AuditEvent, AuditHead
from tests.clinic import cast

FIELDS = tuple(field.name for field in AuditEvent._meta.concrete_fields)
THIEF = b"a key that is not the clinic's"


def a_log_of(events: int) -> list[AuditEvent]:
    """A log of exactly so many events, written by the nurse after the cast was made."""
    nurse = cast.nurse()
    with transaction.atomic():
        for number in range(events - AuditEvent.objects.count()):
            append(by=nurse, act="patient.read", subject_kind="test", subject_id=str(number), detail={"number": number})
    return list(AuditEvent.objects.order_by("seq"))


@contextmanager
def triggers_dropped() -> Iterator[None]:
    """Without what the database itself refuses; a thief with its file can do that."""
    migration: Any = import_module("daybreak.clinic.audit.migrations.0002_append_only")
    undo = migration.SQLITE_UNDO if connection.vendor == "sqlite" else migration.POSTGRESQL_UNDO
    with connection.cursor() as cursor:
        for statement in undo:
            cursor.execute(statement)
    yield


def remove(seq: int) -> None:
    """Deletes one event."""
    AuditEvent.objects.filter(seq=seq).delete()


def change(seq: int, /, **fields: Any) -> None:
    """Overwrites fields of one event."""
    AuditEvent.objects.filter(seq=seq).update(**fields)


def write(seq: int, field: str, written: str) -> None:
    """Writes into one field of one event what the record itself could not write (``written`` is SQL)."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE audit_auditevent SET {field} = {written} WHERE seq = {seq}")


def swap(one: int, other: int) -> None:
    """Lets two events change places, all of their fields but the number included."""
    first, second = AuditEvent.objects.get(seq=one), AuditEvent.objects.get(seq=other)
    change(one, seq=-1)
    change(other, seq=one)
    change(-1, seq=other)
    assert (first.seq, second.seq) == (one, other)


def cut(after: int) -> None:
    """Deletes every event after one."""
    AuditEvent.objects.filter(seq__gt=after).delete()


def put_head(seq: int, mac: str, seal: str) -> None:
    """Writes the head as one likes."""
    AuditHead.objects.update(seq=seq, mac=mac, seal=seal)


def rewritten(events: list[AuditEvent], key: bytes) -> None:
    """Writes all events anew as a chain of one's own, with a head of one's own."""
    AuditEvent.objects.all().delete()
    previous = chain.GENESIS
    for seq, event in enumerate(events, start=1):
        event.seq, event.previous = seq, previous
        event.mac = previous = chain.mac(link_of(event), key)
        event.save(force_insert=True)
    put_head(len(events), previous, chain.seal(len(events), previous, key))


def link_of(event: AuditEvent) -> chain.Link:
    """The fields of an event that its hash covers."""
    return chain.Link(**{name: getattr(event, name) for name in chain.Link.__dataclass_fields__})


def other_value(event: AuditEvent, field: str) -> Any:
    """A value for a field that differs from the event's and that the database accepts."""
    import uuid
    from datetime import timedelta

    value = getattr(event, field)
    match field:
        case "seq":
            return value + 1000
        case "at":
            return value + timedelta(microseconds=1)
        case "actor_id" | "patient_id":
            return uuid.uuid4()
        case "detail":
            return json.dumps({"number": "another"})
        case "previous" | "mac":
            return value[:-1] + ("0" if value[-1] != "0" else "1")
        case _:
            return value + "x"
