"""Consent on the patient's own phone, or on a tablet handed over: read, decide, sign, and take back at any second.

No account, no cookie, no name of the patient: the link is the permission, and whoever holds the screen may see it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daybreak.care import touch
from daybreak.care.consents import ConsentKind
from daybreak.care.findings import Refused
from daybreak.clinic.consents import actions, queries
from daybreak.clinic.consents.models import Asking, Consent, Document
from daybreak.clinic.entry import Absent, Conflict
from daybreak.web.consent.forms import DecisionForm, NarrowForm

Page = Callable[..., HttpResponse]


def for_patients(page: Page) -> Page:
    """A page that asks for no account, is kept nowhere, and says in plain words why a link does not work."""

    @csrf_exempt  # nothing here rests on who is signed in: the link alone is the permission
    @login_not_required
    @wraps(page)
    def view(request: HttpRequest, token: str, **more: Any) -> HttpResponse:
        try:
            answer = page(request, token, **more)
        except Absent as absence:
            answer = _note(request, 404, "This link does not work", str(absence))
        except Conflict as conflict:
            answer = _note(request, 410, "This cannot be done now", str(conflict))
        except Refused as refusal:
            answer = _note(request, 409, "Not during the session", str(refusal))
        answer["Referrer-Policy"] = "no-referrer"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        answer["Cache-Control"] = "no-store"
        answer._has_been_logged = True  # type: ignore[attr-defined]  # Django would write the link into the log
        return answer

    return view


@for_patients
@require_safe
def overview(request: HttpRequest, token: str) -> HttpResponse:
    """What there is to decide, what was decided, and what can be taken back."""
    asked = queries.asking(token)
    page = {
        "token": token,
        "lines": _lines(asked),
        "left": [] if queries.is_expired(asked) else queries.undecided(asked),
        "expired": queries.is_expired(asked),
        "on_device": asked.on_device,
    }
    return render(request, "web/consent/phone.html", page)


@for_patients
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, token: str, kind: ConsentKind) -> HttpResponse:
    """One text with its decision. Sent twice it is kept once."""
    asked = queries.asking(token)
    document = _document(asked, kind)
    form = DecisionForm(document.wording, request.POST if request.method == "POST" else None)
    if form.is_valid() and _decided(form, token) is not None:
        return redirect("web:consent-phone", token)
    if not form.is_bound:
        _refuse_what_is_over(asked, kind)
        form.fields["document"].initial = document.public_id
    page = {"token": token, "text": document.wording, "document": document, "form": form, "mask": form.marked()}
    return render(request, "web/consent/read.html", page, status=422 if form.is_bound else 200)


@for_patients
@require_POST
def take_back(request: HttpRequest, token: str, kind: ConsentKind) -> HttpResponse:
    """Taken back, at once and without a question."""
    actions.take_back_by_link(token=token, kind=kind)
    return redirect("web:consent-phone", token)


@for_patients
@require_http_methods(["GET", "HEAD", "POST"])
def less(request: HttpRequest, token: str) -> HttpResponse:
    """Touch made less: what is still marked stays."""
    asked = queries.asking(token)
    form = NarrowForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.narrow_by_link(token=token, keep=form.cleaned_data["regions"], client_id=form.key)
        return redirect("web:consent-phone", token)
    page = {"token": token, "form": form, "mask": queries.touch_mask(asked.course)}
    return render(request, "web/consent/less.html", page)


def _decided(form: DecisionForm, token: str) -> Consent | None:
    document = queries.document(form.cleaned_data["document"])
    return form.enter(lambda **kept: actions.decide(token=token, document=document, decision=form.answer(), **kept))


def _document(asked: Asking, kind: ConsentKind) -> Document:
    document = queries.in_force(kind) if kind in asked.kinds else None
    if document is None:
        raise Absent("This link does not ask about this text. Ask the clinic for another.")
    return document


def _refuse_what_is_over(asked: Asking, kind: ConsentKind) -> None:
    if queries.is_expired(asked):
        raise Conflict("This link has expired. Ask the clinic for a new one.")
    if kind not in queries.undecided(asked):
        raise Conflict("You have decided about this already. To change it, ask the clinic.")


def _lines(asked: Asking) -> list[dict[str, Any]]:
    """Each text that was asked about, as it stands for the patient."""
    decided, current = queries.decided_by(asked), queries.touch_mask(asked.course)
    found = []
    for kind in map(ConsentKind, asked.kinds):
        row = decided.get(kind)
        found.append(
            {
                "kind": kind,
                "text": row.document.wording if row else _document(asked, kind).wording,
                "consent": row,
                "stands": row is not None and row.agreed and not hasattr(row, "withdrawal"),
                "places": touch.in_words(current) if kind is ConsentKind.TOUCH and current else "",
            }
        )
    return found


def _note(request: HttpRequest, status: int, heading: str, sentence: str) -> HttpResponse:
    page = {"heading": heading, "sentence": sentence}
    return render(request, "web/measures/closed.html", page, status=status)
