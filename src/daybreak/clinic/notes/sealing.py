"""Seals words so that only their key opens them, and only for the row and the patient that they were sealed for.

AES-256-GCM of the `cryptography` library. The seal is a random nonce of 12 bytes and the cipher text; what is
authenticated beside it names the kind of row, the row and the patient. The length is padded to whole blocks.
"""

import json
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from daybreak.clinic.notes import keyring
from daybreak.clinic.notes.keyring import Key, Keyring, KeysUnusable
from daybreak.clinic.notes.models import Draft, SealedText, Words

NONCE = 12
BLOCK = 512
"""Bytes; the length of the cipher text tells the length of the words no closer than this."""


class Broken(KeysUnusable):
    """A seal does not fit its row: it was changed, or belongs to another."""


def close(words: Words, row: Draft | SealedText, ring: Keyring | None = None) -> None:
    """Put ``words`` under seal into ``row``, which is not saved here. KeysUnusable without a key."""
    key = (ring or keyring.load()).current
    row.key_id, row.seal = key.id, _encrypt(key, _padded(words), _bound_to(row))


def open_seal(row: Draft | SealedText, ring: Keyring | None = None) -> Words:
    """The words. KeysUnusable when their key is not there; Broken when the seal does not fit the row."""
    ring = ring or keyring.load()
    key = ring.find(row.key_id)
    if key is None:
        raise KeysUnusable(
            f"The key {row.key_id}, with which this was sealed, is not among the {len(ring.keys)} in "
            f"{keyring.path()}. Put the file that has it back from its copy. The words are kept as they are, sealed."
        )
    try:
        plain = _decrypt(key, bytes(row.seal), _bound_to(row))
    except InvalidTag:
        raise Broken(
            "This seal does not fit its note: it was changed, or it belongs to another note or patient. Nothing of it "
            "is shown. Tell the medical director; the audit log and a backup can show what happened."
        ) from None
    words: Words = json.loads(plain)
    return words


def _encrypt(key: Key, plain: bytes, bound_to: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key.secret).encrypt(nonce, plain, bound_to)


def _decrypt(key: Key, seal: bytes, bound_to: bytes) -> bytes:
    if len(seal) <= NONCE:
        raise InvalidTag
    return AESGCM(key.secret).decrypt(seal[:NONCE], seal[NONCE:], bound_to)


def _padded(words: Words) -> bytes:
    """As JSON, with blanks up to a whole block."""
    plain = json.dumps(words, ensure_ascii=False).encode()
    return plain + b" " * (-len(plain) % BLOCK)


def _bound_to(row: Draft | SealedText) -> bytes:
    """What the seal belongs to: neither another row, nor another patient, nor another kind of row opens it."""
    if isinstance(row, Draft):
        return _names("draft", row.public_id, row.course.patient.public_id)
    return _names("psychotherapy note", row.note.public_id, row.note.course.patient.public_id)


def _names(kind: str, row: UUID, patient: UUID) -> bytes:
    return f"daybreak:{kind}:{row}:{patient}".encode()
