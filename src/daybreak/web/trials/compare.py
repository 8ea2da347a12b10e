"""The page that lays finished runs side by side on one axis."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from daybreak.clinic.forecasts import trials as model
from daybreak.clinic.trials import queries
from daybreak.clinic.trials.models import TrialRun
from daybreak.web.access import StaffRequest, requires
from daybreak.web.templatetags.pieces import letter
from daybreak.web.trials.results import CHARTED, SHORT, Cell, cell, digits_of

MOST = 6
MOST_LINES = 12
"""More arms than these cannot be told apart on one axis."""


@require_GET
@requires("trial.read")
def compare(request: StaffRequest) -> HttpResponse:
    """The chosen runs' arms on one axis and in one table, by one measure."""
    runs = queries.chosen(_asked(request))[:MOST]
    measure = request.GET.get("measure", "change")
    measure = measure if measure in CHARTED else "change"
    scales = list(dict.fromkeys(run.found.result["scale"] for run in runs))
    page = {
        "runs": runs,
        "known": queries.finished()[:60],
        "measure": measure,
        "measures": [(name, SHORT[name]) for name in CHARTED],
        "scales": [next(one["title"] for one in model.scales() if one["id"] == scale) for scale in scales],
        "table": _table(runs, measure),
        "charted": _charted(runs, measure),
        "unit": model.words()["unit"][measure],
    }
    return render(request, "trials/compare.html", page)


def _asked(request: HttpRequest) -> list[UUID]:
    found = []
    for name in request.GET.getlist("run")[:50]:
        try:
            found.append(UUID(name))
        except ValueError:
            continue
    return found


def _lines(runs: list[TrialRun]) -> list[tuple[str, TrialRun, dict[str, Any]]]:
    """Every arm of every run, under a name of its own."""
    several = len(runs) > 1
    return [
        (f"{letter(number)} · {arm['name']}" if several else arm["name"], run, arm)
        for number, run in enumerate(runs)
        for arm in run.found.result["arms"]
    ]


def _charted(runs: list[TrialRun], measure: str) -> dict[str, Any]:
    labels, units = model.words()["measure"], model.words()["unit"]
    arms = [{"name": name, "series": at, "visits": arm["visits"]} for at, (name, _, arm) in enumerate(_lines(runs))]
    return {"measures": {measure: {"label": labels[measure], "unit": units[measure]}}, "arms": arms, "contrasts": []}


def _table(runs: list[TrialRun], measure: str) -> dict[str, Any]:
    """Arms down, every visit that any run has across."""
    lines = _lines(runs)
    visits = {visit["time_h"]: visit["when"] for _, _, arm in lines for visit in arm["visits"]}
    hours = sorted(visits)
    rows = [(name, arm["n"], [_at(arm, hour, measure) for hour in hours]) for name, _, arm in lines]
    return {"visits": [visits[hour] for hour in hours], "rows": rows}


def _at(arm: dict[str, Any], hour: float, measure: str) -> Cell:
    for visit in arm["visits"]:
        if visit["time_h"] == hour:
            return cell(visit[measure], digits_of(measure))
    return Cell("")
