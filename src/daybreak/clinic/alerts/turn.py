"""Whose turn it is to hold an alert: the data's order of roles, on call first, nobody who is away, everyone once."""

from datetime import datetime

from daybreak.care import roles
from daybreak.care.alerts import Kind, kind
from daybreak.clinic.alerts.models import Alert, AlertStep
from daybreak.clinic.duty import queries as duty
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import roles_of


def first(of: Kind, at: datetime, wished: Person | None = None) -> Person | None:
    """Who is asked first: the wished person if they may hold it now, else whose turn it is; None: nobody is here."""
    if wished is not None and may_hold(wished, of, at):
        return wished
    return next(iter(duty.in_turn(of.turn, at)), None)


def following(alert: Alert, at: datetime) -> tuple[Person | None, bool]:
    """Who is asked next, and whether that begins a new round: everyone here has been asked in this one.

    In a new round the present holder is asked again only when there is nobody else.
    """
    here = duty.in_turn(kind(alert.kind).turn, at)
    asked = _asked(alert)
    fresh = [person for person in here if person.pk not in asked]
    if fresh:
        return fresh[0], False
    others = [person for person in here if person.pk != alert.owner_id]
    return next(iter(others or here), None), True


def may_hold(person: Person, of: Kind, at: datetime) -> bool:
    """Whether the person is here and holds a role that is asked for this kind."""
    return duty.is_here(person, at) and not roles_of(person).isdisjoint(of.turn)


def may_take(person: Person, of: Kind, at: datetime) -> bool:
    """Whether the person is here and may end an alert of this kind: who takes one need not be asked by the clock."""
    return duty.is_here(person, at) and not roles_of(person).isdisjoint(holders(of))


def holders(of: Kind) -> frozenset[str]:
    """The roles that may hold an alert of this kind: those who may end it, and those who are asked."""
    return frozenset(roles.act(of.act_to_close).roles) | frozenset(of.turn)


def _asked(alert: Alert) -> set[int]:
    """Who has held the alert in its present round."""
    rows = AlertStep.objects.filter(alert=alert, round=alert.round, owner__isnull=False)
    return set(rows.values_list("owner_id", flat=True))
