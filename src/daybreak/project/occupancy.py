"""Keeps a record in one file to one server process, because live screens hear only what their own process wrote."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from daybreak.project.stopped import NotReady, Taken


@contextmanager
def sole_server(data_dir: Path) -> Iterator[None]:
    """Hold the folder while serving; the lock ends with the process, however it ends.

    Raises:
        Taken: another server holds it.
        NotReady: the folder is not there or cannot be written.
    """
    handle = _opened(data_dir / "server.lock")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise Taken(
            f"Another server already serves {data_dir}. Stop it first; more than one server needs PostgreSQL."
        ) from None
    try:
        yield
    finally:
        os.close(handle)


def _opened(lock: Path) -> int:
    try:
        return os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as problem:
        raise NotReady(f"The folder {lock.parent} cannot be written: {problem.strerror}. Check its owner.") from None
