"""How audit events hang together: each carries a keyed hash over all its fields and the hash of the event before."""

import hashlib
import hmac
import json
import uuid
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

GENESIS = "0" * 64
_EVENT_LABEL = b"daybreak audit event 1\n"
_HEAD_LABEL = b"daybreak audit head 1\n"


@dataclass(frozen=True)
class Link:
    """Every field of one event that its hash covers: all of them but the hash itself."""

    seq: int
    at: datetime
    actor_id: uuid.UUID | None
    actor_name: str
    actor_roles: str
    act: str
    subject_kind: str
    subject_id: str
    patient_id: uuid.UUID | None
    detail: str
    previous: str


def key() -> bytes:
    """The audit key from the settings: never in the database. Raises ImproperlyConfigured when there is none."""
    found = getattr(settings, "AUDIT_KEY", "")
    secret: bytes = found.encode() if isinstance(found, str) else bytes(found)
    if not secret:
        raise ImproperlyConfigured("The audit key is missing: set AUDIT_KEY to a long random secret and keep it safe.")
    return secret


def mac(link: Link, secret: bytes) -> str:
    """HMAC-SHA256, in hexadecimal, over the canonical text of the event."""
    return hmac.new(secret, _EVENT_LABEL + canonical(link), hashlib.sha256).hexdigest()


def seal(seq: int, head_mac: str, secret: bytes) -> str:
    """HMAC-SHA256, in hexadecimal, by which the head says where the log ends; its label is not that of events."""
    return hmac.new(secret, _HEAD_LABEL + f"{seq} {head_mac}".encode(), hashlib.sha256).hexdigest()


def canonical(link: Link) -> bytes:
    """One spelling for one event: sorted keys, no spaces, UTF-8, times in UTC to the microsecond."""
    fields = asdict(link)
    fields["at"] = link.at.astimezone(UTC).isoformat(timespec="microseconds")
    for name in ("actor_id", "patient_id"):
        fields[name] = None if fields[name] is None else str(fields[name])
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
