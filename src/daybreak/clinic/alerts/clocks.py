"""What time and absence do to an alert: it goes on to the next person, exactly once a step, and never stops."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from daybreak.care.alert_states import AlertState
from daybreak.care.alert_states import states as alert_states
from daybreak.care.alerts import kind as kind_of
from daybreak.clinic import clock, policy, states
from daybreak.clinic.alerts import steps, turn
from daybreak.clinic.alerts.models import Alert, StepKind
from daybreak.clinic.duty import queries as duty
from daybreak.clinic.people.models import Person, RoleGrant


@transaction.atomic
def escalate(*, alert: Alert, now: datetime | None = None) -> bool:
    """The alert goes on to the next person if its clock has run out; whether it did.

    Asked again, or by two processes at once, it does nothing: the first has set the clock anew.
    """
    now = now or clock.now()
    current = steps.locked(alert)
    if current.due_at is None or current.due_at > now:
        return False
    late = "Not closed in time" if current.state == AlertState.ACKNOWLEDGED else "Not acknowledged in time"
    _go_on(current, now, StepKind.ESCALATED, late)
    return True


@transaction.atomic
def pass_on(*, alert: Alert, now: datetime | None = None) -> bool:
    """The alert goes on at once when its holder is away, has left, or may no longer hold it; whether it did."""
    now = now or clock.now()
    current = steps.locked(alert)
    if not current.is_open or not _is_orphaned(current, now):
        return False
    if current.owner is None and turn.following(current, now)[0] is None:
        return False  # still nobody: everyone is shown it, and the next look asks again
    words = "Nobody was here" if current.owner is None else f"{current.owner.name} is away or may no longer hold it"
    _go_on(current, now, StepKind.PASSED_ON, words)
    return True


def make_rounds(now: datetime) -> int:
    """Everything that time has made due: holders who are gone are replaced, clocks that ran out escalate. How many."""
    passed = sum(pass_on(alert=alert, now=now) for alert in _orphaned(now))
    return passed + sum(escalate(alert=alert, now=now) for alert in _due(now))


def _due(now: datetime) -> QuerySet[Alert]:
    return Alert.objects.filter(closed_at=None, due_at__lte=now)


def _orphaned(now: datetime) -> list[Alert]:
    """Open alerts whose holder cannot hold them, found with few questions because it is asked every few seconds."""
    open_alerts = list(Alert.objects.filter(closed_at=None).select_related("owner"))
    if not open_alerts:
        return []
    away = duty.away(now)
    held: dict[int, set[str]] = {}
    rows = RoleGrant.objects.filter(ended_at=None, person__in=[one.owner_id for one in open_alerts if one.owner_id])
    for person, role in rows.values_list("person_id", "role"):
        held.setdefault(person, set()).add(role)
    return [
        one
        for one in open_alerts
        if one.owner is None
        or not one.owner.is_active
        or one.owner_id in away
        or held.get(one.owner.pk, set()).isdisjoint(turn.holders(kind_of(one.kind)))
    ]


def _is_orphaned(alert: Alert, now: datetime) -> bool:
    return alert.owner is None or not turn.may_take(alert.owner, kind_of(alert.kind), now)


def _go_on(alert: Alert, now: datetime, what: StepKind, why: str) -> None:
    """To the cover of whoever is away, else to whose turn it is; when everyone was asked, a new round begins."""
    of, rules = kind_of(alert.kind), policy.current()
    states.require_move(alert_states(), alert.state, AlertState.ESCALATED)
    cover = _cover(alert, now) if what is StepKind.PASSED_ON else None
    owner, again = (cover, False) if cover else turn.following(alert, now)
    alert.owner, alert.state, alert.step = owner, AlertState.ESCALATED, alert.step + 1
    alert.round += again
    alert.for_everyone = alert.for_everyone or again or owner is None
    alert.due_at = now + (rules.minutes("alert.round.again") if again else of.time_to_acknowledge(rules))
    whom = owner.name if owner else "nobody: no one who may hold it is here, so everyone is shown it"
    steps.write(alert, what, by=None, words=f"{why}; goes on to {whom}.")


def _cover(alert: Alert, now: datetime) -> Person | None:
    """Who covers for the holder who is away, where that person may hold it."""
    absence = duty.away(now).get(alert.owner.pk) if alert.owner else None
    cover = absence.covered_by if absence else None
    return cover if cover and turn.may_take(cover, kind_of(alert.kind), now) else None
