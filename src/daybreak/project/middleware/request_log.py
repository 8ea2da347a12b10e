"""One line in the log for each request: method, route pattern, status, milliseconds."""

import logging
from collections.abc import Callable
from time import perf_counter
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

from daybreak.project.logs import route_of

_log = logging.getLogger("daybreak.requests")


@sync_and_async_middleware
def request_log(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Time what lies inside; a stream's line tells when it began, because it may last for hours."""

    async def answer_later(request: HttpRequest) -> HttpResponseBase:
        began = perf_counter()
        response: HttpResponseBase = await get_response(request)
        return _told(request, response, began)

    def answer_now(request: HttpRequest) -> HttpResponseBase:
        began = perf_counter()
        return _told(request, get_response(request), began)

    return answer_later if iscoroutinefunction(get_response) else answer_now


def _told(request: HttpRequest, response: HttpResponseBase, began: float) -> HttpResponseBase:
    spent_ms = (perf_counter() - began) * 1000
    _log.info("%s %s %d %.0f ms", request.method, route_of(request), response.status_code, spent_ms)
    return response
