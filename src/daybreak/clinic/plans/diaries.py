"""The record as care's diary and visits see it: what is booked, who is away, when the clinic is closed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from daybreak.care.diary import Away, Diary, Taken
from daybreak.care.protocols import DEFAULT, Protocol
from daybreak.care.protocols import load as shipped_protocol
from daybreak.care.rules import ClinicValue
from daybreak.care.visits import Kind, State, Visit
from daybreak.clinic import clock, policy
from daybreak.clinic.courses.models import Course
from daybreak.clinic.duty.models import Absence
from daybreak.clinic.people.models import Person
from daybreak.clinic.plans.models import Appointment, ClosedDay, Place, Plan, ProtocolVersion


def zone() -> ZoneInfo:
    """The clinic's time zone."""
    return timezone.get_default_timezone()


def utc(moment: datetime) -> datetime:
    """A moment as care reads it."""
    return moment.astimezone(UTC)


def diary(course: Course | None = None) -> Diary:
    """Everything a plan must fit into; the appointments of ``course`` itself are not among what is taken."""
    now = utc(clock.now())
    ahead = Q(start__gt=now - timedelta(days=1), state=State.BOOKED) & ~Q(kind=Kind.MEASURE)
    others = Appointment.objects.filter(ahead).exclude(course=course)
    rows = others.select_related("place").prefetch_related("staff")
    places = list(Place.objects.all())
    return Diary(
        now=now,
        zone=zone(),
        policy=policy.current(),
        closed_days=frozenset(ClosedDay.objects.filter(withdrawn_at=None).values_list("day", flat=True)),
        taken=tuple(_taken(row) for row in rows),
        away=tuple(_away(row) for row in _absences(now)),
        places={
            kind: tuple(str(place.public_id) for place in places if place.kind == kind and place.retired_at is None)
            for kind in ("chair", "room")
        },
        names={
            **{str(place.public_id): place.name for place in places},
            **{str(person.public_id): person.name for person in Person.objects.all()},
        },
    )


def visits(course: Course) -> list[Visit]:
    """Every appointment of the course as care sees it."""
    rows = Appointment.objects.filter(course=course).select_related("place").prefetch_related("staff")
    return [visit(row) for row in rows]


def visit(row: Appointment) -> Visit:
    """One appointment as care sees it."""
    return Visit(
        key=row.key,
        start=utc(row.start),
        minutes=row.minutes,
        state=State(row.state),
        place=str(row.place.public_id) if row.place else "",
        staff=tuple(str(person.public_id) for person in row.staff.all()),
        id=str(row.public_id),
        happened_at=utc(row.happened_at) if row.happened_at else None,
    )


def protocol_of(course: Course) -> Protocol:
    """The protocol that the course is planned by, with the numbers of its plan; the clinic's default without one."""
    plan = Plan.objects.filter(course=course, ended_at=None).first()
    return shipped_protocol(plan.protocol).kept(plan.values) if plan else protocol(DEFAULT)


def protocol(protocol_id: str) -> Protocol:
    """A protocol as it is in force here: as shipped, or with the clinic's own signed numbers."""
    found = shipped_protocol(protocol_id)
    row = ProtocolVersion.objects.filter(protocol=protocol_id).select_related("recorded_by").last()
    if row is None or row.recorded_by is None:
        return found
    signed_on = row.recorded_at.astimezone(zone()).date()
    name = row.recorded_by.name
    return found.with_clinic_values({key: ClinicValue(value, name, signed_on) for key, value in row.values.items()})


def _taken(row: Appointment) -> Taken:
    place = str(row.place.public_id) if row.place else ""
    return Taken(utc(row.start), utc(row.end), place, tuple(str(person.public_id) for person in row.staff.all()))


def _away(row: Absence) -> Away:
    return Away(str(row.person.public_id), utc(row.starts_at), utc(row.ends_at) if row.ends_at else None)


def _absences(now: datetime) -> list[Absence]:
    ahead = Q(ends_at__isnull=True) | Q(ends_at__gt=now)
    return list(Absence.objects.filter(ahead, cancelled_at=None).select_related("person"))
