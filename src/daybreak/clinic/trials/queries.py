"""Reads designs, their versions and their runs. Nothing here knows a patient."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from daybreak.clinic import clock
from daybreak.clinic.entry import Absent
from daybreak.clinic.trials.models import Design, RunState, TrialRun, Version

LOST_AFTER = timedelta(minutes=2)
"""A run whose runner was not heard of for this long is taken over by another one."""
UNDER_WAY = (RunState.QUEUED, RunState.RUNNING)


def designs() -> list[Design]:
    """Every design, the one worked on last first, with its latest version as ``latest`` and its runs as ``told``."""
    found = list(Design.objects.select_related("recorded_by"))
    latest = {version.design_id: version for version in Version.objects.select_related("recorded_by")}
    runs: dict[int, list[TrialRun]] = {}
    for run in TrialRun.objects.select_related("version", "recorded_by"):
        runs.setdefault(run.version.design_id, []).append(run)
    for design in found:
        design.latest, design.told = latest[design.pk], runs.get(design.pk, [])  # type: ignore[attr-defined]
    return sorted(found, key=lambda design: _touched(latest[design.pk], runs.get(design.pk, [])), reverse=True)


def _touched(version: Version, runs: list[TrialRun]) -> float:
    return max([version.recorded_at, *(run.queued_at for run in runs)]).timestamp()


def design(public_id: UUID) -> Design:
    """The design with this public name. Absent when there is none."""
    found = Design.objects.filter(public_id=public_id).first()
    if found is None:
        raise Absent("There is no such design. Go back to the list of trials.")
    return found


def latest(design: Design) -> Version:
    """What the design says now."""
    return Version.objects.select_related("recorded_by").filter(design=design).latest("number")


def versions(design: Design) -> QuerySet[Version]:
    """Every version that was saved, the newest first, with how often it was run."""
    counted = Version.objects.filter(design=design).select_related("recorded_by").annotate(times_run=Count("runs"))
    return counted.order_by("-number")


def version(design: Design, number: int) -> Version:
    """One version. Absent when there is none."""
    found = Version.objects.filter(design=design, number=number).first()
    if found is None:
        raise Absent("This design has no such version. Go back to the design.")
    return found


def run(public_id: UUID) -> TrialRun:
    """The run with this public name. Absent when there is none."""
    found = _runs().filter(public_id=public_id).first()
    if found is None:
        raise Absent("There is no such run. Go back to the list of trials.")
    return found


def runs_of(design: Design) -> QuerySet[TrialRun]:
    """Every run of any version of the design, the newest first."""
    return _runs().filter(version__design=design)


def finished() -> QuerySet[TrialRun]:
    """Finished runs of trials, the newest first, whose results can be laid side by side."""
    return _runs().filter(state=RunState.FINISHED, kind="trial")


def chosen(public_ids: Iterable[UUID]) -> list[TrialRun]:
    """Finished runs of trials in the order in which they are named; others are left out."""
    known = {found.public_id: found for found in finished().filter(public_id__in=list(public_ids))}
    return [known[name] for name in dict.fromkeys(public_ids) if name in known]


def waiting_before(run: TrialRun) -> int:
    """How many runs are taken up before this one."""
    return TrialRun.objects.filter(state=RunState.QUEUED, queued_at__lt=run.queued_at).count()


def any_under_way() -> bool:
    """Whether a runner has anything to do."""
    return TrialRun.objects.filter(state__in=UNDER_WAY).exists()


def next_for(runner: str, has: Iterable[int]) -> TrialRun | None:
    """What this runner takes up next: what it lost when it was ended, what another lost, then what waits longest."""
    lost = Q(state=RunState.RUNNING) & (Q(runner=runner) | Q(beat_at__lt=clock.now() - LOST_AFTER))
    free = TrialRun.objects.filter(lost | Q(state=RunState.QUEUED)).exclude(pk__in=list(has))
    return free.select_related("version").order_by("-state", "queued_at", "pk").first()


def _runs() -> QuerySet[TrialRun]:
    return TrialRun.objects.select_related("version__design", "recorded_by", "found")
