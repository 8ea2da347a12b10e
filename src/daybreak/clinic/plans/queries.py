"""Reads plans: the appointments of a course, of a day, of a person; what has no date; places and calendars."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet

from daybreak.care.diary import Diary
from daybreak.care.protocols import Protocol
from daybreak.care.schedule import Clash
from daybreak.care.visits import Kind, State, label
from daybreak.clinic import clock
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Absent
from daybreak.clinic.people.models import Person, RoleGrant
from daybreak.clinic.plans import diaries, proposals
from daybreak.clinic.plans.models import Appointment, CalendarFeed, ClosedDay, Place, Plan, ProtocolVersion
from daybreak.clinic.plans.proposals import Proposal

__all__ = ["Proposal", "appointments", "next_appointment"]


def get(public_id: UUID) -> Appointment:
    """The appointment of this public name. Absent when there is none."""
    row = _all().filter(public_id=public_id).first()
    if row is None:
        raise Absent("There is no such appointment. Go back to the calendar.")
    return row


def appointments(course: Course) -> QuerySet[Appointment]:
    """Every appointment of the course, also those missed and cancelled, in the order of time."""
    return _all().filter(course=course)


def next_appointment(course: Course, kind: str | None = None) -> Appointment | None:
    """The next booked appointment that is ahead or going on, of one kind or of any but scales."""
    ahead = appointments(course).filter(state=State.BOOKED, start__gt=clock.now() - timedelta(hours=12))
    chosen = ahead.filter(kind=kind) if kind else ahead.exclude(kind=Kind.MEASURE)
    return chosen.first()


def integration_after(course: Course, dose: int) -> Appointment | None:
    """The integration that is booked or done for the dose of this number."""
    rows = appointments(course).filter(key=f"integration-{dose}", state__in=(State.BOOKED, State.DONE))
    return rows.first()


def integration_window(course: Course) -> tuple[timedelta, timedelta]:
    """How long after a dose its integration may begin and must have begun, by the course's protocol."""
    return diaries.protocol_of(course).integration_window


def plan_of(course: Course) -> Plan | None:
    """The plan in force, if there is one."""
    return Plan.objects.filter(course=course, ended_at=None).select_related("recorded_by").first()


def protocol_of(course: Course) -> Protocol:
    """The protocol that the course is planned by; the clinic's default without a plan."""
    return diaries.protocol_of(course)


def protocol(protocol_id: str) -> Protocol:
    """A protocol as it is in force in this clinic. KeyError when there is none."""
    return diaries.protocol(protocol_id)


def versions(protocol_id: str) -> QuerySet[ProtocolVersion]:
    """The clinic's own versions of a protocol, the latest first."""
    return ProtocolVersion.objects.filter(protocol=protocol_id).select_related("recorded_by").order_by("-number")


def clashes(course: Course) -> tuple[Clash, ...]:
    """What the rules say about the appointments of a course as they are booked."""
    return proposals.as_they_stand(course)


def without_a_date(course: Course) -> list[str]:
    """The visits of the plan, in words, that were missed or found no time, and have no date now.

    What someone cancelled is not needed and not named.
    """
    plan = plan_of(course)
    if plan is None:
        return []
    stand = dict.fromkeys(plan.unplaced, str(State.MISSED))
    stand |= {row.key: row.state for row in appointments(course).filter(plan=plan).order_by("recorded_at", "pk")}
    doses = diaries.protocol_of(course).doses
    return [label(key, doses) for key, state in stand.items() if state == State.MISSED]


def diary(course: Course | None = None) -> Diary:
    """The clinic's diary around a course."""
    return diaries.diary(course)


def between(start: datetime, end: datetime, person: Person | None = None) -> QuerySet[Appointment]:
    """What is booked, done or missed from one moment until another, for everyone or for one member of staff."""
    rows = _all().filter(start__gte=start, start__lt=end).exclude(state=State.CANCELLED)
    return rows.filter(staff=person) if person else rows


def on_day(day: date) -> QuerySet[Appointment]:
    """What is booked, done or missed on a day of the clinic."""
    return between(midnight(day), midnight(day + timedelta(days=1)))


def midnight(day: date) -> datetime:
    """The moment at which a day begins in the clinic."""
    return datetime.combine(day, time(0), tzinfo=diaries.zone())


def today() -> date:
    """The day it is in the clinic."""
    return clock.now().astimezone(diaries.zone()).date()


def of_feed(feed: CalendarFeed) -> list[Appointment]:
    """What a calendar program is given: from four weeks back on, with what was cancelled or missed, without scales."""
    rows = _all().filter(start__gt=clock.now() - timedelta(weeks=4)).exclude(kind=Kind.MEASURE)
    return list(rows.filter(staff=feed.person) if feed.scope == "mine" else rows)


def feeds(person: Person) -> QuerySet[CalendarFeed]:
    """The person's calendar addresses that work."""
    return CalendarFeed.objects.filter(person=person, revoked_at=None)


def feed(public_id: UUID) -> CalendarFeed:
    """A calendar address by its public name, which is not its secret. Absent when there is none."""
    row = CalendarFeed.objects.select_related("person").filter(public_id=public_id).first()
    if row is None:
        raise Absent("There is no such calendar address. Go back to the calendar.")
    return row


def places(kind: str | None = None) -> QuerySet[Place]:
    """The chairs and rooms in use."""
    rows = Place.objects.filter(retired_at=None)
    return rows.filter(kind=kind) if kind else rows


def place(public_id: UUID) -> Place:
    """A chair or room. Absent when there is none."""
    row = Place.objects.filter(public_id=public_id).first()
    if row is None:
        raise Absent("There is no such place. Go back to chairs and rooms.")
    return row


def closed_days() -> QuerySet[ClosedDay]:
    """The closed days that are ahead."""
    return ClosedDay.objects.filter(withdrawn_at=None, day__gte=today()).select_related("recorded_by")


def closed_day(public_id: UUID) -> ClosedDay:
    """A closed day. Absent when there is none."""
    row = ClosedDay.objects.filter(public_id=public_id).first()
    if row is None:
        raise Absent("There is no such closed day. Go back to chairs and rooms.")
    return row


def staff_for(kind: Kind) -> list[Person]:
    """Everyone who may take an appointment of a kind, those whose work it is first."""
    grants = RoleGrant.objects.filter(ended_at__isnull=True, person__is_active=True).select_related("person")
    wanted = {role: number for number, role in enumerate(kind.roles)}
    clinical = ("prescriber", "nurse", "therapist", "medical_director", "coordinator")
    best: dict[Person, int] = {}
    for grant in grants.filter(role__in=clinical):
        best[grant.person] = min(best.get(grant.person, 99), wanted.get(grant.role, 50))
    return sorted(best, key=lambda person: (best[person], person.name, person.pk))


def _all() -> QuerySet[Appointment]:
    rows = Appointment.objects.select_related("course__patient", "place", "plan", "session")
    return rows.prefetch_related("staff").order_by("start", "pk")
