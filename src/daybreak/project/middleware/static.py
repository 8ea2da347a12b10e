"""Serves our own scripts and styles, which are no one's data and may be kept by a browser."""

from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware
from whitenoise.middleware import WhiteNoiseMiddleware


@sync_and_async_middleware
def static_files(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Answer for a static file found at start, else pass on.

    WhiteNoise finds and describes the files; its own middleware is not used, because it would put a thread hop before
    every live stream and hand file iterators to an asynchronous server, which reads them whole with a warning.
    """
    files = WhiteNoiseMiddleware(get_response).files

    async def answer_later(request: HttpRequest) -> HttpResponseBase:
        found = files.get(request.path_info)
        return _file(found, request) if found else await get_response(request)

    def answer_now(request: HttpRequest) -> HttpResponseBase:
        found = files.get(request.path_info)
        return _file(found, request) if found else get_response(request)

    return answer_later if iscoroutinefunction(get_response) else answer_now


def _file(found: Any, request: HttpRequest) -> HttpResponse:
    """The file whole, in part, or the word that it has not changed."""
    described = found.get_response(request.method, request.META)
    headers = dict(described.headers)
    response = HttpResponse(_read(described.file), status=int(described.status), headers=headers)
    if "Content-Type" not in headers:
        del response["Content-Type"]
    response.is_static_file = True  # type: ignore[attr-defined]
    return response


def _read(file: Any) -> bytes:
    if file is None:
        return b""
    with file:
        return bytes(file.read())
