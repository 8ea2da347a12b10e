"""The texts of consent: which version of each is in force, who signed it, and the page on which a new one is signed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from daybreak.care.consents import ConsentKind, shipped
from daybreak.clinic.consents import actions, queries
from daybreak.clinic.consents.models import Document
from daybreak.clinic.signatures import queries as signatures
from daybreak.web import signing
from daybreak.web.access import StaffRequest, requires
from daybreak.web.consent.forms import TextForm


@require_safe
@requires("policy.read")
def texts(request: StaffRequest) -> HttpResponse:
    """Every text with its versions."""
    rows = [
        {"kind": kind, "title": kind.label, "now": queries.in_force(kind), "versions": list(queries.versions(kind))}
        for kind in ConsentKind
    ]
    return render(request, "web/consent/texts.html", {"rows": rows})


@require_safe
@requires("policy.read")
def text(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """One signed version."""
    document = queries.document(document_id)
    found = [(one, signatures.holds(one, document.wording.in_words())) for one in signatures.of(document)]
    page = {"document": document, "text": document.wording, "signatures": found}
    return render(request, "web/consent/text.html", page)


@require_http_methods(["GET", "POST"])
@requires("consent.publish")
def edit(request: StaffRequest, kind: ConsentKind) -> HttpResponse:
    """Word a text anew and sign it; every patient is then asked anew."""
    last = queries.versions(kind).first()
    form = TextForm(last.wording if last else shipped(kind), request.POST if request.method == "POST" else None)
    sign_error = ""
    if form.is_valid():
        if signing.proof_of(request) is None:
            sign_error = signing.why_not(request)
        elif (signed := _signed(request, form)) is not None:
            messages.success(request, f"“{signed.wording.title}” version {signed.number} is signed.")
            return redirect("web:consent-texts")
    page = {
        "form": form,
        "kind": kind,
        "last": last,
        "sign_error": sign_error,
        "meaning": f"put this text in force: “{kind.label}”, version {last.number + 1 if last else 1}",
    }
    return render(request, "web/consent/text_edit.html", page, status=422 if form.is_bound else 200)


def _signed(request: StaffRequest, form: TextForm) -> Document | None:
    return form.attempt(
        lambda: actions.publish(
            by=request.user,
            text=form.worded(),
            proof=signing.proof_of(request),
            in_force_from=form.moment(),
            change=form.cleaned_data["change"],
            client_id=form.key,
        )
    )
