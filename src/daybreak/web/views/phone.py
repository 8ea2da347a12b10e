"""The questionnaire on the patient's own phone: no account, no name, no score, no way from here into the record.

Whoever holds the phone may see the page, so it tells neither who is asked nor, beyond the clinic, who treats them.
The link itself is the permission. No cookie is set or asked for, so that the page works in any browser.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from daybreak.care import questionnaires
from daybreak.clinic.entry import Absent, Conflict
from daybreak.clinic.measures import actions, queries
from daybreak.clinic.measures.models import Invitation
from daybreak.web.forms.questionnaire import QuestionnaireForm


@csrf_exempt  # nothing here rests on who is signed in: the link alone is the permission
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The questions, then thanks. Opening the link uses nothing up; only answers do, once."""
    try:
        page = _send(request, token) if request.method == "POST" else _ask(request, token)
    except Absent as absence:
        page = _note(request, 404, "This link does not work", str(absence))
    except Conflict as conflict:
        page = _note(request, 410, "This link is closed", str(conflict))
    page["Referrer-Policy"] = "no-referrer"
    page["X-Robots-Tag"] = "noindex, nofollow"
    page._has_been_logged = True  # type: ignore[attr-defined]  # Django would write the address, and the link with it
    return page


def _ask(request: HttpRequest, token: str) -> HttpResponse:
    return _form(request, queries.open_invitation(token), None)


def _form(request: HttpRequest, invitation: Invitation, form: QuestionnaireForm | None) -> HttpResponse:
    instrument = questionnaires.load(invitation.instrument)
    page = {"form": form or QuestionnaireForm(instrument), "instrument": instrument}
    return render(request, "web/measures/phone.html", page, status=422 if form else 200)


def _send(request: HttpRequest, token: str) -> HttpResponse:
    """Sent twice (a second press, a reload) the same answers are thanked for twice and kept once."""
    form = QuestionnaireForm(questionnaires.load(queries.INSTRUMENT), request.POST)
    if form.is_valid():
        response = form.attempt(lambda: actions.answer_by_link(token=token, answers=form.answers, client_id=form.key))
        if response is not None:
            return render(request, "web/measures/thanks.html", {"at_risk": queries.at_risk(response)})
    return _form(request, queries.open_invitation(token), form)


def _note(request: HttpRequest, status: int, heading: str, sentence: str) -> HttpResponse:
    page: dict[str, Any] = {"heading": heading, "sentence": sentence}
    return render(request, "web/measures/closed.html", page, status=status)
