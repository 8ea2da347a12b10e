"""The keys of the psychotherapy notes: a file outside the database that only its owner may read.

One line a key: its name, when it was made, the key. The name is taken from the key itself, so that another key can
never pass for it. The last line seals what is written now; the others open what was sealed before.
"""

import base64
import hashlib
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from daybreak.clinic import clock
from daybreak.clinic.entry import Conflict

BYTES = 32
_LABEL = b"daybreak psychotherapy note key\0"
_HEAD = """\
# The keys of this clinic's psychotherapy notes. Whoever has this file and the database can read them; without this file
# nobody can, for good. Keep a copy of it where no backup of the database is. The last key seals what is written now.
"""


class KeysUnusable(Conflict):
    """The keys cannot be used as they are; the text says what is wrong and what to do."""


@dataclass(frozen=True)
class Key:
    """One key. ``id`` is taken from ``secret``: the first 16 digits of a SHA-256."""

    id: str
    made_at: datetime
    secret: bytes

    def __repr__(self) -> str:
        return f"Key({self.id})"


@dataclass(frozen=True)
class Keyring:
    """Every key there is, the oldest first."""

    keys: tuple[Key, ...]

    @property
    def current(self) -> Key:
        """The key that seals what is written now."""
        return self.keys[-1]

    def find(self, key_id: str) -> Key | None:
        """The key of this name, or None."""
        return next((key for key in self.keys if key.id == key_id), None)


def path() -> Path:
    """Where the file is."""
    return Path(settings.NOTES_KEY_FILE)


def load() -> Keyring:
    """The keys in the file. KeysUnusable when there is none, others may read it, or it is damaged."""
    file = path()
    try:
        with file.open(encoding="ascii") as lines:
            if os.name == "posix" and os.fstat(lines.fileno()).st_mode & 0o077:
                raise KeysUnusable(
                    f"Others than its owner may read the keys of the psychotherapy notes. Run: chmod 600 {file}"
                )
            keys = tuple(_read(line, file) for line in lines if line.strip() and not line.startswith("#"))
    except FileNotFoundError:
        raise KeysUnusable(_missing(file)) from None
    except (OSError, UnicodeDecodeError):
        raise KeysUnusable(
            f"The keys of the psychotherapy notes in {file} cannot be read. Check its owner, or put the file back "
            "from its copy. No note was changed."
        ) from None
    if not keys:
        raise KeysUnusable(f"There is no key in {file}. Put the file back from its copy. No note was changed.")
    return Keyring(keys)


def exists() -> bool:
    """Whether there is a file, of whatever content."""
    return path().exists()


def make() -> Key:
    """A new file with a first key, readable by its owner alone. KeysUnusable when there is a file already."""
    key, file = _new(), path()
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(file, _HEAD + _line(key))
    except FileExistsError:
        raise KeysUnusable(f"There are keys in {file} already, and they stay. Rotate them to use a new one.") from None
    except OSError as problem:
        raise KeysUnusable(f"The keys cannot be written to {file}: {problem.strerror}.") from None
    return key


def add() -> Key:
    """One more key at the end of the file, which seals from now on. The file is replaced in one step."""
    ring, key, file = load(), _new(), path()
    fresh = file.with_name(f"{file.name}.new")
    try:
        fresh.unlink(missing_ok=True)
        _write(fresh, _HEAD + "".join(map(_line, (*ring.keys, key))))
        fresh.replace(file)
        _settle(file.parent)
    except OSError as problem:
        raise KeysUnusable(f"The keys cannot be written to {file}: {problem.strerror}. Nothing was changed.") from None
    return key


def name_of(secret: bytes) -> str:
    """The name of a key."""
    return hashlib.sha256(_LABEL + secret).hexdigest()[:16]


def _new() -> Key:
    secret = secrets.token_bytes(BYTES)
    return Key(name_of(secret), clock.now(), secret)


def _line(key: Key) -> str:
    return f"{key.id} {key.made_at.isoformat(timespec='seconds')} {base64.urlsafe_b64encode(key.secret).decode()}\n"


def _read(line: str, file: Path) -> Key:
    """One key. A line in which name and key do not belong together was damaged."""
    try:
        name, made_at, text = line.split()
        secret = base64.urlsafe_b64decode(text)
        moment = datetime.fromisoformat(made_at)
    except ValueError:
        secret, name, moment = b"", "", datetime.min  # noqa: DTZ901 - never used
    if len(secret) != BYTES or name_of(secret) != name:
        raise KeysUnusable(
            f"A line of {file} is damaged: its key is not the one that it names. Put the file back from its copy. "
            "No note was changed."
        )
    return Key(name, moment, secret)


def _missing(file: Path) -> str:
    return (
        f"The keys of the psychotherapy notes are not at {file}, so none can be read or written. Put the file back "
        "from its copy; a clinic that never had one makes it with `daybreak notes keys new`. No note was changed."
    )


def _write(file: Path, text: str) -> None:
    """A file that is new and its owner's alone, waited for until the disk has it."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as new:
        new.write(text)
        new.flush()
        os.fsync(new.fileno())
    _settle(file.parent)


def _settle(folder: Path) -> None:
    """Wait until the disk knows the names in the folder, where the system lets one."""
    if os.name == "posix":
        known = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(known)
        finally:
            os.close(known)
