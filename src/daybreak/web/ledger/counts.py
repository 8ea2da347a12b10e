"""The pages of a count: the sheet that two people fill in, the counts so far, and one count to read or print."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from daybreak.care import amounts, ledger
from daybreak.clinic import clock, policy
from daybreak.clinic.entry import Conflict
from daybreak.clinic.signatures import queries as signatures
from daybreak.clinic.vials import actions, queries
from daybreak.clinic.vials.actions import Found
from daybreak.clinic.vials.models import Count, CountKind, CountLine, CountMoment, EntryKind, Vial, VialEntry
from daybreak.clinic.vials.records import volume_of
from daybreak.web.access import StaffRequest, requires
from daybreak.web.forms.inputs import NumberField
from daybreak.web.ledger.second import SecondForm


class CountForm(SecondForm):
    """A box for each vial. What the ledger says is not shown: it is what two people see that is counted."""

    kind = forms.ChoiceField(label="Why", choices=CountKind.choices, widget=forms.RadioSelect)
    moment = forms.ChoiceField(label="At", choices=CountMoment.choices, widget=forms.RadioSelect)
    note = forms.CharField(label="Note", max_length=300, required=False)

    def __init__(self, shelf: list[Vial], *args: Any, **kwargs: Any) -> None:
        """The sheet for the vials on the ``shelf``."""
        super().__init__(*args, **kwargs)
        self.shelf = shelf
        opened = _opened(shelf)
        self.unopened = {vial.pk for vial in shelf} - opened
        self.fields["kind"].initial, self.fields["moment"].initial = CountKind.DAY, CountMoment.CLOSE
        for vial in shelf:
            self.fields[f"found-{vial.public_id}"] = NumberField(label=f"{vial.label}, mL", required=False, min_value=0)
            self.fields[f"explain-{vial.public_id}"] = forms.CharField(
                label="What is known about the difference", max_length=300, required=False
            )
            if vial.pk in self.unopened:
                self.fields[f"sealed-{vial.public_id}"] = forms.BooleanField(
                    label=f"Sealed: {amounts.plain(vial.volume_ml)} mL", required=False
                )

    def rows(self) -> list[dict[str, Any]]:
        """Each vial with its fields, for the page."""
        return [
            {
                "vial": vial,
                "strength": amounts.plain(vial.concentration_mg_per_ml),
                "found": self[f"found-{vial.public_id}"],
                "sealed": self[f"sealed-{vial.public_id}"] if vial.pk in self.unopened else None,
                "explain": self[f"explain-{vial.public_id}"],
                "asks": bool(self.errors.get(f"explain-{vial.public_id}")) if self.is_bound else False,
            }
            for vial in self.shelf
        ]

    def found(self) -> dict[UUID, Found]:
        """What was counted, by vial; a vial without a number is left out, and the record asks for it."""
        counted = {}
        for vial in self.shelf:
            volume = self.cleaned_data.get(f"found-{vial.public_id}")
            sealed = bool(self.cleaned_data.get(f"sealed-{vial.public_id}"))
            if volume is not None and not amounts.is_a_step(volume, amounts.ML_STEP):
                self.add_error(f"found-{vial.public_id}", "Read it to 0.01 mL at the finest.")
            elif volume is not None or sealed:
                ug = None if volume is None else amounts.micrograms(amounts.mg_in(volume, vial.concentration_mg_per_ml))
                explained = self.cleaned_data.get(f"explain-{vial.public_id}", "")
                counted[vial.public_id] = Found(ug, sealed and ug is None, explained)
        return counted


@require_http_methods(["GET", "POST"])
@requires("vial.count")
def sheet(request: StaffRequest) -> HttpResponse:
    """Count everything on hand."""
    shelf = list(queries.all_vials().filter(on_hand_ug__gt=0).order_by("location", "label"))
    form = CountForm(shelf, request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        written = _counted(request, form)
        if written is not None:
            differences = sum(bool(line.difference_ug) for line in written.lines.all())
            said = f"{differences} difference{'s' if differences != 1 else ''}" if differences else "no difference"
            messages.success(request, f"The count is kept: {written.lines.count()} vials, {said}.")
            return HttpResponseRedirect(reverse("web:vial-count", args=[written.public_id]))
    context = {"form": form, "rows": form.rows(), "last": queries.last_count(), "wants": request.GET.get("kind", "")}
    if not form.is_bound and request.GET.get("kind") == CountKind.INVENTORY:
        form.fields["kind"].initial = CountKind.INVENTORY
    return render(request, "ledger/sheet.html", context, status=422 if form.is_bound else 200)


@require_GET
@requires("vial.read")
def counts(request: StaffRequest) -> HttpResponse:
    """The counts so far, the latest first, and when the next inventory is due."""
    last = queries.last_count(CountKind.INVENTORY)
    context = {
        "counts": [(row, sum(bool(line.difference_ug) for line in row.lines.all())) for row in queries.counts()],
        "inventory": last,
        "next_inventory": inventory_due(last),
        "today": timezone.localdate(clock.now()),
    }
    return render(request, "ledger/counts.html", context)


@require_GET
@requires("vial.read")
def count(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One count, to read and to print."""
    row = queries.get_count(public_id)
    lines = [shown(line) for line in row.lines.all()]
    context = {
        "count": row,
        "lines": lines,
        "different": [line for line in lines if line["difference_ug"]],
        "signature": signatures.of(row).first(),
        "total_mg": amounts.plain(amounts.mg_of(sum(line.found_ug for line in row.lines.all()))),
    }
    return render(request, "ledger/count.html", context)


def inventory_due(last: Count | None) -> date | None:
    """By when the next inventory is due; None when none was ever taken."""
    return ledger.next_inventory(last.day, policy.current()) if last else None


def shown(line: CountLine) -> dict[str, Any]:
    """A line of a count in mL and mg."""
    vial, ug = line.vial, line.difference_ug
    return {
        "line": line,
        "vial": vial,
        "strength": amounts.plain(vial.concentration_mg_per_ml),
        "expected": amounts.plain(volume_of(line.expected_ug, vial)),
        "found": amounts.plain(volume_of(line.found_ug, vial)),
        "found_mg": amounts.plain(amounts.mg_of(line.found_ug)),
        "difference": f"{'+' if ug > 0 else '−'}{amounts.plain(volume_of(abs(ug), vial))}" if ug else "",
        "difference_ug": ug,
        "missing": ug < 0,
    }


def _counted(request: StaffRequest, form: CountForm) -> Count | None:
    found, second = form.found(), form.proof()
    if form.errors:
        return None
    values = {name: form.cleaned_data[name] for name in ("kind", "moment", "note")}
    try:
        return form.attempt(
            lambda: actions.count(by=request.user, second=second, found=found, client_id=form.key, **values)
        )
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        return None


def _opened(shelf: list[Vial]) -> set[int]:
    drawn = VialEntry.objects.filter(vial__in=shelf).exclude(kind__in=[EntryKind.RECEIVED, EntryKind.MOVED])
    return set(drawn.values_list("vial", flat=True))
