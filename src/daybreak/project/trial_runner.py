"""Runs the virtual trials that wait: a few at once, each in a process of its own, none lost when one is killed."""

import fcntl
import hashlib
import logging
import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from django.db import DatabaseError, close_old_connections

from daybreak.clinic.trials import actions
from daybreak.clinic.trials.models import TrialRun
from daybreak.project import trial_part
from daybreak.project.stopped import Taken

PARTS = "trial-parts"
LOOKS_EVERY_S = 0.4
BEATS_EVERY_S = 20.0
IDLE_S = 20.0
"""With nothing to do for so long it ends; the server starts another when a run is asked for."""
PATIENCE_S = 30.0
"""How long it waits for an earlier runner to notice that its server is gone."""
MOST_DEATHS = 3
log = logging.getLogger(__name__)


def at_once() -> int:
    """How many runs are simulated side by side: two where the machine has cores to spare."""
    return 2 if (os.cpu_count() or 1) >= 4 else 1


@contextmanager
def sole_runner(data_dir: Path, patience_s: float = PATIENCE_S) -> Iterator[None]:
    """Hold the folder while running; the lock ends with the process, however it ends. Raises Taken."""
    handle = os.open(data_dir / "trial-runner.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(handle, time.monotonic() + patience_s, data_dir)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, until: float, data_dir: Path) -> None:
    while True:
        try:
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise Taken(f"Another runner already works for {data_dir}. It takes up every run that waits.") from None
            time.sleep(0.2)


@dataclass
class Work:
    """One run being simulated."""

    run: TrialRun
    process: SpawnProcess
    report: Connection
    lifeline: Connection
    done: int = 0
    told_at: float = 0.0
    silent: bool = False
    """Whether its process has closed the line: nothing more will be said."""


@dataclass
class Runner:
    """Takes runs up and sees them to their end. ``ended`` says when to leave everything as it is and go."""

    data_dir: Path
    ended: Callable[[], bool]
    idle_s: float = IDLE_S
    works: list[Work] = field(default_factory=list)
    deaths: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Of each run: how often its process died in a row, and how far it was then."""

    @property
    def name(self) -> str:
        """The same for every runner of this folder, so that one takes up what the one before it lost."""
        return hashlib.sha256(f"{socket.gethostname()}:{self.data_dir.resolve()}".encode()).hexdigest()[:32]

    def work(self) -> None:
        """Run what waits until nothing has waited for a while, or until ``ended``."""
        idle_since = time.monotonic()
        try:
            while not self.ended() and time.monotonic() - idle_since < self.idle_s:
                self._look()
                if self.works:
                    idle_since = time.monotonic()
                time.sleep(LOOKS_EVERY_S)
        finally:
            for work in self.works:
                self._end(work)

    def _look(self) -> None:
        """Once around. A database that is away for a moment is asked again at the next look."""
        try:
            close_old_connections()
            while len(self.works) < at_once() and (run := self._next()):
                self.works.append(self._start(run))
            for work in list(self.works):
                self._follow(work)
        except DatabaseError as problem:
            log.warning("The runner of trials cannot reach the record (%s); it tries again.", type(problem).__name__)

    def _next(self) -> TrialRun | None:
        return actions.take_up(runner=self.name, has=frozenset(work.run.pk for work in self.works))

    def _start(self, run: TrialRun) -> Work:
        spawn = get_context("spawn")
        report, telling = spawn.Pipe(duplex=False)
        ending, lifeline = spawn.Pipe(duplex=False)
        asked = {"seed": run.seed, "trials": run.trials, "power": run.asked}
        process = spawn.Process(
            target=trial_part.simulate, args=(ending, telling, run.version.text, asked, self._parts(run)), daemon=True
        )
        process.start()
        telling.close()
        ending.close()
        return Work(run, process, report, lifeline, done=run.parts_done)

    def _parts(self, run: TrialRun) -> Path:
        return self.data_dir / PARTS / str(run.public_id)

    def _follow(self, work: Work) -> None:
        """Pass on what the process says; see that it is alive, and still wanted."""
        said = self._said(work)
        if said is not None:
            return self._close(work, said)
        if work.silent and not work.process.is_alive():
            return self._died(work)
        due = time.monotonic() - work.told_at > (1.0 if work.done != work.run.parts_done else BEATS_EVERY_S)
        if due and not self._beat(work):
            return self._stopped(work)
        return self._heed(work)

    def _said(self, work: Work) -> tuple[Any, ...] | None:
        """The last word of the process if it has spoken it; until then how far it is."""
        try:
            while not work.silent and work.report.poll():
                word, *rest = work.report.recv()
                if word != "done":
                    return (word, *rest)
                work.done = rest[0]
        except (EOFError, OSError):
            work.silent = True
        return None

    def _beat(self, work: Work) -> bool:
        wanted = actions.beat(run=work.run, done=work.done)
        work.told_at, work.run.parts_done = time.monotonic(), work.done
        return wanted

    def _heed(self, work: Work) -> None:
        """Whether someone asked to stop, looked up at every look: a stop takes effect at once."""
        if TrialRun.objects.filter(pk=work.run.pk, stop_asked=True).exists():
            self._stopped(work)

    def _stopped(self, work: Work) -> None:
        self._end(work)
        actions.give_up(run=work.run)

    def _close(self, work: Work, said: tuple[Any, ...]) -> None:
        word, told, beside = said
        if word == "found":
            actions.finish(run=work.run, result=told, posterior=beside)
            shutil.rmtree(self._parts(work.run), ignore_errors=True)
        else:
            log.error("A virtual trial could not be simulated.\n%s", beside)
            actions.fail(run=work.run, why=told)
        self._end(work)

    def _died(self, work: Work) -> None:
        """Ended without a word: killed, or out of memory. It goes on where it was, unless that keeps happening."""
        code = work.process.exitcode
        self._end(work)
        deaths, done = self.deaths.get(work.run.pk, (0, -1))
        deaths = deaths + 1 if work.done <= done else 1
        self.deaths[work.run.pk] = (deaths, max(done, work.done))
        log.warning("The process of a virtual trial ended without a word (%s).", code)
        if deaths >= MOST_DEATHS:
            actions.fail(
                run=work.run,
                why=f"Its process was ended {deaths} times at the same place, most likely for want of memory. "
                "Ask for fewer people in an arm; the finished parts are kept.",
            )

    def _end(self, work: Work) -> None:
        """End the process if it still runs, and forget it. The record keeps the run as it is."""
        work.process.kill()
        work.process.join(10)
        work.report.close()
        work.lifeline.close()
        self.works = [other for other in self.works if other is not work]
