"""Appends to the log: the one way in. Every event is written in the transaction of the act it tells of."""

import json
import logging
import uuid
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Model

from daybreak.clinic import clock
from daybreak.clinic.audit import anchors, chain
from daybreak.clinic.audit.models import AuditEvent, AuditHead
from daybreak.clinic.audit.verification import Verification
from daybreak.clinic.audit.verification import verify as walk
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit, roles_of

if TYPE_CHECKING:
    from daybreak.clinic.patients.models import Patient

_log = logging.getLogger(__name__)


def append(
    *,
    by: Person | None,
    act: str,
    subject: Model | None = None,
    subject_kind: str = "",
    subject_id: str = "",
    patient: "Patient | None" = None,
    detail: dict[str, Any] | None = None,
    actor_name: str = "",
) -> AuditEvent:
    """Adds one event to the chain and moves the head; both stand or fall with the transaction around them.

    ``by`` is None only for acts of no member of staff; ``actor_name`` then says whose ("patient, by link").
    ``detail`` holds names and values enough to reconstruct the act, never a secret.
    Raises RuntimeError outside a transaction, and when another writer got in between (only a broken database lets it).
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An audit event belongs to its act: append it inside transaction.atomic().")
    secret = chain.key()
    head = AuditHead.objects.select_for_update().get()
    link = chain.Link(
        seq=head.seq + 1,
        at=clock.now(),
        actor_id=by.public_id if by else None,
        actor_name=_fit(by.name if by else actor_name or "the system", 120),
        actor_roles=" ".join(sorted(roles_of(by))) if by else "",
        act=act,
        subject_kind=subject_kind or (subject._meta.label_lower if subject else ""),
        subject_id=subject_id or _name_of(subject),
        patient_id=patient.public_id if patient else None,
        detail=json.dumps(detail or {}, sort_keys=True, ensure_ascii=False, default=str),
        previous=head.mac,
    )
    event = AuditEvent(**vars(link), mac=chain.mac(link, secret))
    _advance(head, event, secret)
    event.save(force_insert=True)
    transaction.on_commit(_keep_anchor)
    return event


def verify(*, by: Person) -> Verification:
    """Walks the whole log for someone who may, and writes down that they did and what was found. Raises Refused."""
    permit(by, "audit.verify")
    found = walk()
    with transaction.atomic():
        append(
            by=by,
            act="audit.verify",
            subject_kind="audit.log",
            detail={"whole": found.ok, "events": found.events, "problems": list(found.problems[:10])},
        )
    return found


def export_anchor() -> anchors.Anchor:
    """The head as it is now, to be kept outside; also added to the anchor file where one is set."""
    head = AuditHead.objects.get()
    anchor = anchors.Anchor(head.seq, head.mac, clock.now().isoformat(timespec="seconds"))
    path = anchors.file()
    if path is not None and head.seq:
        anchors.keep(anchor, path)
    return anchor


def _advance(head: AuditHead, event: AuditEvent, secret: bytes) -> None:
    moved = AuditHead.objects.filter(seq=head.seq, mac=head.mac).update(
        seq=event.seq, mac=event.mac, seal=chain.seal(event.seq, event.mac, secret)
    )
    if moved != 1:
        raise RuntimeError("The audit log moved under this act, so nothing was written: please try again.")


def _name_of(subject: Model | None) -> str:
    name = getattr(subject, "public_id", None) or getattr(subject, "pk", None)
    return "" if name is None else str(name) if isinstance(name, uuid.UUID | int) else _fit(str(name), 64)


def _fit(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _keep_anchor() -> None:
    """After the commit: a full disk here must not make a saved act look lost, so it is logged, not raised."""
    try:
        if anchors.file() is not None:
            export_anchor()
    except OSError as error:
        _log.error("The audit anchor could not be kept outside the database: %s", error.strerror)
