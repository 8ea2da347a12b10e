"""Which database holds the record: turns one address into Django's settings for SQLite or PostgreSQL."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

ALLOWED = "sqlite:///path/to/file or postgresql://user:password@host:5432/name"

# WAL lets the second screen read while the bedside writes; FULL makes a commit wait for the disk, so that a power cut
# loses nothing acknowledged.
_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL"


def is_sqlite(url: str) -> bool:
    """Whether the record is one file on this machine."""
    return urlsplit(url).scheme == "sqlite"


def sqlite_path(url: str) -> Path:
    """The file of a ``sqlite:///`` address (three slashes: relative, four: absolute).

    Raises:
        ValueError: the address names no file.
    """
    parts = urlsplit(url)
    if parts.netloc or len(parts.path) < 2 or parts.query:
        raise ValueError(f"use {ALLOWED}")
    return Path(unquote(parts.path[1:]))


def settings_for(url: str) -> dict[str, Any]:
    """Django's DATABASES entry for an address.

    Raises:
        ValueError: the address is of another form; the message says which forms are allowed.
    """
    if is_sqlite(url):
        return _sqlite(sqlite_path(url))
    if urlsplit(url).scheme in {"postgresql", "postgres"}:
        return _postgresql(url)
    raise ValueError(f"use {ALLOWED}")


def _sqlite(path: Path) -> dict[str, Any]:
    """``mode=rw``: a database that has vanished is an error, never silently an empty new one."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"file:{quote(str(path.absolute()))}?mode=rw",
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 10, "init_command": _PRAGMAS},
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    name = unquote(parts.path.removeprefix("/"))
    if not name:
        raise ValueError(f"use {ALLOWED}; this address names no database")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(options.pop("port", parts.port or "")),
        "OPTIONS": {"connect_timeout": 5, **options},
    }
