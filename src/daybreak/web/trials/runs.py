"""The pages of runs: how far one is, what it found, its contrasts and its power; stopped, and let go on."""

import uuid
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.forecasts import trials as model
from daybreak.clinic.trials import actions, queries
from daybreak.clinic.trials import text as texts
from daybreak.clinic.trials.models import RunKind, RunState, TrialRun, Version
from daybreak.clinic.trials.request import MEASURES, Request
from daybreak.web.access import StaffRequest, requires
from daybreak.web.trials import results
from daybreak.web.trials.designs import numbers
from daybreak.web.trials.files import provenance

USUAL_SIZES, USUAL_POWER_TRIALS = "20, 40, 80, 160", "200"


@require_GET
@requires("trial.read")
def run(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """One run: how far it is, or what it found."""
    return _page(request, queries.run(run_id))


@require_GET
@requires("trial.read")
def progress(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """How far a run is, for the page to ask again and again; the whole page anew when it has ended."""
    found, small = queries.run(run_id), "small" in request.GET
    page = {"run": found, "before": queries.waiting_before(found), "small": small}
    answer = render(request, "trials/progress.html", page)
    if not found.is_under_way and not small:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@requires("trial.run")
def stop(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """End a run; what is finished of it is kept."""
    actions.stop(by=request.user, run=queries.run(run_id))
    return HttpResponseRedirect(reverse("web:trial-run", args=[run_id]))


@require_POST
@requires("trial.run")
def go_on(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Let a stopped or failed run go on where it was."""
    actions.go_on(by=request.user, run=queries.run(run_id))
    return HttpResponseRedirect(reverse("web:trial-run", args=[run_id]))


@require_POST
@requires("trial.run")
def power(request: StaffRequest, design_id: UUID, number: int) -> HttpResponse:
    """Ask how often an effect would be shown with more or fewer people."""
    version = queries.version(queries.design(design_id), number)
    if version.problem:
        raise Conflict(f"Version {version.number} cannot be run yet: {version.problem}")
    asked, wrong = numbers(request.POST)
    sizes, wrong_sizes = _sizes(request.POST.get("sizes", ""))
    wrong |= wrong_sizes
    at = request.POST.get("at_h", "")
    hours = float(at) if at.replace(".", "", 1).isdecimal() and len(at) < 25 else -1.0
    comparison = {"sizes": sizes, "at_h": hours} | {
        name: request.POST.get(name, "") for name in ("arm", "against", "measure")
    }
    if not wrong:
        try:
            wish = Request(asked["trials"], asked["seed"], comparison)
            found = actions.ask(by=request.user, version=version, request=wish, client_id=_key(request))
            return HttpResponseRedirect(reverse("web:trial-run", args=[found.public_id]))
        except Invalid as invalid:
            wrong = invalid.errors
    page = {"edition": version, "power": _asking(version, request.POST, wrong), "design": version.design}
    return render(request, "trials/power.html", page, status=422)


def _key(request: StaffRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("client_id", ""))
    except ValueError:
        return None


def _sizes(typed: str) -> tuple[list[int], dict[str, str]]:
    parts = [part.strip() for part in typed.split(",") if part.strip()]
    if parts and all(part.isdecimal() and part.isascii() and len(part) < 8 for part in parts):
        return sorted({int(part) for part in parts}), {}
    return [], {"sizes": "Write whole numbers with commas between them, such as 20, 40, 80."}


def _page(request: StaffRequest, found: TrialRun) -> HttpResponse:
    page: dict[str, Any] = {"run": found, "edition": found.version, "design": found.version.design}
    page |= {"before": queries.waiting_before(found), "small": False}
    if found.state == RunState.FINISHED:
        page |= {"provenance": provenance(found), "result": found.found.result}
        page |= _power_found(found) if found.kind == RunKind.POWER else _trial_found(request, found)
    return render(request, "trials/run.html", page)


def _power_found(found: TrialRun) -> dict[str, Any]:
    result = found.found.result
    words = model.words()["measure"].get(result["measure"], result["measure"])
    return {"table": results.power_table(result), "measure": words, "charted": {"power": result["sizes"]}}


def _trial_found(request: StaffRequest, found: TrialRun) -> dict[str, Any]:
    result = found.found.result
    names = [arm["name"] for arm in result["arms"]]
    asked = request.GET.get("against", "")
    against = asked if asked in names else names[-1] if len(names) > 1 else ""
    scale = next(one["title"] for one in model.scales() if one["id"] == result["scale"])
    return {
        "tables": results.arm_tables(result),
        "once": results.once_table(result),
        "more": [(name, results.SHORT[name]) for name in results.CHARTED if name != "change"],
        "against": against,
        "names": names,
        "contrasts": results.contrast_tables(result, against) if against else [],
        "charted": results.charted(result, against) | {"scale": scale},
        "scale": scale,
        "power": _asking(found.version, {}, {}) if len(names) > 1 else None,
        "powers": queries.runs_of(found.version.design).filter(version=found.version, kind=RunKind.POWER),
        "others": queries.finished().exclude(pk=found.pk)[:20],
    }


def _asking(version: Version, typed: Any, wrong: dict[str, str]) -> dict[str, Any]:
    """The form that asks for power."""
    size = model.size(texts.read(version.text))
    visits = [(f"{hour!r}", model.when(hour)) for hour in size["visits_h"]]
    return {
        "key": uuid.uuid4(),
        "arms": size["arms"],
        "visits": visits,
        "measures": [(name, results.SHORT[name]) for name in MEASURES],
        "sizes": typed.get("sizes", USUAL_SIZES),
        "arm": typed.get("arm", size["arms"][0]),
        "against": typed.get("against", size["arms"][-1]),
        "measure": typed.get("measure", "change"),
        "at_h": typed.get("at_h", visits[-1][0]),
        "trials": typed.get("trials", USUAL_POWER_TRIALS),
        "seed": typed.get("seed", "1"),
        "wrong": wrong,
    }
