"""A few pages for the tests of what happens around pages: open, closed, streaming, failing."""

import errno
from collections.abc import AsyncIterator
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import include, path

handler500 = "daybreak.project.outage.server_error"


@login_not_required
def open_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open to all")


def closed_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"seen by {request.user}")


def chart(request: HttpRequest, patient: UUID) -> HttpResponse:
    return HttpResponse("a chart")


async def stream(request: HttpRequest) -> StreamingHttpResponse:
    async def beats() -> AsyncIterator[bytes]:
        yield b"event: beat\n\n"

    return StreamingHttpResponse(beats(), content_type="text/event-stream")


@login_not_required
def lost_database(request: HttpRequest) -> HttpResponse:
    raise OperationalError("connection refused")


@login_not_required
def full_disk(request: HttpRequest) -> HttpResponse:
    raise OSError(errno.ENOSPC, "No space left on device")


@login_not_required
def mistake(request: HttpRequest, patient: UUID) -> HttpResponse:
    name = "Erika Mustermann"
    raise ValueError(f"cannot read {name}")


urlpatterns = [
    path("open/", open_page),
    path("closed/", closed_page),
    path("patients/<uuid:patient>/", chart),
    path("stream/", stream),
    path("lost/", lost_database),
    path("full/", full_disk),
    path("mistake/<uuid:patient>/", mistake),
    path("account/", include("allauth.urls")),
    path("", include(([path("", open_page, name="today")], "web"))),
]
