"""The versions of the clinic's rules: who signed what, from when on, and what each one changed."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daybreak.clinic.rulebook import queries
from daybreak.clinic.rulebook.models import RuleVersion
from daybreak.clinic.signatures import queries as signatures
from daybreak.web.access import StaffRequest, requires
from daybreak.web.rulebook.shown import ShownVersion


@require_safe
@requires("policy.read")
def versions(request: StaffRequest) -> HttpResponse:
    """Every version, the newest first, each with its differences."""
    in_force = queries.version_at()
    page = {"versions": [ShownVersion.of(row, in_force) for row in queries.versions()]}
    return render(request, "web/rulebook/versions.html", page)


@require_safe
@requires("policy.read")
def version(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One version: its signature, its reason, its differences."""
    row = RuleVersion.objects.select_related("recorded_by").filter(public_id=public_id).first()
    if row is None:
        raise Http404
    page = {
        "shown": ShownVersion.of(row, queries.version_at()),
        "signatures": signatures.of(row),
    }
    return render(request, "web/rulebook/version.html", page)
