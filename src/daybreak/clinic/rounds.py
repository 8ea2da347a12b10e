"""The rounds: what time alone makes due, looked at every few seconds, whoever is at work and after any restart."""

import logging
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib import import_module

from django.db import InterfaceError, OperationalError

from daybreak.clinic import clock

ROUNDS = (
    "daybreak.clinic.alerts.actions.make_rounds",
    "daybreak.clinic.alerts.actions.miss_answers",
    "daybreak.clinic.measures.actions.make_rounds",
    "daybreak.clinic.integration.actions.make_rounds",
    "daybreak.clinic.followup.actions.make_rounds",
)
"""Functions ``(now) -> int``: how many things were done. Each is idempotent, writes through actions in transactions of
its own, and takes what is due from the database alone. The first is the one whose moment people are shown."""

_log = logging.getLogger(__name__)


def make(now: datetime | None = None, names: Sequence[str] = ()) -> dict[str, int]:
    """Make these rounds once, or all: name to how much was done. One that fails is logged and keeps no other back.

    Raises OperationalError or InterfaceError when the record is out of reach: nothing can be done until it is back.
    """
    from daybreak.clinic.alerts import actions as alerts

    moment = now or clock.now()
    done = {name: _made(name, moment) for name in names or ROUNDS}
    if ROUNDS[0] in done:
        alerts.beat(now=moment)
    return done


def _made(name: str, now: datetime) -> int:
    try:
        return _function(name)(now)
    except (OperationalError, InterfaceError):
        raise
    except Exception as problem:  # noqa: BLE001 - whatever is wrong with one round, the others are made
        # The text of an error may name a patient; where it happened does not.
        _log.error(
            "The round %s failed (%s).\n%s",
            name,
            type(problem).__name__,
            "".join(traceback.format_tb(problem.__traceback__)),
        )
        return 0


def _function(name: str) -> Callable[[datetime], int]:
    module, _, attribute = name.rpartition(".")
    found: Callable[[datetime], int] = getattr(import_module(module), attribute)
    return found
