"""Keeps a runner of virtual trials beside the server: started when a run waits, started again when it was killed."""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connections

from daybreak.clinic.trials import bell, queries

AGAIN_S = 3.0
"""Pause before a runner that ended early is started again."""
GRACE_S = 5.0
log = logging.getLogger(__name__)


@contextmanager
def runner_beside() -> Iterator[None]:
    """While inside, whatever run waits is run: those left from before, and those asked for from now on."""
    keeper = Keeper()
    forget = bell.listen(keeper.wake.set)
    thread = threading.Thread(target=keeper.keep, name="trial-keeper", daemon=True)
    thread.start()
    try:
        yield
    finally:
        forget()
        keeper.leave()
        thread.join(GRACE_S + 2)


class Keeper:
    """One thread that has at most one runner. The runner ends by itself when it has nothing to do."""

    def __init__(self) -> None:
        """Looks once at the start, for runs left from before."""
        self.wake = threading.Event()
        self.wake.set()
        self._leaving = threading.Event()
        self._runner: subprocess.Popen[bytes] | None = None

    def keep(self) -> None:
        """Until told to leave: sleep until a run waits, then have a runner until it ends."""
        while not self._leaving.is_set():
            self.wake.wait()
            self.wake.clear()
            while not self._leaving.is_set() and self._has_work():
                self._run_once()

    def leave(self) -> None:
        """End the runner: it ends when its input does. What it was at goes on at the next start."""
        self._leaving.set()
        self.wake.set()
        runner = self._runner
        if runner is not None:
            _close(runner)

    def _run_once(self) -> None:
        self._runner = subprocess.Popen(
            [sys.executable, "-m", "daybreak", "trial-worker", "--until-input-ends"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            env=os.environ,
            start_new_session=True,
        )
        if self._leaving.is_set():
            _close(self._runner)
        code = self._runner.wait()
        if code and not self._leaving.is_set():
            log.warning("The runner of virtual trials ended with %s; it is started again.", code)
            self._leaving.wait(AGAIN_S)

    def _has_work(self) -> bool:
        try:
            return queries.any_under_way()
        except DatabaseError as problem:
            log.warning("The queue of virtual trials cannot be read (%s).", type(problem).__name__)
            self._leaving.wait(AGAIN_S)
            self.wake.set()
            return False
        finally:
            connections.close_all()


def _close(runner: subprocess.Popen[bytes]) -> None:
    """Let the runner end; end it when it does not."""
    with suppress(OSError):
        if runner.stdin:
            runner.stdin.close()
    try:
        runner.wait(GRACE_S)
    except subprocess.TimeoutExpired:
        runner.kill()
