"""What the log may say: times, routes, outcomes, places in the code; never a patient, an address with ids, a value."""

import logging
import traceback
from types import TracebackType
from typing import Any

from django.db.utils import OperationalError

# Their messages come from the database server or the disk and speak of neither rows nor values.
_MESSAGES_SAFE = (OperationalError, OSError)

_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def route_of(request: Any) -> str:
    """The pattern of the address, such as ``/patients/<uuid:patient>/``; never the address itself."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route.lstrip('^')}" if match else "(no such page)"


class RouteOnly(logging.Filter):
    """Rewrites what Django says about a request, because Django names the whole address."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record; replace the text of those that carry a request."""
        request = getattr(record, "request", None)
        if request is not None:
            status = getattr(record, "status_code", "")
            record.msg, record.args = f"{request.method} {route_of(request)} {status}", ()
        return True


class NoValues(logging.Formatter):
    """Writes errors as their kind and the places they passed, without messages that may repeat what was typed."""

    def formatException(self, ei: _Raised) -> str:  # noqa: N802 (the name is logging's)
        """The frames of the error and of what caused it, oldest first."""
        raised = ei[1]
        return "\n".join(_told(raised)) if raised is not None else ""


def _told(raised: BaseException) -> list[str]:
    before = raised.__cause__ or (None if raised.__suppress_context__ else raised.__context__)
    first = [*_told(before), "  then:"] if before is not None else []
    frames = [
        f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(raised.__traceback__)
    ]
    message = f": {raised}".rstrip() if isinstance(raised, _MESSAGES_SAFE) else ""
    return [*first, *frames, f"  {type(raised).__name__}{message}"]


def settings() -> dict[str, Any]:
    """Django's LOGGING: everything on standard error, one line a request, Django's own account of requests silenced."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"route_only": {"()": RouteOnly}},
        "formatters": {
            "plain": {
                "()": NoValues,
                "format": "%(asctime)s %(levelname)s %(message)s",
                "datefmt": "%Y-%m-%dT%H:%M:%S%z",
            }
        },
        "handlers": {
            "error_stream": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["route_only"]}
        },
        "root": {"handlers": ["error_stream"], "level": "WARNING"},
        "loggers": {
            "daybreak": {"level": "INFO"},
            # Refusals below 500 are already in the request's own line.
            "django.request": {"level": "ERROR"},
            "django.security": {"level": "ERROR"},
            "django.server": {"handlers": [], "level": "ERROR"},
            "uvicorn": {"level": "WARNING"},
        },
    }
