"""Saves designs, asks for runs, stops them; and for the runner: takes a run up, says how far it is, ends it."""

import json
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import Truncator

import daybreak
from daybreak.clinic import clock
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.entry import Conflict, one_at_a_time
from daybreak.clinic.once import once
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.trials import bell, queries
from daybreak.clinic.trials import text as texts
from daybreak.clinic.trials.models import Design, RunResult, RunState, TrialRun, Version
from daybreak.clinic.trials.problems import problems
from daybreak.clinic.trials.request import Request

RUNNER = "trial runner"


class Superseded(Conflict):
    """Someone saved the design meanwhile: what was typed is based on an older version."""


def keep(
    *, by: Person, text: str, design: Design | None = None, base: int = 0, client_id: UUID | None = None
) -> Version:
    """Keep ``text`` as the newest version of ``design``, or as a design of its own. Unfinished text is kept too.

    ``base`` is the version that was changed. Superseded when there is a newer one; text as it stands makes no version.
    """
    permit(by, "trial.design")
    clean = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return once(
        Version,
        client_id,
        lambda row: row.text == clean and (design is None or row.design_id == design.pk),
        lambda: _keep(by, clean, design, base, client_id),
    )


def _keep(by: Person, text: str, design: Design | None, base: int, client_id: UUID | None) -> Version:
    if design is None:
        design, number = Design.objects.create(recorded_by=by), 1
    else:
        one_at_a_time(f"trial design {design.pk}")
        latest = queries.latest(design)
        if latest.text == text:
            return latest
        if latest.number != base:
            raise Superseded(_someone_saved(latest))
        number = latest.number + 1
    title, problem = about(text)
    version = Version.objects.create(
        design=design,
        number=number,
        text=text,
        sha256=texts.sha256(text),
        title=title,
        problem=problem,
        recorded_by=by,
        client_id=client_id,
    )
    detail = {"version": number, "sha256": version.sha256}
    audit.append(by=by, act="trial.save", subject=design, detail=detail)
    return version


def _someone_saved(latest: Version) -> str:
    who = latest.recorded_by.name if latest.recorded_by else "Someone"
    return f"{who} saved version {latest.number} of this design while you worked on an older one."


def about(text: str) -> tuple[str, str]:
    """The title that a protocol states, and why it cannot be run; either may be empty."""
    try:
        content = texts.read(text)
    except texts.Unreadable as problem:
        return "", str(problem)
    stated = content.get("title") if isinstance(content, dict) else None
    title = Truncator(" ".join(stated.split())).chars(200) if isinstance(stated, str) else ""
    return title, next(iter(problems(content).values()), "")


def ask(*, by: Person, version: Version, request: Request, client_id: UUID | None = None) -> TrialRun:
    """Put a run of ``version`` in the queue. Invalid names what cannot be asked, Conflict what the text lacks."""
    permit(by, "trial.run")
    if version.problem:
        raise Conflict(f"Version {version.number} cannot be run yet: {version.problem}")
    request.check(texts.read(version.text))
    return once(
        TrialRun,
        client_id,
        lambda row: _asks_the_same(row, version, request),
        lambda: _ask(by, version, request, client_id),
    )


def _asks_the_same(row: TrialRun, version: Version, request: Request) -> bool:
    return (row.version_id, row.kind, row.trials, row.seed, row.asked) == (
        version.pk,
        request.kind,
        request.trials,
        request.seed,
        request.asked,
    )


def _ask(by: Person, version: Version, request: Request, client_id: UUID | None) -> TrialRun:
    run = TrialRun.objects.create(
        version=version,
        kind=request.kind,
        trials=request.trials,
        seed=request.seed,
        asked=request.asked,
        parts=request.parts,
        queued_at=clock.now(),
        recorded_by=by,
        client_id=client_id,
    )
    detail = {"version": version.number, "sha256": version.sha256, "trials": run.trials, "seed": run.seed}
    audit.append(by=by, act="trial.run", subject=run, detail=detail | run.asked)
    bell.ring_on_commit()
    return run


