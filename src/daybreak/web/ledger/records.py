"""The records that the law asks for: shown, printed on paper, and taken out as CSV; each look is told in the log."""

import csv
import io
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from daybreak.care import amounts
from daybreak.care.amounts import mg_of, plain
from daybreak.clinic import clock, policy
from daybreak.clinic.entry import Absent
from daybreak.clinic.signatures import queries as signatures
from daybreak.clinic.vials import actions, queries, records
from daybreak.clinic.vials.models import Count, CountKind
from daybreak.clinic.vials.records import FORM, SUBSTANCE, volume_of
from daybreak.web.access import StaffRequest, requires
from daybreak.web.ledger import counts
from daybreak.web.ledger.forms import PeriodForm

_MONTH = timedelta(days=30)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula rather than a name."""


@require_GET
@requires("vial.read")
def overview(request: StaffRequest) -> HttpResponse:
    """Which records there are, for which days, and how long they are kept."""
    today = timezone.localdate(clock.now())
    last = queries.last_count(CountKind.INVENTORY)
    context = {
        "form": PeriodForm(initial={"since": today - _MONTH, "until": today}),
        "inventory": last,
        "next_inventory": counts.inventory_due(last),
        "today": today,
        "rules": _rules(),
        "kept": plain(policy.current().decimal("ledger.keep")),
    }
    return render(request, "ledger/records.html", context)


@require_GET
@requires("vial.read")
def dispensing(request: StaffRequest) -> HttpResponse:
    """Each dose: what, how much, when, to whom, by whom."""
    form, since, until = _period(request)
    rows = records.dispensed(since, until)
    actions.read_records(by=request.user, record="dispensing", since=since, until=until, as_file=_as_file(request))
    if _as_file(request):
        return _file(f"dispensing-{since}-{until}.csv", _DISPENSING_HEAD, (_dispensed_cells(row) for row in rows))
    total = sum((row.mg for row in rows), mg_of(0))
    missing = sum(not row.patient.address for row in rows)
    context = {"rows": rows, "total": plain(total), "without_address": missing, "form": form, **_head(since, until)}
    return render(request, "ledger/dispensing.html", context)


@require_GET
@requires("vial.read")
def movements(request: StaffRequest) -> HttpResponse:
    """Every line of the ledger: receipts, doses, waste, returns, breakage, losses, corrections, moves."""
    form, since, until = _period(request)
    rows = [_moved(entry) for entry in records.movements(since, until)]
    actions.read_records(by=request.user, record="movements", since=since, until=until, as_file=_as_file(request))
    if _as_file(request):
        return _file(f"movements-{since}-{until}.csv", _MOVEMENT_HEAD, (list(row.values()) for row in rows))
    return render(request, "ledger/movements.html", {"rows": rows, "form": form, **_head(since, until)})


@require_GET
@requires("vial.read")
def inventory(request: StaffRequest) -> HttpResponse:
    """The last inventory, or the one of a count that is named, as one page with two names under it."""
    last = queries.last_count(CountKind.INVENTORY)
    if last is None:
        raise Absent("No inventory was taken yet. Count everything on hand as an inventory first.")
    row = queries.get_count(last.public_id)
    actions.read_records(by=request.user, record="inventory", since=row.day, until=row.day, as_file=_as_file(request))
    lines = [counts.shown(line) for line in row.lines.all()]
    if _as_file(request):
        return _file(f"inventory-{row.day}.csv", _INVENTORY_HEAD, (_inventory_cells(row, line) for line in lines))
    total = sum((mg_of(line.found_ug) for line in row.lines.all()), mg_of(0))
    context = {
        "count": row,
        "lines": lines,
        "total": plain(total),
        "signature": signatures.of(row).first(),
        "next_inventory": counts.inventory_due(row),
        **_head(row.day, row.day),
    }
    return render(request, "ledger/inventory.html", context)


_DISPENSING_HEAD = (
    "date",
    "time",
    "substance",
    "form",
    "mg",
    "mL",
    "vial",
    "lot",
    "patient",
    "MRN",
    "address",
    "administered by",
    "initials",
)
_MOVEMENT_HEAD = ("date", "time", "vial", "lot", "what", "mL", "mg", "by", "witness", "reason")
_INVENTORY_HEAD = (
    *("date", "moment", "substance", "form", "vial", "lot", "expires", "mg/mL", "mL found", "mg found"),
    *("mL in the ledger", "explanation", "counted by", "second person"),
)


def _dispensed_cells(row: records.Dispensed) -> list[str]:
    at = timezone.localtime(row.at)
    who = row.by.name if row.by else ""
    return [
        *(f"{at:%Y-%m-%d}", f"{at:%H:%M}", SUBSTANCE, FORM, plain(row.mg), plain(row.volume_ml)),
        *(row.vial.label, row.vial.lot, row.patient.name, row.patient.mrn, row.patient.address, who, row.initials),
    ]


def _moved(entry: Any) -> dict[str, str]:
    at = timezone.localtime(entry.at)
    sign = "+" if entry.change_ug > 0 else "−" if entry.change_ug < 0 else ""
    return {
        "date": f"{at:%Y-%m-%d}",
        "time": f"{at:%H:%M}",
        "vial": entry.vial.label,
        "lot": entry.vial.lot,
        "what": entry.get_kind_display(),
        "ml": f"{sign}{plain(volume_of(entry.amount_ug, entry.vial))}" if entry.amount_ug else "",
        "mg": f"{sign}{plain(mg_of(entry.amount_ug))}" if entry.amount_ug else "",
        "by": entry.recorded_by.name if entry.recorded_by else "",
        "witness": entry.witness.name if entry.witness else "",
        "reason": entry.reason or entry.place,
    }


def _inventory_cells(row: Count, line: dict[str, Any]) -> list[str]:
    vial = line["vial"]
    return [
        *(row.day.isoformat(), row.get_moment_display(), SUBSTANCE, FORM, vial.label, vial.lot),
        *(vial.expires_on.isoformat(), line["strength"], line["found"], line["found_mg"], line["expected"]),
        *(line["line"].explanation, row.recorded_by.name if row.recorded_by else "", row.second.name),
    ]


def _period(request: StaffRequest) -> tuple[PeriodForm, date, date]:
    """The days asked for; without any, or with days that cannot be, the last thirty."""
    today = timezone.localdate(clock.now())
    form = (
        PeriodForm(request.GET)
        if request.GET.get("since")
        else PeriodForm(initial={"since": today - _MONTH, "until": today})
    )
    if form.is_bound and form.is_valid():
        since, until = form.cleaned_data["since"], form.cleaned_data["until"]
        if since <= until:
            return form, since, until
        form.add_error("until", "This day is before the first. Choose a later one.")
    return form, today - _MONTH, today


def _head(since: date, until: date) -> dict[str, Any]:
    return {
        "since": since,
        "until": until,
        "substance": SUBSTANCE,
        "dosage_form": FORM,
        "printed_at": clock.now(),
        "query": f"since={since.isoformat()}&until={until.isoformat()}",
        "kept": amounts.plain(policy.current().decimal("ledger.keep")),
        "rules": _rules(),
    }


def _rules() -> dict[str, Any]:
    rules = policy.current()
    return {
        "keep": rules["ledger.keep"],
        "dispensing": rules["ledger.dispensing"],
        "inventory": rules["ledger.inventory.every"],
        "witness": rules["ledger.waste.witness"],
        "count": rules["ledger.count.second"],
    }


def _as_file(request: StaffRequest) -> bool:
    return request.GET.get("as") == "csv"


def _file(name: str, head: Iterable[str], rows: Iterable[list[str]]) -> HttpResponse:
    """The rows as CSV; what a spreadsheet would run as a formula is quoted."""
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(head)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    answer = HttpResponse("\ufeff" + page.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) and not _is_a_number(cell) else cell


def _is_a_number(cell: str) -> bool:
    return cell.lstrip("+-−").replace(".", "", 1).isdigit()
