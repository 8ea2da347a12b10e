"""Real servers for tests: the command `daybreak` in processes of its own, on a folder and a port of its own."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer

from tests.environment import SETTINGS

ROOT = Path(__file__).parent.parent
START_S = 60
"""Seconds that a server may take to listen on a machine busy with other tests."""


@dataclass(frozen=True)
class Clinic:
    """An installation: one data folder, the settings that go with it, and the command run on it."""

    data_dir: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What a process of this clinic sees: nothing of the settings of the process that runs the tests."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith("DAYBREAK_")}
        path = os.pathsep.join([str(ROOT / "src"), str(ROOT), *filter(None, [ours.get("PYTHONPATH")])])
        return {
            **ours,
            **SETTINGS,
            "PYTHONPATH": path,
            "PYTHONUNBUFFERED": "1",
            "COLUMNS": "120",
            "NO_COLOR": "1",
            "DAYBREAK_DATA_DIR": str(self.data_dir),
            **self.settings,
        }

    def daybreak(self, *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
        """Run one command to its end; ``said`` is typed into it."""
        return self._run([sys.executable, "-m", "daybreak", *arguments], said)

    def python(self, module: str, *arguments: str, said: str = "") -> str:
        """Run a Python module inside the clinic (it calls ``daybreak.project.django.wake()``); what it printed.

        For setting up rows through actions before a server starts, or reading them after one was killed.
        """
        done = self._run([sys.executable, "-m", module, *arguments], said)
        if done.returncode:
            raise RuntimeError(f"{module} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def _run(self, command: list[str], said: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            env=self.environment,
            input=said,
            capture_output=True,
            encoding="utf-8",
            timeout=180,
            cwd=self.data_dir,
        )


@dataclass
class Server:
    """A running server; ``url`` has no slash at the end."""

    clinic: Clinic
    process: subprocess.Popen[str]
    url: str
    log_file: Path
    said: list[str]
    """What it printed until it listened, line by line."""

    def stop(self) -> int:
        """Ask it to stop, as an operator would; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait(timeout=30)

    @property
    def log(self) -> str:
        """What it wrote on standard error."""
        return self.log_file.read_text(encoding="utf-8")


def prepared(data_dir: Path, **settings: str) -> Clinic:
    """A clinic whose database is ready to serve."""
    data_dir.mkdir(parents=True, exist_ok=True)
    clinic = Clinic(data_dir, settings)
    done = clinic.daybreak("migrate")
    if done.returncode:
        raise RuntimeError(f"daybreak migrate ended with {done.returncode}:\n{done.stderr}")
    return clinic


def copied(folder: Path, data_dir: Path, **settings: str) -> Clinic:
    """A clinic on a copy of a prepared folder that no server uses at the moment."""
    shutil.copytree(folder, data_dir)
    return Clinic(data_dir, settings)


@contextmanager
def serving(clinic: Clinic, command: tuple[str, ...] = ("serve", "--port", "0")) -> Iterator[Server]:
    """Serve ``clinic`` inside the block; whatever happens in it, no process is left behind."""
    log_file = clinic.data_dir / "server.log"
    with log_file.open("a", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "daybreak", *command],
            env=clinic.environment,
            cwd=clinic.data_dir,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            encoding="utf-8",
        )
    try:
        url, said = _address(process, log_file)
        yield Server(clinic, process, url, log_file, said)
    finally:
        process.kill()
        process.wait(timeout=30)
        if process.stdout:
            process.stdout.close()


def _address(process: subprocess.Popen[str], log_file: Path) -> tuple[str, list[str]]:
    """The address from the line that a server prints once it listens, and all lines until then."""
    said: list[str] = []
    too_long = Timer(START_S, process.kill)
    too_long.start()
    try:
        for line in process.stdout or ():
            said.append(line)
            found = re.search(r"Daybreak is at (http\S+)", line)
            if found:
                return found[1], said
    finally:
        too_long.cancel()
    raise RuntimeError(f"The server did not start.\n{''.join(said)}\n{log_file.read_text(encoding='utf-8')}")
