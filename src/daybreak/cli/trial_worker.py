"""`daybreak trial-worker`: runs the virtual trials that wait. The server starts one itself when it needs it."""

import os
import sys
import threading
from typing import Annotated

import typer


def trial_worker(
    until_input_ends: Annotated[
        bool, typer.Option("--until-input-ends", help="End when standard input does, as the server asks.")
    ] = False,
    stay: Annotated[bool, typer.Option("--stay", help="Wait for more instead of ending when nothing waits.")] = False,
) -> None:
    """Run the virtual trials that wait, then end.

    A run that was killed goes on where it was. Ends with 75 when another runner already works for this clinic.
    """
    import signal

    from daybreak.project import configuration, readiness
    from daybreak.project.django import wake

    ended = threading.Event()
    for wish in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wish, lambda *_: ended.set())
    if until_input_ends:
        threading.Thread(target=_watch_input, args=(ended,), daemon=True).start()
    readiness.require_secrets(configuration.load())
    chosen = wake()
    from daybreak.project.trial_runner import IDLE_S, Runner, sole_runner

    with sole_runner(chosen.data_dir):
        Runner(chosen.data_dir, ended.is_set, float("inf") if stay else IDLE_S).work()


def _watch_input(ended: threading.Event) -> None:
    """Until its end, past Python's own buffer: a thread that holds that one keeps the process from ending in peace."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    ended.set()
