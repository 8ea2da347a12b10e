"""Keeps the keys: makes them, seals everything anew with a new one, and tells what opens and what does not."""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from daybreak.clinic import clock
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.notes import keyring, sealing
from daybreak.clinic.notes.keyring import Key, Keyring, KeysUnusable
from daybreak.clinic.notes.models import Draft, SealedText
from daybreak.clinic.people.models import Person

BY_OPERATOR = "an operator, by the command line"
Row = Draft | SealedText


@dataclass(frozen=True)
class Health:
    """What the keys open. ``used`` maps each key's name to how many rows are sealed with it."""

    keys: tuple[Key, ...]
    used: dict[str, int]
    missing: dict[str, int]
    broken: int

    @property
    def is_whole(self) -> bool:
        """Whether every note can be opened."""
        return not self.missing and not self.broken


@dataclass(frozen=True)
class Rotation:
    """What became of a rotation."""

    key: Key
    sealed: int
    left: int


def make_keys(*, although_lost: bool = False) -> Key:
    """The first key of a clinic. KeysUnusable when there are keys already, or when notes were sealed with keys that are
    gone: a new key cannot open those, and is made only when the loss is accepted, with ``although_lost``."""
    lost = _sealed_rows()
    if lost and not keyring.exists() and not although_lost:
        raise KeysUnusable(
            f"{lost} sealed notes and drafts are in the record, but their keys are not at {keyring.path()}. Put the "
            "file back from its copy: a new key opens none of them."
        )
    key = keyring.make()
    _log("psychotherapy.keys_new", {"key": key.id, "although_lost": bool(lost and although_lost)})
    return key


def make_keys_at_set_up() -> bool:
    """The first key of a clinic that has never had one; whether it was made. What is sealed is never given up here."""
    if keyring.exists() or _sealed_rows():
        return False
    make_keys()
    return True


def rotate_keys(*, by: Person | None = None, finish: bool = False) -> Rotation:
    """Everything that opens is sealed anew with a new key; with ``finish``, with the last key there is.

    Each row in a transaction of its own, so that an interrupted rotation is gone on with by ``finish``. A row that does
    not open is left as it is, and counted.
    """
    key = keyring.load().current if finish else keyring.add()
    ring = keyring.load()
    _log("psychotherapy.keys_rotate", {"key": key.id, "finish": finish}, by)
    done = [_sealed_anew(row, ring) for row in _not_sealed_with(key)]
    return Rotation(key, done.count(True), done.count(False))


def health() -> Health:
    """Open every seal once. KeysUnusable when the keys themselves cannot be read."""
    ring = keyring.load()
    used, missing, broken = Counter[str](), Counter[str](), 0
    for row in _rows():
        used[row.key_id] += 1
        if ring.find(row.key_id) is None:
            missing[row.key_id] += 1
        elif not _opens(row, ring):
            broken += 1
    return Health(ring.keys, dict(used), dict(missing), broken)


def _sealed_anew(row: Row, ring: Keyring) -> bool:
    """Seal one row with the current key; whether it opened. What it is sealed with now is read again under the lock."""
    with transaction.atomic():
        current = _locked(row)
        if current is None or current.key_id == ring.current.id:
            return True
        try:
            words = sealing.open_seal(current, ring)
        except KeysUnusable:
            return False
        before = current.key_id
        sealing.close(words, current, ring)
        if sealing.open_seal(current, ring) != words:
            raise RuntimeError("What was sealed anew does not open to the same words, so nothing was changed.")
        _keep(current)
        subject = current if isinstance(current, Draft) else current.note
        patient = subject.course.patient
        detail = {"from": before, "to": current.key_id}
        audit.append(
            by=None, actor_name=BY_OPERATOR, act="psychotherapy.reseal", subject=subject, patient=patient, detail=detail
        )
        return True


def _keep(row: Row) -> None:
    fields = ["key_id", "seal"]
    if isinstance(row, SealedText):
        row.sealed_at = clock.now()
        fields.append("sealed_at")
    row.save(update_fields=fields)


def _locked(row: Row) -> Row | None:
    rows = _texts() if isinstance(row, SealedText) else _drafts()
    return rows.select_for_update(of=("self",), no_key=True).filter(pk=row.pk).first()


def _opens(row: Row, ring: Keyring) -> bool:
    try:
        sealing.open_seal(row, ring)
    except KeysUnusable:
        return False
    return True


def _not_sealed_with(key: Key) -> list[Row]:
    return [*_texts().exclude(key_id=key.id), *_drafts().exclude(key_id=key.id)]


def _rows() -> list[Row]:
    return [*_texts(), *_drafts()]


def _texts() -> QuerySet[SealedText]:
    return SealedText.objects.select_related("note__course__patient").order_by("pk")


def _drafts() -> QuerySet[Draft]:
    return Draft.objects.exclude(key_id="").select_related("course__patient").order_by("pk")


def _sealed_rows() -> int:
    return _texts().count() + _drafts().count()


def _log(act: str, detail: dict[str, object], by: Person | None = None) -> None:
    with transaction.atomic():
        audit.append(
            by=by, actor_name=BY_OPERATOR, act=act, subject_kind="notes.keys", subject_id="", detail=dict(detail)
        )
