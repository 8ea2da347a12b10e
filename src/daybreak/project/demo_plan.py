"""What the synthetic clinic has planned: chairs and rooms, courses laid out around what has happened, a visit today."""

from datetime import datetime, time, timedelta

from daybreak.care.visits import Kind
from daybreak.clinic import clock
from daybreak.clinic.courses.models import Course
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people.models import Person
from daybreak.clinic.plans import actions, proposals, queries
from daybreak.project import demo_people as cast

CHAIRS = ("Chair 1", "Chair 2")
ROOMS = ("Garden room", "Quiet room")
SOONEST = 2
"""Days from now on which the first planned dose is looked for, at the earliest."""
AT = (time(9), time(13), time(11), time(14))
"""Hours tried for a dose, in turn, so that not everyone comes at nine."""


def furnish(staff: dict[str, Person]) -> None:
    """The chairs and rooms, before anyone is booked into them."""
    for kind, names in (("chair", CHAIRS), ("room", ROOMS)):
        for name in names:
            actions.add_place(by=staff["priya"], name=name, kind=kind)


def plan(staff: dict[str, Person], now: datetime) -> None:
    """Lay out the courses that are under way, as their coordinator would now; and someone comes in later today."""
    furnish(staff)
    planned = (
        (cast.PREPARING, "six-injections"),
        (cast.READY, "six-injections"),
        (cast.IN_THE_CHAIR, "six-injections"),
        (cast.RESPONDING, "weekly-injections"),
    )
    for turn, (someone, protocol) in enumerate(planned):
        _lay_out(staff, _course(someone), protocol, AT[turn:] + AT[:turn])
    _visit_today(staff, _course(cast.RECOVERED), now)


def _lay_out(staff: dict[str, Person], course: Course, protocol: str, hours: tuple[time, ...]) -> None:
    """The plan at the first time that breaks no rule."""
    chosen, chair, team = queries.protocol(protocol), queries.places("chair")[0], _team(staff)
    diary = queries.diary(course)
    for days in range(SOONEST, SOONEST + 28):
        day = queries.today() + timedelta(days=days)
        for start in (moment for hour in hours[:2] if (moment := diary.moment(day, hour)) is not None):
            seen = proposals.of_plan(course, chosen, start, chair, team)
            if not seen.findings and all(change.after.start for change in seen.changes):
                actions.make_plan(
                    by=staff["priya"],
                    course=course,
                    protocol=protocol,
                    first_dose_at=start,
                    place=chair,
                    team=team,
                    seen=seen.digest,
                )
                return
    raise LookupError(f"No time in four weeks fits the protocol {protocol}.")


def _visit_today(staff: dict[str, Person], course: Course, now: datetime) -> None:
    """A follow-up within the next hours, whatever the hour is at which the demonstration is made."""
    start = (now + timedelta(minutes=75)).replace(minute=0, second=0, microsecond=0)
    with clock.at(now):
        actions.book(
            by=staff["priya"],
            course=course,
            kind=Kind.FOLLOW_UP,
            start=start,
            place=queries.places("room")[0],
            staff=[staff["amara"]],
            reason="Asked to come in today.",
        )


def _team(staff: dict[str, Person]) -> dict[Kind, list[Person]]:
    return {
        Kind.PREPARATION: [staff["leila"]],
        Kind.DOSE: [staff["jonas"]],
        Kind.INTEGRATION: [staff["leila"]],
        Kind.FOLLOW_UP: [staff["amara"]],
    }


def _course(someone: cast.Someone) -> Course:
    patient = Patient.objects.get(mrn=someone.mrn)
    return Course.objects.get(patient=patient, closed_at=None)
