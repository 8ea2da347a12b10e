"""Simulates one run of a virtual trial in a process of its own, which the clinic's pages never wait for."""

import hashlib
import os
import threading
import traceback
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import daybreak

POLITE = 10
"""How far it steps back (nice) where the bedside needs the processor."""
_ORPHANED = 3


def simulate(lifeline: Connection, report: Connection, text: str, asked: dict[str, Any], keep_in: Path) -> None:
    """Simulate what ``text`` states; report ("done", trials), then ("found", result, posterior) or ("failed", why).

    ``lifeline`` is never written to: it ends when the process that asked ends, however that ends, and then so does
    this one. Finished parts are in ``keep_in``.
    """
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()
    with suppress(OSError):
        os.nice(POLITE)
    try:
        report.send(("found", *_found(report, text, asked, keep_in)))
    except BrokenPipeError:
        os._exit(_ORPHANED)
    except Exception as problem:  # noqa: BLE001 - whatever goes wrong, the run must say so
        report.send(("failed", _sentence(problem), "".join(traceback.format_tb(problem.__traceback__))))


def _found(
    report: Connection, text: str, asked: dict[str, Any], keep_in: Path
) -> tuple[dict[str, Any], dict[str, str]]:
    from daybreak.clinic.forecasts import trials as model
    from daybreak.clinic.trials import text as texts

    content, posterior = texts.read(text), model.posterior()
    shared = {
        "seed": asked["seed"],
        "trials": asked["trials"],
        "keep_in": keep_in / _made_with(posterior),
        "progress": lambda done, of: report.send(("done", done)),
    }
    power = asked["power"]
    found = model.power_over(content, **power, **shared) if power else model.simulate(content, **shared)
    return found, posterior


def _made_with(posterior: dict[str, str]) -> str:
    """Parts of another version or of other numbers are never mixed with those of this one."""
    told = f"{daybreak.__version__}|{posterior['posterior_sha256']}|{posterior['mechanism_sha256']}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _end_with(lifeline: Connection) -> None:
    with suppress(EOFError, OSError):
        lifeline.recv()
    os._exit(_ORPHANED)


def _sentence(problem: Exception) -> str:
    """A refusal of the model is its own sentence; anything else names its kind."""
    if isinstance(problem, ValueError) and str(problem):
        return str(problem)
    if isinstance(problem, MemoryError):
        return "There was not enough memory. Ask for fewer people in an arm."
    if isinstance(problem, OSError):
        return f"The finished parts cannot be kept: {problem.strerror}. Make room on the disk, then go on."
    return f"The model failed ({type(problem).__name__}). The server's log says where; the finished parts are kept."
