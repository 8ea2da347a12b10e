"""The pages of the vials: what is on hand, taking one in, and the ledger of each."""

from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from daybreak.care import amounts
from daybreak.clinic import clock
from daybreak.clinic.vials import actions, queries
from daybreak.clinic.vials.models import EntryKind, Vial, VialEntry
from daybreak.web.access import StaffRequest, requires
from daybreak.web.forms.entry import EntryForm
from daybreak.web.forms.inputs import DayField, NumberField

SOON = timedelta(days=30)
"""A vial that expires within a month says so."""


class VialForm(EntryForm):
    """What the label of a new vial says."""

    label = forms.CharField(max_length=40, help_text="What the clinic calls this vial, as written on it.")
    lot = forms.CharField(max_length=60, help_text="As printed on the vial.")
    expires_on = DayField(label="Expires on", help_text="The last day on which it may be used.")
    concentration_mg_per_ml = NumberField(
        label="Strength", help_text="Ketamine comes in several. Read it from the vial."
    )
    volume_ml = NumberField(label="Volume", help_text="All that the vial holds.")
    location = forms.CharField(max_length=80, required=False, help_text="Where it is kept, for example “safe, room 2”.")


@require_GET
@requires("vial.read")
def vials(request: StaffRequest) -> HttpResponse:
    """Every vial that still holds something, then those that are empty."""
    today = timezone.localdate(clock.now())
    shown = [on_the_shelf(vial, today) for vial in queries.all_vials()]
    held = [row for row in shown if row["vial"].on_hand_ug > 0]
    return render(
        request,
        "vials/list.html",
        {
            "held": held,
            "empty": [row for row in shown if row["vial"].on_hand_ug == 0],
            "expired": sum(row["expired"] for row in held),
            "problems": queries.balance_problems(),
            "last_count": queries.last_count(),
        },
    )


@require_http_methods(["GET", "POST"])
@requires("vial.receive")
def receive(request: StaffRequest) -> HttpResponse:
    """Take a vial in."""
    form = VialForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "client_id"}
        taken_in = form.enter(partial(actions.receive, by=request.user), **values)
        if taken_in is not None:
            messages.success(request, f"Vial {taken_in.label} is taken in.")
            return HttpResponseRedirect(reverse("web:vials"))
    return render(request, "vials/receive.html", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
@requires("vial.read")
def vial(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One vial with every movement, the newest first, and what was left after each."""
    found = queries.get(public_id)
    context = {"row": on_the_shelf(found, timezone.localdate(clock.now())), "lines": list(reversed(lines(found)))}
    return render(request, "vials/ledger.html", context)


def on_the_shelf(vial: Vial, today: date) -> dict[str, Any]:
    """A vial as a shelf shows it: mL on hand, and how its expiry stands on ``today``."""
    left = (vial.expires_on - today).days
    return {
        "vial": vial,
        "on_hand_ml": millilitres(vial.on_hand_ug, vial),
        "on_hand_mg": amounts.plain(amounts.mg_of(vial.on_hand_ug)),
        "strength": amounts.plain(vial.concentration_mg_per_ml),
        "expired": left < 0,
        "expiry": _expiry(left),
        "tone": "danger" if left < 0 else "warn" if left <= SOON.days else "",
    }


def lines(vial: Vial) -> list[dict[str, Any]]:
    """The ledger with its running balance, oldest first."""
    left, shown = 0, []
    for entry in queries.ledger(vial).select_related("injection__session", "loss"):
        left += entry.change_ug
        shown.append(
            {
                "entry": entry,
                "sign": "+" if entry.change_ug > 0 else "−",
                "ml": millilitres(entry.amount_ug, vial),
                "mg": amounts.plain(amounts.mg_of(entry.amount_ug)),
                "left_ml": millilitres(left, vial),
                "injection": getattr(entry, "injection", None),
                "loss": getattr(entry, "loss", None),
                "undone": getattr(entry, "reversed_by", None),
                "of": entry.reverses.get_kind_display() if entry.reverses else "",
                "correctable": _correctable(entry),
            }
        )
    return shown


def millilitres(amount_ug: int, vial: Vial) -> str:
    """Whole micrograms of this vial's solution as mL, to 0.01 mL, as people write it."""
    return amounts.plain((amounts.mg_of(amount_ug) / vial.concentration_mg_per_ml).quantize(amounts.ML_STEP))


def _correctable(entry: VialEntry) -> bool:
    """Whether a correction may be asked for: corrections and moves are final, a dose needs an injection behind it."""
    if entry.kind in (EntryKind.REVERSED, EntryKind.MOVED) or hasattr(entry, "reversed_by"):
        return False
    return entry.kind != EntryKind.ADMINISTERED or hasattr(entry, "injection")


def _expiry(days: int) -> str:
    if days < 0:
        return "Expired: do not use" if days < -1 else "Expired yesterday: do not use"
    if days == 0:
        return "Expires today"
    return f"Expires in {days} day{'s' if days != 1 else ''}" if days <= SOON.days else ""
