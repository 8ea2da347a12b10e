"""What is asked on the patient's own phone: no account, no name, no score, no way from here into the record.

Whoever holds the phone may see the page, so it tells neither who is asked nor, beyond the clinic, who treats them.
The link itself is the permission. No cookie is set or asked for, so that the page works in any browser. One link may
lead through several questionnaires and tasks; what is chosen is kept as it is chosen, and each is sent by itself.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from daybreak.care.findings import Refused
from daybreak.care.instrument_files import LANGUAGES
from daybreak.clinic.alerts import actions as alerts
from daybreak.clinic.alerts import queries as raised
from daybreak.clinic.entry import Absent, Conflict, Invalid
from daybreak.clinic.measures import actions, instruments, queries
from daybreak.clinic.measures.models import Invitation, Response
from daybreak.web.forms.questionnaire import QuestionnaireForm
from daybreak.web.measures.task_page import task_data

LARGEST_RUN = 400_000
"""Bytes of a finished task: a few hundred trials take a tenth of it."""
Page = Callable[[HttpRequest, str], HttpResponse]


def by_link(page: Page) -> Page:
    """A page whose permission is its link: in the patient's language, without a cookie, without a trace in the log."""

    @csrf_exempt  # nothing here rests on who is signed in: the link alone is the permission
    @login_not_required
    @wraps(page)
    def view(request: HttpRequest, token: str) -> HttpResponse:
        with translation.override(_language(request, token)):
            try:
                answer = page(request, token)
            except Absent as absence:
                answer = _note(request, 404, _("This link does not work"), str(absence))
            except Conflict as conflict:
                answer = _note(request, 410, _("This link is closed"), str(conflict))
        answer["Referrer-Policy"] = "no-referrer"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        answer._has_been_logged = True  # type: ignore[attr-defined]  # Django would write the address, and the link with it
        return answer

    return view


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The questions or the task, then thanks. Opening the link uses nothing up; only answers do, once."""
    return _send(request, token) if request.method == "POST" else _ask(request, token)


@by_link
@require_POST
def keep(request: HttpRequest, token: str) -> HttpResponse:
    """One answer, kept until the rest is there."""
    try:
        chosen = UUID(request.POST["invitation"]), request.POST["item"], int(request.POST["value"])
        actions.keep_answer(token=token, invitation_id=chosen[0], link_id=chosen[1], value=chosen[2])
    except (KeyError, ValueError, Invalid):
        return HttpResponse(status=422)
    except (Absent, Conflict):
        return HttpResponse(status=410)
    return HttpResponse(status=204)


@by_link
@require_POST
def play(request: HttpRequest, token: str) -> HttpResponse:
    """A finished run of a task, as JSON."""
    try:
        if len(request.body) > LARGEST_RUN:
            raise ValueError
        sent = json.loads(request.body)
        run = actions.play_by_link(
            token=token,
            invitation_id=UUID(sent["invitation"]),
            trials=list(sent["trials"]),
            timing=dict(sent["timing"]),
            client_id=UUID(sent["client_id"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, Invalid, Refused):
        return JsonResponse({"error": _("What the page sent could not be read. Open the link again.")}, status=422)
    except (Absent, Conflict) as closed:
        return JsonResponse({"error": str(closed)}, status=410)
    return JsonResponse({"kept": str(run.public_id)}, status=201)


def _ask(request: HttpRequest, token: str) -> HttpResponse:
    if "thanks" in request.GET:
        return _thanks(request, token, None)
    invitation = queries.open_invitation(token)
    if instruments.is_task(invitation.instrument):
        return render(
            request, "web/measures/task.html", _page(request, token, invitation) | task_data(invitation, token)
        )
    return _form(request, token, invitation, None)


def _form(request: HttpRequest, token: str, invitation: Invitation, form: QuestionnaireForm | None) -> HttpResponse:
    instrument = _instrument(invitation)
    shown = form or QuestionnaireForm(instrument, initial=queries.drafts(invitation))
    page = _page(request, token, invitation) | {"form": shown, "instrument": instrument}
    return render(request, "web/measures/phone.html", page, status=422 if form else 200)


def _send(request: HttpRequest, token: str) -> HttpResponse:
    """Sent twice (a second press, a reload) the same answers are thanked for twice and kept once."""
    invitation = queries.asked_by(token, _named(request))
    if instruments.is_task(invitation.instrument):
        raise Conflict(_("This link asks for something else now. Open it again from the message you received."))
    form = QuestionnaireForm(_instrument(invitation), request.POST)
    if form.is_valid():
        language = translation.get_language() or "en"
        response = form.attempt(
            lambda: actions.answer_by_link(
                token=token,
                answers=form.answers,
                invitation_id=invitation.public_id,
                language=language,
                client_id=form.key,
            )
        )
        if response is not None:
            return _thanks(request, token, response)
    if queries.why_closed(invitation):
        raise Conflict(queries.why_closed(invitation))
    return _form(request, token, invitation, form)


def _thanks(request: HttpRequest, token: str, response: Response | None) -> HttpResponse:
    """Thanks, the clinic's own words for someone at risk, and what else is asked behind the same link."""
    left = queries.still_asked(token)
    at_risk = response is not None and queries.at_risk(response)
    if at_risk and response is not None:
        shown = raised.crisis(translation.get_language() or "en")
        for alert in raised.of_response(response.public_id):
            alerts.crisis_shown(alert=alert, version=shown.name)
    known = {one.id: one for one in instruments.askable()}
    minutes = sum(known[row.instrument].minutes for row in left)
    page = {"at_risk": at_risk, "left": len(left), "minutes": minutes, "token": token} | _languages(request)
    return render(request, "web/measures/thanks.html", page)


def _page(request: HttpRequest, token: str, invitation: Invitation) -> dict[str, Any]:
    left = queries.still_asked(token)
    return {"invitation": invitation, "token": token, "left": len(left), **_languages(request)}


def _languages(request: HttpRequest) -> dict[str, Any]:
    now = translation.get_language() or "en"
    others = [(code, name) for code, name in LANGUAGES.items() if code != now]
    return {"language": now, "other_languages": others}


def _instrument(invitation: Invitation) -> Any:
    found = instruments.load(invitation.instrument, translation.get_language() or "en")
    return instruments.require_words(found)


def _named(request: HttpRequest) -> UUID | None:
    """Which questionnaire the page sent; None from a page that does not say, which then means the one that is open."""
    try:
        return UUID(request.POST.get("invitation", ""))
    except ValueError:
        return None


def _language(request: HttpRequest, token: str) -> str:
    """The one chosen on the page, else the one agreed with the patient, else the browser's."""
    chosen = request.GET.get("lang", "")
    if chosen in LANGUAGES:
        return chosen
    try:
        agreed = queries.reach(queries.asked_by(token).patient)
    except Absent:
        agreed = None
    if agreed is not None and agreed.pk and agreed.language in LANGUAGES:
        return agreed.language
    return translation.get_language_from_request(request).partition("-")[0]


def _note(request: HttpRequest, status: int, heading: str, sentence: str) -> HttpResponse:
    page: dict[str, Any] = {"heading": heading, "sentence": sentence} | _languages(request)
    return render(request, "web/measures/closed.html", page, status=status)
