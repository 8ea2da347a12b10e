"""What the bedside page sends: one entry a request, done once however often it arrives, answered in JSON."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from daybreak.care.findings import Refused
from daybreak.clinic.entry import Invalid
from daybreak.clinic.sessions import actions, queries
from daybreak.clinic.sessions.models import DosingSession
from daybreak.clinic.vials import queries as vials
from daybreak.web import answers
from daybreak.web.access import StaffRequest, requires
from daybreak.web.dosing import bodies, told
from daybreak.web.dosing.bodies import Body

VALUES = ("systolic", "diastolic", "heart_rate", "spo2", "respiratory_rate", "dissociation", "moaas")

Done = dict[str, Any]
Entry = Callable[..., Done]
"""Takes the request, the session and the body, and what else the address names."""
Endpoint = Callable[..., HttpResponse]


def entry(act: str) -> Callable[[Entry], Endpoint]:
    """An endpoint for people who may do ``act``.

    201 ``{seq, event, due}``, or 200 with the same when this ``client_id`` had arrived before · 422 ``{errors}`` or
    ``{confirm}`` · 403, 404 or 409 ``{error}``. A lost database is 503: the page keeps the entry and sends it again.
    """

    def guard(enter: Entry) -> Endpoint:
        @require_POST
        @requires(act)
        def endpoint(request: StaffRequest, /, public_id: UUID, **about: UUID) -> HttpResponse:
            try:
                return _entered(request, queries.get(public_id), partial(enter, **about))
            except Invalid as invalid:
                return _asked_back(invalid)
            except Refused as refusal:  # not a matter of who, which was asked before: a rule forbids it now
                return answers.conflict(request, str(refusal))

        return wraps(enter)(endpoint)

    return guard


@entry("session.record")
def reading(request: StaffRequest, session: DosingSession, body: Body) -> Done:
    """What was measured; a value not taken is null."""
    row = actions.record_reading(
        by=request.user,
        session=session,
        values=body.whole_numbers(VALUES),
        at=body.moment("at"),
        note=body.text("note"),
        client_id=body.client_id(),
        confirmed=body.confirmed(),
    )
    return told.event_of(session, session.last_seq, reading_id=str(row.public_id))


@entry("session.inject")
def inject(request: StaffRequest, session: DosingSession, body: Body) -> Done:
    """The dose was given, from this vial."""
    vial = vials.get(body.uuid("vial_id", "Choose the vial that the dose was drawn from."))
    row = actions.inject(
        by=request.user,
        session=session,
        vial=vial,
        at=body.moment("at"),
        reason=body.text("reason"),
        client_id=body.client_id(),
    )
    return told.event_of(session, session.last_seq, injection_id=str(row.public_id))


@entry("session.note")
def note(request: StaffRequest, session: DosingSession, body: Body) -> Done:
    """Free words."""
    row = actions.note(by=request.user, session=session, text=body.text("text"), client_id=body.client_id())
    return told.event_of(session, session.last_seq, note_id=str(row.public_id))


@entry("session.end")
def end(request: StaffRequest, session: DosingSession, body: Body) -> Done:
    """Someone signs the end."""
    actions.end_session(
        by=request.user,
        session=session,
        note=body.text("note"),
        reason=body.text("reason"),
        client_id=body.client_id(),
    )
    return told.event_of(session, session.last_seq, kind="ended")


@entry("session.record")
def amend(request: StaffRequest, session: DosingSession, body: Body, reading_id: UUID) -> Done:
    """A new version of a reading with the values that change, and the reason; the earlier version stays."""
    row = actions.amend_reading(
        by=request.user,
        reading=queries.get_reading(session, reading_id),
        values=body.whole_numbers(tuple(name for name in VALUES if name in body.fields)),
        reason=body.text("reason"),
        note=body.text("note") if "note" in body.fields else None,
        client_id=body.client_id(),
        confirmed=body.confirmed(),
    )
    return told.event_of(session, session.last_seq, reading_id=str(row.public_id))


def _entered(request: StaffRequest, session: DosingSession, enter: Entry) -> HttpResponse:
    before = session.last_seq
    event = enter(request, session, bodies.read(request))
    answer = {"seq": event["seq"], "event": event, "due": queries.due_of(session.pk)}
    return JsonResponse(answer, status=201 if event["seq"] > before else 200)


def _asked_back(invalid: Invalid) -> HttpResponse:
    """Errors first: a confirmation is asked only of what could be taken."""
    back = {"errors": invalid.errors} if invalid.errors else {"confirm": invalid.confirm}
    return JsonResponse(back, status=422)
