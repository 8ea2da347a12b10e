"""The stream of one dosing session: what was missed, then what is committed, as it is committed."""

import time
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from daybreak.clinic import clock
from daybreak.clinic.audit import queries as audit
from daybreak.clinic.sessions import actions, queries
from daybreak.web.access import StaffRequest, requires
from daybreak.web.live.admission import Admission
from daybreak.web.live.frames import RETRY
from daybreak.web.live.hub import hub
from daybreak.web.live.listener import Listener

ACT = "session.read"
TOLD_AGAIN_AFTER = 600.0
"""Seconds in which a reconnecting screen is the same reading of the record, and is audited once."""
_told: dict[tuple[int, UUID], float] = {}
PAGE_JUST_OPENED = timedelta(minutes=1)
"""A page opens its stream as soon as it is drawn: within this time the two are one reading of the record."""


@require_GET
async def stream(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Server-sent events: ``event`` for each line after the one last seen, ``beat`` every two seconds.

    Whether the person may is asked now and again while it streams. The database connection that took is given
    back before the first byte, so a screen that watches holds neither a connection nor a thread.
    """
    answer = await sync_to_async(_admit)(request, public_id)
    if not isinstance(answer, _Admitted):
        return answer
    admission = Admission(request.session.session_key or "", ACT)
    streamed = StreamingHttpResponse(
        _frames(answer.session_pk, last_seen(request), admission), content_type="text/event-stream"
    )
    streamed["X-Accel-Buffering"] = "no"
    return streamed


def last_seen(request: HttpRequest) -> int:
    """The newest event the screen has: what it reports when it reconnects, else what its page was drawn with."""
    for told in (request.headers.get("Last-Event-ID"), request.GET.get("after")):
        with suppress(TypeError, ValueError):
            return max(0, int(told))  # type: ignore[arg-type]  # None is one of the errors passed over
    return 0


class _Admitted(HttpResponse):
    """Not an answer: the word that the screen may follow the session ``session_pk``."""

    session_pk = 0


def _admit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    try:
        return _asked(request, public_id)
    finally:
        if not connection.in_atomic_block:
            connection.close()


@requires(ACT)
def _asked(request: StaffRequest, public_id: UUID) -> HttpResponse:
    admitted = _Admitted()
    admitted.session_pk = _read(request, public_id)
    return admitted


def _read(request: StaffRequest, public_id: UUID) -> int:
    """The session's primary key; its reading is audited once.

    The page that was just opened has told it already; a stream opened on its own tells it; every reconnect of a patchy
    network belongs to the reading that began it.
    """
    key, now = (request.user.pk, public_id), time.monotonic()
    session = queries.get(public_id)
    if now - _told.get(key, -TOLD_AGAIN_AFTER) < TOLD_AGAIN_AFTER:
        return session.pk
    opened, patient = clock.now() - PAGE_JUST_OPENED, session.order.course.patient
    if not audit.done_since(opened, by=request.user, act=ACT, subject=session, patient=patient):
        actions.read_session(by=request.user, session_id=public_id, page="stream")
    for old in [each for each, at in _told.items() if now - at >= TOLD_AGAIN_AFTER]:
        _told.pop(old, None)
    _told[key] = now
    return session.pk


async def _frames(session_pk: int, after: int, admission: Admission) -> AsyncIterator[bytes]:
    listener = Listener(session_pk, after, admitted=admission.holds)
    hub.join(listener)
    try:
        yield RETRY
        async for batch in listener.frames():
            yield batch
    finally:
        hub.leave(listener)
