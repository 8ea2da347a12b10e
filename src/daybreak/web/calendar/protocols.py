"""The protocols of treatment with their numbers and sources, and the clinic's own version, signed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from daybreak.care import protocols as care
from daybreak.care.protocols import Protocol
from daybreak.clinic.entry import Absent, Conflict
from daybreak.clinic.plans import actions, queries
from daybreak.web import signing
from daybreak.web.access import StaffRequest, requires
from daybreak.web.calendar.forms import ProtocolForm


@require_safe
@requires("plan.read")
def protocols(request: StaffRequest) -> HttpResponse:
    """Every protocol as it is in force here."""
    found = [queries.protocol(protocol_id) for protocol_id in care.shipped()]
    return render(request, "plan/protocols.html", {"protocols": found})


@require_safe
@requires("plan.read")
def protocol(request: StaffRequest, protocol_id: str) -> HttpResponse:
    """One protocol: each number, where it comes from, how far it may be moved; and the versions signed here."""
    shipped = _shipped(protocol_id)
    now = queries.protocol(protocol_id)
    page = {"protocol": now, "lines": _lines(shipped, now), "versions": queries.versions(protocol_id)}
    return render(request, "plan/protocol.html", page)


@require_http_methods(["GET", "POST"])
@requires("protocol.sign")
def sign(request: StaffRequest, protocol_id: str) -> HttpResponse:
    """Change its numbers within their bounds, and sign."""
    shipped, now = _shipped(protocol_id), queries.protocol(protocol_id)
    form = ProtocolForm(request.POST if request.method == "POST" else None, shipped=shipped, now=now)
    error = ""
    if form.is_valid():
        proof = signing.proof_of(request)
        error = "" if proof else signing.why_not(request)
        if proof and _signed(request, form, protocol_id, proof):
            messages.success(
                request, "The protocol is signed. New plans follow it; plans made before keep their numbers."
            )
            return redirect("web:protocol", protocol_id)
    page = {
        "form": form,
        "protocol": now,
        "groups": [(rule, form.parts(name)) for name, rule in shipped.rules.items() if not rule.is_fixed],
        "meaning": f"answer for these numbers of “{shipped.title}”",
        "sign_label": "Sign and put into force",
        "sign_error": error,
    }
    return render(request, "plan/sign.html", page, status=422 if form.is_bound else 200)


def _signed(request: StaffRequest, form: ProtocolForm, protocol_id: str, proof: Any) -> bool:
    try:
        row = form.attempt(
            lambda: actions.sign_protocol(
                by=request.user,
                protocol=protocol_id,
                values=form.values,
                reason=form.cleaned_data["reason"],
                proof=proof,
                client_id=form.key,
            )
        )
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        return False
    return row is not None


def _shipped(protocol_id: str) -> Protocol:
    try:
        return care.load(protocol_id)
    except KeyError:
        raise Absent("There is no such protocol. Go back to the protocols.") from None


def _lines(shipped: Protocol, now: Protocol) -> list[tuple[Any, Any, bool]]:
    """Each number as shipped, as it is now, and whether they differ."""
    return [(rule, now.rules[name], rule.value != now.rules[name].value) for name, rule in shipped.rules.items()]
