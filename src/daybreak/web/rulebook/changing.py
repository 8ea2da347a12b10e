"""Changing the clinic's rules: type new values, look at what would differ, sign it."""

import uuid
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST

from daybreak.care import rules
from daybreak.care.findings import Refused
from daybreak.care.rules import Policy
from daybreak.clinic import clock
from daybreak.clinic.entry import Invalid
from daybreak.clinic.rulebook import actions, queries
from daybreak.clinic.rulebook.values import typed
from daybreak.web import signing
from daybreak.web.access import StaffRequest, requires
from daybreak.web.rulebook.fields import Field, changed_fields, chapters
from daybreak.web.rulebook.shown import ShownDifference

PREFIX = "rule-"


@require_http_methods(["GET", "POST"])
@requires("policy.sign")
def change(request: StaffRequest) -> HttpResponse:
    """Every rule a clinic may change, with its bounds; what was typed stays until it is signed."""
    base = queries.policy_of(queries.latest())
    if request.method != "POST":
        return _form(request, base, {}, {}, status=200)
    entered = _entered(request)
    changes, errors = read(entered, base)
    differences, found = _differences(request, changes) if not errors else ((), {})
    errors = {**errors, **found}
    if errors or "review" not in request.POST or not differences:
        nothing = {} if errors or differences else {"changes": actions.UNCHANGED}
        return _form(request, base, entered, {**errors, **nothing}, status=422)
    return _review(request, changed_fields(entered, base), differences, {}, "", status=200)


@require_POST
@requires("policy.sign")
def sign(request: StaffRequest) -> HttpResponse:
    """Sign what was reviewed; anything wrong is said beside it, and nothing that was typed is lost."""
    base = queries.policy_of(queries.latest())
    entered = _entered(request)
    changes, errors = read(entered, base)
    differences, found = _differences(request, changes) if not errors else ((), {})
    if errors or found or "back" in request.POST:
        return _form(request, base, entered, {**errors, **found}, status=422 if errors or found else 200)
    begins, late = _begins(request)
    proof = None if late else signing.proof_of(request)
    sign_error = signing.why_not(request) if proof is None and not late else ""
    if proof is not None:
        try:
            row = actions.sign_rules(
                by=request.user,
                changes=changes,
                reason=request.POST.get("reason", ""),
                effective_from=begins,
                proof=proof,
                client_id=_client_id(request),
            )
        except Invalid as problem:
            late = {**late, **problem.errors}
        else:
            messages.success(request, f"Version {row.number} of the rules is signed.")
            return redirect("web:rules-version", row.public_id)
    return _review(request, changed_fields(entered, base), differences, late, sign_error, status=422)


def read(entered: Mapping[str, str], base: Policy) -> tuple[dict[str, Any], dict[str, str]]:
    """The changed values by rule, and a sentence for each that cannot be read. An empty field is the shipped value."""
    changes: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for field in changed_fields(entered, base):
        try:
            changes[field.rule.id] = typed(field.text, field.rule.value) if field.text.strip() else None
        except ValueError as problem:
            errors[field.rule.id] = str(problem)
    return changes, errors


def _differences(
    request: StaffRequest, changes: Mapping[str, Any]
) -> tuple[tuple[ShownDifference, ...], dict[str, str]]:
    try:
        before, after = actions.proposed(changes, request.user)
    except Refused as refused:
        return (), {finding.rule: f"{finding.what} {finding.may_do}" for finding in refused.findings}
    return tuple(ShownDifference.of(one) for one in queries.differences(before, after)), {}


def _entered(request: HttpRequest) -> dict[str, str]:
    return {key[len(PREFIX) :]: str(value) for key, value in request.POST.items() if key.startswith(PREFIX)}


def _begins(request: HttpRequest) -> tuple[datetime | None, dict[str, str]]:
    """The moment that was chosen: now, or the beginning of a day."""
    text = request.POST.get("effective_from", "").strip()
    if not text:
        return None, {}
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        return None, {"effective_from": "Write the day as year-month-day, such as 2027-01-31, or leave it empty."}
    moment = timezone.make_aware(datetime.combine(day, time.min))
    return (None if day == timezone.localdate(clock.now()) else moment), {}


def _client_id(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("client_id", ""))
    except ValueError:
        return None


def _form(
    request: StaffRequest, base: Policy, entered: Mapping[str, str], errors: Mapping[str, str], *, status: int
) -> HttpResponse:
    page = {
        "policy_version": base.version,
        "chapters": chapters(base, rules.shipped(), entered, errors),
        "error": errors.get("changes", ""),
        "wrong": sum(1 for key in errors if key != "changes"),
        "coming": queries.coming(),
    }
    return render(request, "web/rulebook/change.html", page, status=status)


def _review(
    request: StaffRequest,
    fields: tuple[Field, ...],
    differences: tuple[ShownDifference, ...],
    errors: Mapping[str, str],
    sign_error: str,
    *,
    status: int,
) -> HttpResponse:
    page = {
        "fields": fields,
        "differences": differences,
        "errors": errors,
        "sign_error": sign_error,
        "reason": request.POST.get("reason", ""),
        "effective_from": request.POST.get("effective_from", ""),
        "client_id": _client_id(request) or uuid.uuid4(),
        "meaning": "reviewed these rules of care and put them in force in our clinic",
    }
    return render(request, "web/rulebook/review.html", page, status=status)
