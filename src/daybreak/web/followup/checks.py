"""The page of one check: written down, and amended."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from daybreak.care import followup_checks as care
from daybreak.clinic import clock
from daybreak.clinic.entry import Absent
from daybreak.clinic.followup import queries
from daybreak.clinic.followup.models import CheckRecord
from daybreak.web.access import StaffRequest, requires
from daybreak.web.followup.forms import NOT_DONE, AmendCheckForm, CheckForm
from daybreak.web.followup.pages import opened


@require_http_methods(["GET", "POST"])
@requires("followup.record")
def record(request: StaffRequest, course_id: UUID, check_id: str) -> HttpResponse:
    """What the check showed, or why it was not done."""
    course, check = opened(request, course_id), _check(check_id)
    form = CheckForm(request.POST if request.method == "POST" else None, check=check, initial={"at": clock.now()})
    if form.is_valid() and form.save(request.user, course) is not None:
        messages.success(request, f"{check.title}: written down.")
        return redirect("web:followup", course.public_id)
    page = {"form": form, "check": check, "course": course, "patient": course.patient}
    return render(request, "web/followup/check.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@requires("followup.record")
def amend(request: StaffRequest, record_id: UUID) -> HttpResponse:
    """A newer version of what was written down."""
    row = queries.check(record_id)
    course, check = opened(request, row.course.public_id), _check(row.check_id)
    form = AmendCheckForm(request.POST if request.method == "POST" else None, check=check, initial=_typed(row))
    if form.is_valid() and form.amend(request.user, row) is not None:
        messages.success(request, f"{check.title}: amended. The earlier version stays in the record.")
        return redirect("web:followup", course.public_id)
    page = {"form": form, "check": check, "course": course, "patient": course.patient, "before": row}
    return render(request, "web/followup/check.html", page, status=422 if form.is_bound else 200)


def _check(check_id: str) -> care.Check:
    found = care.checks().get(check_id)
    if found is None:
        raise Absent("There is no such check. Go back to the follow-up of the course.")
    return found


def _typed(row: CheckRecord) -> dict[str, Any]:
    return {"result": row.result if row.was_done else NOT_DONE, "at": row.at, "note": row.note}
