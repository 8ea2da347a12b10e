"""Scenes of planning: chairs and rooms, a course, a plan made as a person makes it, first seen and then confirmed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from daybreak.care.visits import Kind, Visit
from daybreak.clinic import clock
from daybreak.clinic.courses.models import Course
from daybreak.clinic.people.models import Person
from daybreak.clinic.plans import actions, diaries, proposals
from daybreak.clinic.plans.models import Appointment, CalendarFeed, ClosedDay, Place, Plan
from tests.clinic import cast, scenes

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday."""
FIRST_DOSE = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
"""Another Monday, two weeks later."""


def chair(name: str = "Chair 1") -> Place:
    """A chair, the same one each time."""
    return _place(name, "chair")


def room(name: str = "Room A") -> Place:
    """A room, the same one each time."""
    return _place(name, "room")


def team() -> dict[Kind, list[Any]]:
    """Who takes which kind of appointment."""
    return {
        Kind.PREPARATION: [cast.therapist()],
        Kind.DOSE: [cast.nurse(), cast.therapist()],
        Kind.INTEGRATION: [cast.therapist()],
        Kind.FOLLOW_UP: [cast.prescriber()],
    }


def plan(course: Course | None = None, **changes: Any) -> Plan:
    """The default protocol from the first dose on, in chair 1 and room A, as the coordinator confirms it."""
    of = course or scenes.course(phase="preparation")
    room()
    given: dict[str, Any] = {
        "protocol": "six-injections",
        "first_dose_at": FIRST_DOSE if clock.now() < FIRST_DOSE else _next_monday(),
        "place": chair(),
        "team": team(),
    } | changes
    seen = proposals.of_plan(
        of, diaries.protocol(given["protocol"]), given["first_dose_at"], given["place"], given["team"]
    )
    given.setdefault("seen", seen.digest)
    return actions.make_plan(**({"by": cast.coordinator(), "course": of} | given))


def visit(plan_: Plan, key: str) -> Appointment:
    """The appointment of the plan's course with this key that stands."""
    return Appointment.objects.exclude(state__in=("missed", "cancelled")).get(course=plan_.course, key=key)


def at(row: Appointment) -> str:
    """When it is, on the clinic's clocks."""
    return f"{row.start.astimezone(diaries.zone()):%a %d %b %H:%M}"


def _place(name: str, kind: str) -> Place:
    known = Place.objects.filter(name=name, retired_at=None).first()
    return known or actions.add_place(by=cast.coordinator(), name=name, kind=kind)


def at_visit(visit: Visit) -> str:
    """When a visit of a proposal would be, on the clinic's clocks."""
    return f"{visit.start.astimezone(diaries.zone()):%a %d %b %H:%M}" if visit.start else "no time"


def appointment(course: Course, by: Person | None = None) -> Appointment:
    """A follow-up of the course, a week from now at ten, the same one while it stands; a reason covers any day."""
    known = Appointment.objects.filter(course=course, kind=Kind.FOLLOW_UP, state="booked").first()
    if known is not None and by is None:
        return known
    start = (clock.now() + timedelta(days=7)).replace(hour=10, minute=0, second=0, microsecond=0)
    return actions.book(
        by=by or cast.coordinator(), course=course, kind="follow_up", start=start, reason="Asked for that day"
    )


def bare_plan() -> Plan:
    """A plan without chair or people, so that nothing else in the clinic stands in its way."""
    return plan(place=None, team={})


def closed() -> ClosedDay:
    """A closed day, the same one each time."""
    day = date(2030, 5, 1)
    known = ClosedDay.objects.filter(day=day, withdrawn_at=None).first()
    return known or actions.close_day(by=cast.coordinator(), day=day, why="Public holiday")


def feed() -> CalendarFeed:
    """The therapist's own calendar address."""
    return actions.make_feed(by=cast.therapist(), scope="mine")[0]


def _next_monday() -> datetime:
    """Nine o'clock on a Monday, two weeks ahead at least."""
    day = clock.now() + timedelta(days=14)
    return (day + timedelta(days=-day.weekday() % 7)).replace(hour=9, minute=0, second=0, microsecond=0)
