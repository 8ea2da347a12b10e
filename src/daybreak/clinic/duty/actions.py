"""Says who is on call and who is away; the only writer of both."""

from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from daybreak.care.roles import Role
from daybreak.clinic import clock
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.duty.models import Absence, OnCall, Span
from daybreak.clinic.entry import Conflict, Entries, one_at_a_time
from daybreak.clinic.once import once
from daybreak.clinic.people.models import Person, RoleGrant
from daybreak.clinic.people.queries import permit, roles_of

Row = TypeVar("Row", bound=Span)
LONGEST_SHIFT = timedelta(days=31)


def go_away(
    *,
    by: Person,
    person: Person,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    covered_by: Person | None = None,
    client_id: UUID | None = None,
) -> Absence:
    """The person is away from a moment on; without ``ends_at`` until they are said to be back.

    One's own absence needs no permission beyond "duty.read"; another's needs "duty.manage". Conflict when no medical
    director would be left at some moment of it: the last person who can be asked must be here.
    """
    permit(by, "duty.read" if by.pk == person.pk else "duty.manage")
    starts_at = starts_at or clock.now()
    _check(person, starts_at, ends_at, covered_by)
    return once(
        Absence,
        client_id,
        lambda row: (row.person_id, row.ends_at) == (person.pk, ends_at),
        lambda: _go_away(by, person, starts_at, ends_at, covered_by, client_id),
    )


def come_back(*, by: Person, absence: Absence) -> Absence:
    """The person is back, or will not go. Twice does nothing."""
    permit(by, "duty.read" if by.pk == absence.person_id else "duty.manage")
    return _cancel(by, Absence.objects.filter(pk=absence.pk), "duty.back")


@transaction.atomic
def put_on_call(
    *, by: Person, person: Person, starts_at: datetime, ends_at: datetime, client_id: UUID | None = None
) -> OnCall:
    """The person is asked first, within their role, during this time. Raises Refused, Invalid."""
    permit(by, "duty.manage")
    _check(person, starts_at, ends_at, None, longest=LONGEST_SHIFT)
    return once(
        OnCall,
        client_id,
        lambda row: (row.person_id, row.starts_at, row.ends_at) == (person.pk, starts_at, ends_at),
        lambda: _put_on_call(by, person, starts_at, ends_at, client_id),
    )


def take_off_call(*, by: Person, shift: OnCall) -> OnCall:
    """The shift ends now, or will not be. Twice does nothing."""
    permit(by, "duty.manage")
    return _cancel(by, OnCall.objects.filter(pk=shift.pk), "duty.off_call")


def _check(
    person: Person,
    starts_at: datetime,
    ends_at: datetime | None,
    covered_by: Person | None,
    longest: timedelta | None = None,
) -> None:
    entries = Entries()
    if not person.is_active:
        entries.refuse("person", f"{person.name} no longer works here.")
    if ends_at is not None and ends_at <= max(starts_at, clock.now()):
        entries.refuse("ends_at", "The end must lie after the start and ahead of now.")
    if longest is not None and ends_at is not None and ends_at - starts_at > longest:
        entries.refuse("ends_at", f"A shift on call lasts at most {longest.days} days.")
    if covered_by is not None and covered_by.pk == person.pk:
        entries.refuse("covered_by", "Nobody can cover for themselves: choose a colleague, or nobody.")
    elif covered_by is not None and not covered_by.is_active:
        entries.refuse("covered_by", f"{covered_by.name} no longer works here: choose someone else.")
    entries.settle()


def _go_away(
    by: Person,
    person: Person,
    starts_at: datetime,
    ends_at: datetime | None,
    covered_by: Person | None,
    client_id: UUID | None,
) -> Absence:
    one_at_a_time("duty.directors")
    if Role.MEDICAL_DIRECTOR in roles_of(person):
        _keep_a_director(person, starts_at, ends_at)
    row = Absence.objects.create(
        person=person,
        starts_at=starts_at,
        ends_at=ends_at,
        covered_by=covered_by,
        recorded_by=by,
        client_id=client_id,
    )
    detail = _detail(row) | {"covered_by": covered_by.name if covered_by else ""}
    audit.append(by=by, act="duty.away", subject=row, detail=detail)
    return row


def _put_on_call(by: Person, person: Person, starts_at: datetime, ends_at: datetime, client_id: UUID | None) -> OnCall:
    row = OnCall.objects.create(
        person=person, starts_at=starts_at, ends_at=ends_at, recorded_by=by, client_id=client_id
    )
    audit.append(by=by, act="duty.on_call", subject=row, detail=_detail(row))
    return row


def _keep_a_director(person: Person, starts_at: datetime, ends_at: datetime | None) -> None:
    """Whoever else directs must be here for the whole of the time: simpler than cutting it up, and never too lax."""
    held = RoleGrant.objects.filter(role=Role.MEDICAL_DIRECTOR, ended_at__isnull=True, person__is_active=True)
    overlapping = Absence.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=starts_at), cancelled_at=None)
    if ends_at is not None:
        overlapping = overlapping.filter(starts_at__lt=ends_at)
    left = held.exclude(person=person).exclude(person__in=overlapping.values("person"))
    if not left.exists():
        raise Conflict(
            f"No other medical director is here for the whole of that time, so that {person.name} is the last person "
            "whom an alert can reach. Give the role to a colleague first, or move their absence."
        )


def _cancel(by: Person, rows: QuerySet[Row], act: str) -> Row:
    with transaction.atomic():
        current = rows.select_for_update(of=("self",), no_key=True).get()
        if current.cancelled_at is not None or (current.ends_at and current.ends_at <= clock.now()):
            return current
        current.cancelled_at, current.cancelled_by = clock.now(), by
        current.save(update_fields=["cancelled_at", "cancelled_by"])
        audit.append(by=by, act=act, subject=current, detail=_detail(current))
        return current


def _detail(row: Span) -> dict[str, str]:
    until = row.ends_at.isoformat() if row.ends_at else ""
    return {"person": row.person.name, "from": row.starts_at.isoformat(), "until": until}
