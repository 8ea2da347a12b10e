"""The page of a loss: what is missing, by when the rules ask for what, and what was done."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from daybreak.care import amounts
from daybreak.clinic import clock, policy
from daybreak.clinic.entry import Conflict
from daybreak.clinic.vials import actions, queries
from daybreak.clinic.vials.models import LossReport, LossStep
from daybreak.clinic.vials.records import volume_of
from daybreak.web.access import StaffRequest, requires
from daybreak.web.ledger.forms import StepForm


@require_GET
@requires("vial.read")
def loss(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One loss: what is known, what is still asked for, what was done."""
    report = queries.get_loss(public_id)
    return _page(request, report, StepForm(report, _today()))


@require_POST
@requires("vial.report")
def step(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Whoever answers for the report records what was done."""
    report = queries.get_loss(public_id)
    form = StepForm(report, _today(), request.POST)
    if form.is_valid() and _recorded(request, report, form):
        messages.success(request, "Recorded.")
        return HttpResponseRedirect(reverse("web:vial-loss", args=[public_id]))
    return _page(request, report, form)


def _page(request: StaffRequest, report: LossReport, form: StepForm) -> HttpResponse:
    entry, rules, today = report.entry, policy.current(), _today()
    context = {
        "report": report,
        "entry": entry,
        "vial": entry.vial,
        "form": form,
        "amount": amounts.plain(volume_of(entry.amount_ug, entry.vial)),
        "mg": amounts.plain(amounts.mg_of(entry.amount_ug)),
        "due": [(found, found.is_late(today)) for found in queries.due_of(report)],
        "steps": report.steps.select_related("recorded_by"),
        "rules": [rules["ledger.loss.notice"], rules["ledger.loss.form"], rules["ledger.loss.repeated"]],
        "undone": getattr(entry, "reversed_by", None),
    }
    return render(request, "ledger/loss.html", context, status=422 if form.is_bound else 200)


def _today() -> date:
    return timezone.localdate(clock.now())


def _recorded(request: StaffRequest, report: LossReport, form: StepForm) -> LossStep | None:
    values = {name: form.cleaned_data[name] for name in ("kind", "done_on", "reference")}
    try:
        return form.attempt(lambda: actions.record_step(by=request.user, report=report, client_id=form.key, **values))
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        return None
