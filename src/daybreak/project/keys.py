"""The two secrets of a clinic: where they are kept when nobody gives them, and how they are made."""

import os
import secrets
from pathlib import Path

from daybreak.project.sources import SettingsRefused

NAMES = ("secret_key", "audit_key")


def folder(data_dir: Path) -> Path:
    """Where generated secrets live."""
    return data_dir / "secrets"


def kept(data_dir: Path) -> dict[str, str]:
    """The secrets generated earlier, by name; none before the first run."""
    found = {name: folder(data_dir) / name for name in NAMES}
    return {name: _read(path) for name, path in found.items() if path.is_file()}


def make_missing(data_dir: Path, already: frozenset[str]) -> list[str]:
    """Make and keep each secret not in ``already``; return the names of those made.

    Raises:
        SettingsRefused: the folder cannot be written.
    """
    missing = [name for name in NAMES if name not in already]
    for name in missing:
        _write(folder(data_dir) / name, secrets.token_urlsafe(48))
    return missing


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise SettingsRefused([f"The secret file {path} cannot be read. Check its owner and permissions."]) from None


def _write(path: Path, text: str) -> None:
    """Write a file only its owner can read, and wait until the disk has it."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as problem:
        raise SettingsRefused([f"The secret {path} cannot be written: {problem.strerror}."]) from None
