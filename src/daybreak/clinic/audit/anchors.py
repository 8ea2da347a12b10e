"""Anchors: lines "seq mac at", kept outside the database, which tell when the end of the log was cut off."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

_LINE = re.compile(r"(?P<seq>\d{1,18}) (?P<mac>[0-9a-f]{64}) (?P<at>\S{1,40})")
_LONGEST = 200


@dataclass(frozen=True)
class Anchor:
    """The log's head as it was at a moment: the number of its last event and that event's hash."""

    seq: int
    mac: str
    at: str

    def __str__(self) -> str:
        return f"{self.seq} {self.mac} {self.at}"


@dataclass(frozen=True)
class Unreadable:
    """A line that is no anchor, by its number in its file or list, from 1."""

    line: int


def parse(lines: Iterable[str]) -> Iterator[Anchor | Unreadable]:
    """The anchors in ``lines``, in order; empty lines are passed over."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.strip())
        yield Anchor(int(match["seq"]), match["mac"], match["at"]) if match else Unreadable(number)


def file() -> Path | None:
    """Where anchors are kept (setting AUDIT_ANCHOR_FILE), or None where they are not."""
    found = getattr(settings, "AUDIT_ANCHOR_FILE", None)
    return Path(found) if found else None


def keep(anchor: Anchor, path: Path) -> None:
    """Adds one line to the anchor file in one write, unless the file already ends with this very head."""
    last = _last_line(path)
    if last.startswith(f"{anchor.seq} {anchor.mac} "):
        return
    # A line torn by a power cut must not swallow the one after it.
    line = f"{anchor}\n" if not last or last.endswith("\n") else f"\n{anchor}\n"
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, line.encode())
    finally:
        os.close(handle)


def _last_line(path: Path) -> str:
    try:
        with path.open("rb") as lines:
            size = lines.seek(0, os.SEEK_END)
            lines.seek(max(0, size - _LONGEST))
            return lines.read().decode("ascii", "replace").splitlines(keepends=True)[-1] if size else ""
    except FileNotFoundError:
        return ""
