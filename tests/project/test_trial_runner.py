"""The runner of virtual trials in real processes: killed in the middle, it ends with the numbers of a calm run."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests import servers

pytestmark = pytest.mark.server
SCENE = "tests.project.trial_scene"
PATIENCE_S = 240
MANY = 400
"""Simulated trials: sixteen parts, enough to be killed between two of them."""


def _told(clinic: servers.Clinic) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(clinic.python(SCENE, "tell"))
    return found


@contextmanager
def _runner(clinic: servers.Clinic) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(
        [sys.executable, "-m", "daybreak", "trial-worker", "--until-input-ends"],
        env=clinic.environment,
        cwd=clinic.data_dir,
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(30)
        if process.stdin:
            process.stdin.close()


def _parts(clinic: servers.Clinic) -> list[Path]:
    return list((clinic.data_dir / "trial-parts").rglob("*-[0-9]*-[0-9]*.npz"))


def _until(what: Any, said: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while not what():
        assert time.monotonic() < end, said
        time.sleep(0.02)


def _children(pid: int) -> list[int]:
    """Processes whose parent is ``pid``, read from /proc."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(stat.parent.name))
    return found


def _simulating(pid: int) -> list[int]:
    """The simulating processes of a runner, without the tracker that Python starts beside them."""
    return [child for child in _children(pid) if b"spawn_main" in (Path("/proc") / str(child) / "cmdline").read_bytes()]


def _calm(folder: Path, empty: servers.Clinic) -> dict[str, Any]:
    """What an undisturbed run of the same trial and seed gives."""
    clinic = servers.copied(empty.data_dir, folder)
    clinic.python(SCENE, "ask", str(MANY))
    done = clinic.daybreak("trial-worker")
    assert done.returncode == 0, done.stderr
    [run] = _told(clinic)
    assert run["state"] == "finished", run
    return run


def test_a_runner_and_a_simulation_killed_in_the_middle_end_with_the_numbers_of_a_calm_run(
    empty_clinic: servers.Clinic, tmp_path: Path
) -> None:
    calm = _calm(tmp_path / "calm", empty_clinic)
    empty_clinic.python(SCENE, "ask", str(MANY))
    with _runner(empty_clinic) as runner:
        _until(lambda: len(_parts(empty_clinic)) >= 2, "no part was finished")
        [simulating] = _simulating(runner.pid)
        runner.send_signal(signal.SIGKILL)
        runner.wait(30)
        _until(lambda: not Path(f"/proc/{simulating}").exists(), "the simulation outlived its runner")
    kept = len(_parts(empty_clinic))
    [run] = _told(empty_clinic)
    assert run["state"] == "running"
    assert 2 <= kept < MANY / 25
    with _runner(empty_clinic) as runner:
        _until(lambda: len(_parts(empty_clinic)) > kept, "it did not go on")
        os.kill(_simulating(runner.pid)[0], signal.SIGKILL)
        _until(lambda: not _parts(empty_clinic), "it was never finished")
    [run] = _told(empty_clinic)
    assert run["why"] == ""
    assert run["result"] == calm["result"]
    assert run["sha256"] == calm["sha256"]
    assert run["state"] == "finished"


def test_the_server_runs_what_was_left_and_takes_its_runner_with_it(empty_clinic: servers.Clinic) -> None:
    empty_clinic.python(SCENE, "ask", "100000")
    with servers.serving(empty_clinic) as server:
        _until(lambda: _parts(empty_clinic), "the server started no runner")
        [runner] = _children(server.process.pid)
        server.kill()
        _until(lambda: not Path(f"/proc/{runner}").exists(), "the runner outlived its server")
    kept = len(_parts(empty_clinic))
    with servers.serving(empty_clinic) as server:
        _until(lambda: len(_parts(empty_clinic)) > kept, "the next server did not go on")
        assert server.stop() == 0
    assert _told(empty_clinic)[0]["state"] == "running"


def test_only_one_runner_works_for_a_clinic(empty_clinic: servers.Clinic) -> None:
    from daybreak.project.stopped import Taken
    from daybreak.project.trial_runner import sole_runner

    with (
        sole_runner(empty_clinic.data_dir),
        pytest.raises(Taken, match="Another runner"),
        sole_runner(empty_clinic.data_dir, patience_s=0.1),
    ):
        raise AssertionError("a second runner was let in")


def test_a_runner_without_work_ends_by_itself(empty_clinic: servers.Clinic) -> None:
    from daybreak.project.trial_runner import Runner

    Runner(empty_clinic.data_dir, ended=lambda: True).work()
    command = [sys.executable, "-m", "daybreak", "trial-worker", "--until-input-ends"]
    with subprocess.Popen(
        command,
        env=empty_clinic.environment,
        cwd=empty_clinic.data_dir,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:  # whose input stays open, as the server keeps it
        assert process.stderr is not None
        assert (process.stderr.read(), process.wait(timeout=120)) == ("", 0)
