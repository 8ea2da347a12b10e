"""Makes a clinic whose alerts are due, or tells what became of them; run inside a clinic, before and after a server."""

import json
import sys
from datetime import timedelta

from daybreak.project.django import wake

wake()

from daybreak.clinic import clock  # noqa: E402
from daybreak.clinic.alerts.models import Alert, AlertStep, StepKind  # noqa: E402
from daybreak.clinic.audit.queries import verify  # noqa: E402
from daybreak.clinic.duty import actions as duty  # noqa: E402
from daybreak.clinic.measures import actions as measures  # noqa: E402
from daybreak.clinic.people import actions as people  # noqa: E402
from tests.clinic import cast  # noqa: E402
from tests.clinic.alerts.people_on_duty import assessed, everyone, raised  # noqa: E402

DUE = 40
"""Alerts whose time to acknowledge has passed."""


def make() -> None:
    """Alerts past their time, one of someone on leave, one of someone who has left, and a silence; open links."""
    now = clock.now()
    with clock.at(now - timedelta(days=3)):
        team = everyone()
    with clock.at(now - timedelta(hours=30)):
        quiet = cast.patient()
        assessed(team["amara"], raised(quiet), level="moderate")
        measures.invite(by=cast.nurse(), patient=quiet, valid_for=timedelta(days=3))
    with clock.at(now - timedelta(minutes=25)):
        for _ in range(DUE):
            raised()
    with clock.at(now - timedelta(minutes=2)):
        raised(what="Held by someone on leave.", owner=team["amara"])
        raised(what="Held by someone who has left.", owner=team["bela"])
        duty.go_away(by=team["director"], person=team["amara"], starts_at=now)
        people.deactivate(by=team["director"], person=team["bela"])
        tokens = [
            measures.invite(by=cast.nurse(), patient=cast.patient(), valid_for=timedelta(days=1))[1] for _ in range(20)
        ]
    sys.stdout.write(json.dumps({"tokens": tokens}))


def tell() -> None:
    """Every alert with its steps, and whether the log holds."""
    alerts = [
        {
            "kind": alert.kind,
            "what": alert.what,
            "open": alert.is_open,
            "owner": alert.owner.username if alert.owner else None,
            "escalated": AlertStep.objects.filter(alert=alert, kind=StepKind.ESCALATED).count(),
            "passed_on": AlertStep.objects.filter(alert=alert, kind=StepKind.PASSED_ON).count(),
            "due": alert.due_at is not None and alert.due_at <= clock.now(),
        }
        for alert in Alert.objects.select_related("owner").order_by("pk")
    ]
    sys.stdout.write(json.dumps({"alerts": alerts, "log": list(verify().problems)}))


if __name__ == "__main__":
    {"make": make, "tell": tell}[sys.argv[1]]()
