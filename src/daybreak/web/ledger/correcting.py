"""The page where a line of the ledger is undone, or a dose told from the vial it was really drawn from."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from daybreak.care import amounts
from daybreak.clinic.entry import Absent, Conflict
from daybreak.clinic.vials import actions, queries
from daybreak.clinic.vials.models import EntryKind, Vial, VialEntry
from daybreak.clinic.vials.records import volume_of
from daybreak.web.access import StaffRequest, requires
from daybreak.web.ledger.forms import CorrectionForm


@require_http_methods(["GET", "POST"])
@requires("vial.correct")
def correct(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    """Undo one line, with the reason and a second person."""
    entry = queries.entry(entry_id)
    is_dose = entry.kind == EntryKind.ADMINISTERED
    others = _others(entry) if is_dose else []
    form = CorrectionForm(request.user, entry, others, request.POST if request.method == "POST" else None)
    if not is_dose:
        del form.fields["vial"]
    if request.method == "POST" and form.is_valid() and _corrected(request, entry, form):
        messages.success(request, "The ledger is put right. The line that was wrong stays to be read.")
        return HttpResponseRedirect(reverse("web:vial", args=[entry.vial.public_id]))
    context = {
        "entry": entry,
        "vial": entry.vial,
        "form": form,
        "is_dose": is_dose,
        "others": others,
        "amount": amounts.plain(volume_of(entry.amount_ug, entry.vial)),
        "mg": amounts.plain(amounts.mg_of(entry.amount_ug)),
        "second_person": True,
    }
    return render(request, "ledger/correct.html", context, status=422 if form.is_bound else 200)


def _others(entry: VialEntry) -> list[Vial]:
    """Vials of the same strength, in date then, that the dose may have come from."""
    found = queries.all_vials().filter(concentration_mg_per_ml=entry.vial.concentration_mg_per_ml)
    return list(
        found.filter(on_hand_ug__gte=entry.amount_ug, expires_on__gte=entry.at.date()).exclude(pk=entry.vial_id)
    )


def _corrected(request: StaffRequest, entry: VialEntry, form: CorrectionForm) -> VialEntry | None:
    values: dict[str, Any] = {"by": request.user, "entry": entry, "reason": form.cleaned_data["reason"]}
    values |= {"second": form.proof(), "client_id": form.key}
    act: Callable[..., VialEntry] = actions.reverse
    if "vial" in form.fields:
        act, values["vial"] = actions.draw_from_other, _chosen(form)
    if form.errors:
        return None
    try:
        return form.attempt(lambda: act(**values))
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        return None


def _chosen(form: CorrectionForm) -> Vial | None:
    chosen = form.cleaned_data.get("vial")
    if not chosen:
        form.add_error("vial", "Choose the vial that the dose was really drawn from.")
        return None
    try:
        return queries.get(UUID(chosen))
    except Absent as absent:
        form.add_error("vial", str(absent))
        return None
