"""Plays one patient's whole course, one act after the other, and says of each that it is done; or tells the record.

one_course play LIFE [STATEMENT]    a course in its own half-year; the power is cut at that statement to the database
one_course tell                     reads lines as `play` prints them; what of them, or beside them, is amiss
"""

import inspect
import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from importlib import import_module
from typing import Any

from daybreak.project.django import wake

wake()

from django.apps import apps  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Model  # noqa: E402

from daybreak.clinic import clock, rounds  # noqa: E402
from daybreak.clinic.alerts.models import Alert  # noqa: E402
from daybreak.clinic.audit.models import AuditEvent  # noqa: E402
from daybreak.clinic.audit.queries import verify  # noqa: E402
from daybreak.clinic.measures.models import Response  # noqa: E402
from daybreak.clinic.orders.models import DoseOrder  # noqa: E402
from daybreak.clinic.sessions.models import Injection  # noqa: E402
from daybreak.clinic.vials.models import VialEntry  # noqa: E402
from daybreak.clinic.vials.queries import balance_problems  # noqa: E402
from tests.clinic import cast, chairs, programme  # noqa: E402

HALF_A_YEAR = timedelta(weeks=26)
ACTING = (
    "alerts", "consents", "courses", "followup", "integration", "measures", "orders", "patients", "plans",
    "preparation", "sessions", "suitability", "vials",
)  # fmt: skip
"""The apps whose acts are told."""


def play(life: int, statement: int | None) -> None:
    """The course of this life; every act of it is told on a line once it has come back."""
    later = life * HALF_A_YEAR
    with clock.at(programme.FIRST_DOSES[0] + later - timedelta(days=40)):
        cast.published()
        here = chairs.Clinic([chairs.chair(life)])
    for app in ACTING:
        _tell_each_act(app)
    if statement is not None:
        cut = _Cut(statement)
        connection.execute_wrappers.append(cut)
    programme.play([programme.Passage(life, here, first=life, later=later)])
    _say({"whole": life})


class _Cut:
    """The power is cut as the statement is about to be, with whatever transaction it is in."""

    def __init__(self, statement: int) -> None:
        self.left = statement

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.left -= 1
        if self.left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*arguments)


def _tell_each_act(app: str) -> None:
    module = import_module(f"daybreak.clinic.{app}.actions")
    for name, act in inspect.getmembers(module, inspect.isfunction):
        if "by" in inspect.signature(act).parameters or name == "answer_by_link":
            setattr(module, name, _told(f"{app}.{name}", act))


def _told(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(act)
    def acted(*positional: Any, **named: Any) -> Any:
        done = act(*positional, **named)
        if not connection.in_atomic_block:
            rows = [part for part in (done if isinstance(done, tuple | list) else [done]) if isinstance(part, Model)]
            seq = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first()
            _say({"act": name, "seq": seq, "rows": [[row._meta.label, row.pk] for row in rows]})
        return done

    return acted


def _say(line: dict[str, Any]) -> None:
    os.write(1, (json.dumps(line) + "\n").encode())


def tell(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """What is amiss, by kind: acts that were told and are not there, acts half done, alerts without owner or clock."""
    acts = [line for line in lines if "act" in line]
    now = _latest_moment()
    with clock.at(now):
        rounds.make(now)
    events = set(AuditEvent.objects.values_list("pk", flat=True))
    return {
        "lost": [
            line for line in acts if line["seq"] not in events or not all(_is_there(*row) for row in line["rows"])
        ],
        "half done": [*_half_given(), *_unheard()],
        "without owner": [alert.pk for alert in Alert.objects.filter(owner=None) if alert.is_open],
        "past its time": [a.pk for a in Alert.objects.all() if a.is_open and (a.due_at is None or a.due_at <= now)],
        "ledger": balance_problems(),
        "log": list(verify().problems),
    }


def _latest_moment() -> datetime:
    latest = AuditEvent.objects.order_by("-pk").values_list("at", flat=True).first()
    assert latest is not None
    return latest + timedelta(days=2)


def _is_there(label: str, pk: int) -> bool:
    return apps.get_model(label)._default_manager.filter(pk=pk).exists()


def _half_given() -> list[str]:
    """A dose is a row of the session, a line of the vial, a given order and a window, or none of these."""
    given = Injection.objects.count()
    lines = VialEntry.objects.filter(kind="administered").count()
    orders = DoseOrder.objects.filter(status="given").count()
    windows = Injection.objects.exclude(integration_window=None).count()
    return [] if given == lines == orders == windows else [f"doses {given}, {lines}, {orders}, {windows}"]


def _unheard() -> list[str]:
    risky = Response.objects.filter(risk_item__gt=0).count()
    alerts = Alert.objects.filter(kind="risk_item").count()
    return [] if risky == alerts else [f"answers of risk {risky}, alerts {alerts}"]


if __name__ == "__main__":
    if sys.argv[1] == "play":
        play(int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else None)
    else:
        sys.stdout.write(json.dumps(tell([json.loads(line) for line in sys.stdin])))