def stop(*, by: Person, run: TrialRun) -> TrialRun:
    """End a run that waits or runs; what is finished of it is kept. One that has ended already stays as it is."""
    permit(by, "trial.run")
    with transaction.atomic():
        waiting = TrialRun.objects.filter(pk=run.pk, state=RunState.QUEUED)
        running = TrialRun.objects.filter(pk=run.pk, state=RunState.RUNNING, stop_asked=False)
        if waiting.update(state=RunState.STOPPED, ended_at=clock.now()) or running.update(stop_asked=True):
            audit.append(by=by, act="trial.stop", subject=run)
        run.refresh_from_db()
    return run


def go_on(*, by: Person, run: TrialRun) -> TrialRun:
    """Put a stopped or failed run back in the queue; it goes on where it was. Conflict when it is finished."""
    permit(by, "trial.run")
    with transaction.atomic():
        ended = TrialRun.objects.filter(pk=run.pk, state__in=(RunState.STOPPED, RunState.FAILED))
        if ended.update(
            state=RunState.QUEUED, queued_at=clock.now(), ended_at=None, stop_asked=False, why="", runner=""
        ):
            audit.append(by=by, act="trial.go_on", subject=run)
            bell.ring_on_commit()
        run.refresh_from_db()
    if run.state == RunState.FINISHED:
        raise Conflict("This run is finished. Ask for a new one to simulate more.")
    return run


def take_up(*, runner: str, has: frozenset[int] = frozenset()) -> TrialRun | None:
    """For the runner: the next run to simulate, now its own; None when there is none. Asks no permission: who asked
    for the run did. ``has`` are the runs that it simulates already."""
    with transaction.atomic():
        run = queries.next_for(runner, has)
        if run is None:
            return None
        mine = TrialRun.objects.filter(pk=run.pk, state=run.state, runner=run.runner, beat_at=run.beat_at)
        now = clock.now()
        if not mine.update(state=RunState.RUNNING, runner=runner, beat_at=now, started_at=run.started_at or now):
            return None
        run.refresh_from_db()
    return run


def beat(*, run: TrialRun, done: int) -> bool:
    """For the runner: it is alive and ``done`` simulated trials are kept. False when it must stop, or lost the run."""
    mine = TrialRun.objects.filter(pk=run.pk, state=RunState.RUNNING, runner=run.runner, stop_asked=False)
    return bool(mine.update(beat_at=clock.now(), parts_done=min(done, run.parts)))


def finish(*, run: TrialRun, result: dict[str, Any], posterior: dict[str, str]) -> RunResult | None:
    """For the runner: keep what was found. None when the run is no longer its own, or has its result already."""
    with transaction.atomic():
        if not _end(run, RunState.FINISHED, parts_done=run.parts):
            return None
        found = RunResult.objects.create(
            run=run,
            posterior=posterior["posterior"],
            posterior_sha256=posterior["posterior_sha256"],
            mechanism_sha256=posterior["mechanism_sha256"],
            software=daybreak.__version__,
            result=result,
            sha256=texts.sha256(canonical(result)),
        )
        detail = {"result": found.sha256, "posterior": found.posterior_sha256}
        audit.append(by=None, act="trial.finish", subject=run, actor_name=RUNNER, detail=detail)
    return found


def canonical(result: dict[str, Any]) -> str:
    """A result as the text that its hash is of."""
    return json.dumps(result, sort_keys=True, ensure_ascii=False, allow_nan=False)


def fail(*, run: TrialRun, why: str) -> None:
    """For the runner: the run cannot go on, and a sentence says why."""
    with transaction.atomic():
        if _end(run, RunState.FAILED, why=why):
            audit.append(by=None, act="trial.fail", subject=run, actor_name=RUNNER, detail={"why": why})


def give_up(*, run: TrialRun) -> None:
    """For the runner: someone asked to stop, and it has."""
    _end(run, RunState.STOPPED, stop_asked=False)


def _end(run: TrialRun, state: RunState, **changed: Any) -> int:
    mine = TrialRun.objects.filter(pk=run.pk, state=RunState.RUNNING, runner=run.runner)
    return mine.update(state=state, ended_at=clock.now(), **changed)
