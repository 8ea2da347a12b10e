"""Who is here, who is on call, and in which order people are asked."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.db.models import Q, QuerySet

from daybreak.clinic import clock
from daybreak.clinic.duty.models import Absence, OnCall, Span
from daybreak.clinic.entry import Absent
from daybreak.clinic.people.models import Person, RoleGrant

Row = TypeVar("Row", bound=Span)


def away(at: datetime | None = None) -> dict[int, Absence]:
    """Person key to the absence that covers the moment; the one that began last where several do."""
    return {row.person_id: row for row in _covering(Absence.objects.all(), at or clock.now())}


def on_call(at: datetime | None = None) -> dict[int, OnCall]:
    """Person key to the shift on call that covers the moment."""
    return {row.person_id: row for row in _covering(OnCall.objects.all(), at or clock.now())}


def is_here(person: Person, at: datetime | None = None) -> bool:
    """Whether the person works here and is not away."""
    return person.is_active and person.pk not in away(at)


def in_turn(roles: Iterable[str], at: datetime | None = None) -> list[Person]:
    """Everyone here who holds one of the roles: by the order of the roles, on call first, then by name.

    People who are away or have left are not in it. Whoever holds two of the roles stands at the earlier one.
    """
    order = {role: place for place, role in enumerate(roles)}
    grants = RoleGrant.objects.filter(role__in=list(order), ended_at__isnull=True, person__is_active=True)
    absent, called = away(at), on_call(at)
    places: dict[Person, int] = {}
    for grant in grants.select_related("person"):
        if grant.person_id not in absent:
            places[grant.person] = min(order[grant.role], places.get(grant.person, len(order)))
    return sorted(places, key=lambda one: (places[one], one.pk not in called, one.name, one.pk))


def coming(at: datetime | None = None) -> tuple[list[Absence], list[OnCall]]:
    """Absences and shifts on call that are under way or ahead, the earliest first."""
    moment = at or clock.now()
    ahead = Q(ends_at__isnull=True) | Q(ends_at__gt=moment)
    absences = Absence.objects.filter(ahead, cancelled_at=None).select_related("person", "covered_by")
    shifts = OnCall.objects.filter(ahead, cancelled_at=None).select_related("person")
    return list(absences), list(shifts)


def absence(public_id: uuid.UUID) -> Absence:
    """The absence of this public name. Raises Absent with a sentence."""
    row = Absence.objects.select_related("person").filter(public_id=public_id).first()
    if row is None:
        raise Absent("There is no such absence: go back to who is on call.")
    return row


def shift(public_id: uuid.UUID) -> OnCall:
    """The shift on call of this public name. Raises Absent with a sentence."""
    row = OnCall.objects.select_related("person").filter(public_id=public_id).first()
    if row is None:
        raise Absent("There is no such shift: go back to who is on call.")
    return row


def _covering(rows: QuerySet[Row], at: datetime) -> QuerySet[Row]:
    return rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at, cancelled_at=None)
