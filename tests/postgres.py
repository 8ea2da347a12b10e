"""A PostgreSQL of our own for the length of a test run: made in a temporary folder, stopped and deleted after."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_NAME = "daybreak"


class NoPostgres(Exception):  # noqa: N818 (a lack, not a fault)
    """There is no PostgreSQL server program on this machine; the message says how to get one."""


@dataclass(frozen=True)
class Cluster:
    """A server that listens on a socket in its own folder alone."""

    programs: Path
    folder: Path

    @property
    def url(self) -> str:
        """The address of its one database."""
        return f"postgresql://{_NAME}@/{_NAME}?host={self.folder}"

    def make(self) -> None:
        """Lay out its files, start it, make the database."""
        self._run("initdb", "--pgdata", self._data, "--username", _NAME, "--auth", "trust", "--encoding", "UTF8", "-N")
        self.start()
        self._run("createdb", "--host", str(self.folder), "--username", _NAME, _NAME)

    def start(self) -> None:
        """Start it; the disk is not waited for, because durability is the business of PostgreSQL's own tests."""
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c fsync=off -c max_connections=200"
        log = str(self.folder / "log")
        self._run("pg_ctl", "--pgdata", self._data, "--log", log, "--options", options, "--wait", "start")

    def stop(self) -> None:
        """Stop it as a crash would."""
        self._run("pg_ctl", "--pgdata", self._data, "--mode", "immediate", "stop")

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs; its words are shown only when it fails."""
        user = _server_user() if os.geteuid() == 0 else None
        # Into a file: the server that pg_ctl leaves running would hold a pipe open for ever.
        with tempfile.TemporaryFile() as words:
            done = subprocess.run(
                [str(self.programs / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                cwd="/tmp",
                user=user.pw_uid if user else None,
                group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
            )
            if done.returncode:
                words.seek(0)
                raise RuntimeError(f"{program} failed:\n{words.read().decode(errors='replace')}")


def programs() -> Path:
    """The folder of the newest PostgreSQL server on this machine.

    Raises:
        NoPostgres: none is installed.
    """
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if installed:
        return installed[-1].parent
    if on_path:
        return Path(on_path).resolve().parent
    raise NoPostgres("PostgreSQL is not installed. On Debian: apt-get install postgresql")


@contextmanager
def cluster() -> Iterator[str]:
    """Run a fresh server inside the block; yields the address of its database."""
    with server() as made:
        yield made.url


@contextmanager
def server() -> Iterator[Cluster]:
    """Run a fresh server inside the block, which may stop it and start it again."""
    folder = Path(tempfile.mkdtemp(prefix="daybreak-pg-", dir="/tmp"))
    made = Cluster(programs(), folder)
    try:
        _own(folder)
        made.make()
        yield made
    finally:
        if (folder / "data/postmaster.pid").exists():
            made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _own(folder: Path) -> None:
    """PostgreSQL refuses to run as root; then it runs as the user that its package made."""
    folder.chmod(0o755)
    if os.geteuid() == 0:
        user = _server_user()
        os.chown(folder, user.pw_uid, user.pw_gid)


def _server_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgres("PostgreSQL cannot run as root, and this machine has no user postgres to run it as.")
