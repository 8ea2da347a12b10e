"""What can be taken away: the protocol as it was run, and the numbers as JSON and as a table for a spreadsheet."""

import csv
import io
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from daybreak.clinic.entry import Conflict
from daybreak.clinic.forecasts import trials as model
from daybreak.clinic.trials import queries
from daybreak.clinic.trials.models import RunKind, TrialRun
from daybreak.web.access import StaffRequest, requires

QUANTILES = ("p05", "p25", "median", "p75", "p95")
HEAD = ("kind", "arm", "against", "n", "time_h", "visit", "measure", "unit", *QUANTILES, "power")
ACUTE_UNITS = {"cadss": "CADSS points", "systolic_rise": "mmHg", "diastolic_rise": "mmHg"}


@require_GET
@requires("trial.read")
def version(request: StaffRequest, design_id: UUID, number: int) -> HttpResponse:
    """The text of one version, exactly as it was saved."""
    found = queries.version(queries.design(design_id), number)
    return _file(found.text, "application/yaml", f"trial-{str(design_id)[:8]}-version-{number}.yaml")


@require_GET
@requires("trial.read")
def as_json(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """The result as `daybreak trial run --json` says it, with what it was computed from."""
    run = _finished(run_id)
    answer = JsonResponse(run.found.result | {"provenance": provenance(run)}, json_dumps_params={"ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="run-{str(run_id)[:8]}.json"'
    return answer


@require_GET
@requires("trial.read")
def as_csv(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Every number of the result, one a line."""
    run = _finished(run_id)
    page = io.StringIO()
    rows = csv.writer(page)
    rows.writerow(HEAD)
    rows.writerows(_safe(row) for row in lines(run))
    return _file(page.getvalue(), "text/csv", f"run-{str(run_id)[:8]}.csv")


def provenance(run: TrialRun) -> dict[str, Any]:
    """What a result came from: enough to compute it again and to find it changed."""
    found = run.found
    return {
        "run": str(run.public_id),
        "design": str(run.version.design.public_id),
        "version": run.version.number,
        "protocol": run.version.text,
        "protocol_sha256": run.version.sha256,
        "trials": run.trials,
        "seed": run.seed,
        "posterior": found.posterior,
        "posterior_sha256": found.posterior_sha256,
        "mechanism_sha256": found.mechanism_sha256,
        "software": found.software,
        "result_sha256": found.sha256,
        "started_at": run.started_at.isoformat() if run.started_at else None,
        "ended_at": run.ended_at.isoformat() if run.ended_at else None,
    }


def lines(run: TrialRun) -> Iterator[list[Any]]:
    """The rows under ``HEAD``."""
    result, units = run.found.result, model.words()["unit"]
    if run.kind == RunKind.POWER:
        yield from _power(result, units)
        return
    for arm in result["arms"]:
        for visit in arm["visits"]:
            for measure in [name for name in units if name in visit]:
                yield _line("arm", arm, visit, measure, units[measure], visit[measure])
        if "relapse" in arm:
            yield _line("arm", arm, {}, "relapse", "%", arm["relapse"])
        acute = result["acute"].get(arm["name"], {}).get("at_its_height", {})
        for measure, spread in acute.items():
            yield _line("first dose", arm, {}, measure, ACUTE_UNITS.get(measure, ""), spread)
    for pair in result["contrasts"]:
        for visit in pair["visits"]:
            for measure in model.CONTRASTED:
                row = _line("contrast", {"name": pair["arm"]}, visit, measure, units[measure], visit[measure])
                yield [*row[:2], pair["against"], *row[3:-1], visit["power"][measure][0]]


def _power(result: dict[str, Any], units: dict[str, str]) -> Iterator[list[Any]]:
    visit = {"time_h": result["at_h"], "when": result["when"]}
    for size in result["sizes"]:
        arm, measure = {"name": result["arm"], "n": size["n"]}, result["measure"]
        row = _line("power", arm, visit, measure, units[measure], size["difference"])
        yield [*row[:2], result["against"], *row[3:-1], size["power"]]


def _line(
    kind: str, arm: dict[str, Any], visit: dict[str, Any], measure: str, unit: str, spread: dict[str, Any]
) -> list[Any]:
    numbers = ["" if spread[name] is None else spread[name] for name in QUANTILES]
    return [
        kind,
        arm["name"],
        "",
        arm.get("n", ""),
        visit.get("time_h", ""),
        visit.get("when", ""),
        measure,
        unit,
        *numbers,
        "",
    ]


def _safe(row: list[Any]) -> list[Any]:
    """A name that a spreadsheet would take for a formula is written so that it stays a name."""
    return [
        f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in row
    ]


def _finished(run_id: UUID) -> TrialRun:
    run = queries.run(run_id)
    if not hasattr(run, "found"):
        raise Conflict("This run has no result yet.")
    return run


def _file(text: str, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
