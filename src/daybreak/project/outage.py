"""What people see when the server cannot do its work: the database is away, the disk is full, or we made a mistake."""

import errno
import sys

from django.db.utils import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string

NOT_SAVED = "The record cannot be reached at the moment, so nothing was saved. Keep the page open and try again."
OUR_MISTAKE = "Something went wrong on the server. If you were saving, look whether it was saved before you try again."
_FULL_OR_BROKEN = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
_BARE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} · Daybreak</title>'
    '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/static/dist/app.css"></head>'
    "<body><main><h1>{title}</h1><p>{sentence}</p></main></body></html>"
)


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to a request that ended in an error: 503 when the record is out of reach, else 500.

    Needs neither the database nor a session, and says nothing about the error itself.
    """
    if is_outage(sys.exc_info()[1]):
        response = _answer(request, 503, "The record is out of reach", NOT_SAVED)
        response["Retry-After"] = "5"
        return response
    return _answer(request, 500, "Something went wrong", OUR_MISTAKE)


def is_outage(raised: BaseException | None) -> bool:
    """Whether the database or the disk refused, rather than our own code."""
    if isinstance(raised, OperationalError | InterfaceError):
        return True
    return isinstance(raised, OSError) and raised.errno in _FULL_OR_BROKEN


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asked, which reads ``{"error": sentence}``, rather than a person."""
    return request.content_type == "application/json" or "application/json" in request.headers.get("Accept", "")


def _answer(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": sentence}, status=status)
    return HttpResponse(_page(status, title, sentence), status=status)


def _page(status: int, title: str, sentence: str) -> str:
    """The page in the clinic's look, or a bare one where even its template cannot be read."""
    try:
        return render_to_string(f"errors/{status}.html", {"title": title, "sentence": sentence})
    except (TemplateDoesNotExist, OSError):
        return _BARE.format(title=title, sentence=sentence)
