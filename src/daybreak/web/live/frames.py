"""Server-sent events as bytes: a numbered ``event`` for each line of a session, a named ``beat`` for being alive."""

import json
from typing import Any

RETRY = b"retry: 1000\n\n"
"""How long a browser waits before it asks again, in milliseconds."""


def event_frame(event: dict[str, Any]) -> bytes:
    """One session event; its sequence number is the id with which a reconnecting browser resumes."""
    return f"id: {event['seq']}\nevent: event\ndata: {_compact(event)}\n\n".encode()


def beat_frame(server_now: str, due: dict[str, Any]) -> bytes:
    """The sign of life: the database was read just now, and nothing newer was in it. It carries no id."""
    return f"event: beat\ndata: {_compact({'server_now': server_now, 'due': due})}\n\n".encode()


def _compact(data: dict[str, Any]) -> str:
    # JSON escapes line breaks inside strings, so one data line always holds the whole object.
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False)
