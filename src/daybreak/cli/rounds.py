"""`daybreak rounds`: looks at what time has made due. The server does it itself; this is for a machine's own timer."""

import threading
from typing import Annotated

import typer


def rounds(
    once: Annotated[bool, typer.Option("--once", help="Look once and say what was done.")] = False,
) -> None:
    """Make the rounds every few seconds until Ctrl+C, or once.

    A second process beside the server does no harm: everything is done exactly once.
    """
    import signal

    from daybreak.project import readiness
    from daybreak.project.django import wake

    readiness.require(wake())
    if once:
        _say()
        return
    from daybreak.project.rounds_keeper import rounds_beside

    leaving = threading.Event()
    for wish in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wish, lambda *_: leaving.set())
    with rounds_beside():
        leaving.wait()


def _say() -> None:
    from daybreak.clinic import rounds as clinic

    done = clinic.make()
    total = sum(done.values())
    typer.echo(f"Done: {total}." if total else "Nothing was due.")
    for name, count in done.items():
        if count:
            typer.echo(f"  {name.removeprefix('daybreak.clinic.')}: {count}")
