"""The page of what did not reach a patient, by lot and by person, with a small drawing of the weeks."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from daybreak.care import amounts, ledger
from daybreak.clinic import policy
from daybreak.clinic.vials import variance
from daybreak.clinic.vials.variance import Row
from daybreak.web.access import StaffRequest, requires

_WIDTH, _HEIGHT, _GAP = 8, 28, 2


@dataclass(frozen=True)
class Bar:
    """One week as a bar of the drawing, in its own units, and in words."""

    x: int
    y: int
    height: int
    said: str


@require_GET
@requires("vial.read")
def page(request: StaffRequest) -> HttpResponse:
    """The window that the rules name, ending today."""
    lots, persons = variance.by_lot(), variance.by_person()
    highest = max((week for row in (*lots, *persons) for week in row.weeks), default=0)
    context = {
        "tables": [
            {"title": "By lot", "head": "Lot", "rows": [_shown(row, highest) for row in lots]},
            {"title": "By person", "head": "Person", "rows": [_shown(row, highest) for row in persons]},
        ],
        "findings": [found for row in (*lots, *persons) for found in row.findings],
        "starts": variance.week_starts(),
        "shortages": [(found, _mg(found.missing_ug)) for found in variance.shortages()],
        "days": amounts.plain(policy.current().decimal("ledger.variance.window")),
        "highest": _mg(highest),
        "width": len(variance.week_starts()) * (_WIDTH + _GAP),
        "height": _HEIGHT,
        "barwidth": _WIDTH,
    }
    return render(request, "ledger/variance.html", context)


def _shown(row: Row, highest: int) -> dict[str, Any]:
    share = row.handled.share
    return {
        "name": row.name.removeprefix("Lot "),
        "given": _mg(row.given_ug),
        "wasted": _mg(row.wasted_ug),
        "broken": _mg(row.broken_ug),
        "lost": _mg(row.lost_ug),
        "missing": _mg(row.missing_ug),
        "share": "—" if share is None else f"{ledger.in_tenths(share)} %",
        "flagged": bool(row.findings),
        "bars": _bars(row, highest),
        "weeks": ", ".join(_mg(week) for week in row.weeks),
    }


def _bars(row: Row, highest: int) -> list[Bar]:
    """Every row on one scale, so that one can be held against another; a week with something is at least a line."""
    starts = variance.week_starts()
    bars = []
    for number, (week, start) in enumerate(zip(row.weeks, starts, strict=True)):
        height = max(2, round(_HEIGHT * week / highest)) if week else 0
        said = f"week from {start.isoformat()}: {_mg(week)} mg"
        bars.append(Bar(number * (_WIDTH + _GAP), _HEIGHT - height, height, said))
    return bars


def _mg(amount_ug: int) -> str:
    return amounts.plain(amounts.mg_of(amount_ug))
