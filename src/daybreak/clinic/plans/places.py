"""Chairs, rooms and closed days: what the clinic has to put appointments into."""

from datetime import date
from uuid import UUID

from django.db import transaction

from daybreak.care.visits import State
from daybreak.clinic import clock
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.entry import Conflict, Entries, Invalid, one_at_a_time
from daybreak.clinic.once import once
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.plans import diaries
from daybreak.clinic.plans.models import Appointment, ClosedDay, Place

KINDS = {"chair": "chair", "room": "room"}


def add_place(*, by: Person, name: str, kind: str, client_id: UUID | None = None) -> Place:
    """A chair or a room. Invalid without a name of its own."""
    permit(by, "place.manage")
    entries = Entries()
    clean = entries.text("name", name, longest=60, called="The name")
    if kind not in KINDS:
        entries.refuse("kind", "Choose whether it is a chair for doses or a room for conversations.")
    entries.settle()

    def act() -> Place:
        one_at_a_time("plans")
        if Place.objects.filter(name__iexact=clean, retired_at=None).exists():
            raise Invalid(errors={"name": f"There is a {clean} already. Give this one another name."})
        row = Place.objects.create(name=clean, kind=kind, recorded_by=by, client_id=client_id)
        audit.append(by=by, act="place.add", subject=row, detail={"name": clean, "kind": kind})
        return row

    return once(Place, client_id, lambda row: (row.name, row.kind) == (clean, kind), act)


@transaction.atomic
def retire_place(*, by: Person, place: Place) -> Place:
    """The place is no longer used. Conflict while something ahead is booked in it. Twice does nothing."""
    permit(by, "place.manage")
    one_at_a_time("plans")
    row = Place.objects.get(pk=place.pk)
    if row.retired_at is not None:
        return row
    ahead = Appointment.objects.filter(place=row, state=State.BOOKED, start__gt=clock.now()).count()
    if ahead:
        raise Conflict(f"{row.name} has {ahead} appointments ahead. Move them to another place first.")
    row.retired_at, row.retired_by = clock.now(), by
    row.save(update_fields=["retired_at", "retired_by"])
    audit.append(by=by, act="place.retire", subject=row, detail={"name": row.name})
    return row


def close_day(*, by: Person, day: date, why: str, client_id: UUID | None = None) -> ClosedDay:
    """The clinic is closed on a day. What is booked on it stays, and shows a finding until someone moves it."""
    permit(by, "place.manage")
    entries = Entries()
    clean = entries.text("why", why, longest=120, called="The reason")
    if day < clock.now().astimezone(diaries.zone()).date():
        entries.refuse("day", "This day is past. Choose one that is ahead.")
    entries.settle()

    def act() -> ClosedDay:
        one_at_a_time("plans")
        if ClosedDay.objects.filter(day=day, withdrawn_at=None).exists():
            raise Invalid(errors={"day": "The clinic is closed on this day already."})
        row = ClosedDay.objects.create(day=day, why=clean, recorded_by=by, client_id=client_id)
        audit.append(by=by, act="place.close_day", subject=row, detail={"day": day.isoformat(), "why": clean})
        return row

    return once(ClosedDay, client_id, lambda row: row.day == day, act)


@transaction.atomic
def open_day(*, by: Person, closed: ClosedDay) -> ClosedDay:
    """The clinic is open on that day after all. Twice does nothing."""
    permit(by, "place.manage")
    row = ClosedDay.objects.select_for_update(of=("self",), no_key=True).get(pk=closed.pk)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by = clock.now(), by
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        audit.append(by=by, act="place.open_day", subject=row, detail={"day": row.day.isoformat()})
    return row
