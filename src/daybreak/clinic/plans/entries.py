"""What people give to the acts on appointments, checked: reasons, lengths, people, places, moments."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from daybreak.care.courses import phase
from daybreak.care.findings import Finding, refuse_if_unanswered
from daybreak.clinic import clock
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Conflict, Entries, Invalid, one_at_a_time
from daybreak.clinic.people.models import Person
from daybreak.clinic.plans.models import Appointment, Place

LONGEST_REASON = 500
SHORTEST, LONGEST = 5, 600
"""Minutes that an appointment may last."""


class Changed(Conflict):
    """What would happen is not what the person was shown."""


def reason(text: str, *, required: bool = False) -> str:
    """A reason with its white space put in order. Invalid when it is missing or too long."""
    entries = Entries()
    clean = entries.text("reason", text, longest=LONGEST_REASON, required=required, called="The reason")
    entries.settle()
    return clean


def check(
    *, start: datetime, minutes: int, place: Place | None, staff: Iterable[Person], kept: Iterable[Person] = ()
) -> None:
    """Invalid when an appointment cannot be so. ``kept`` are people it has already, who may have left since."""
    entries = Entries()
    if start.tzinfo is None:
        raise ValueError("An appointment's start needs a time zone.")
    if start <= clock.now():
        entries.refuse("start", "This time is past. Choose one that is ahead.")
    if not SHORTEST <= minutes <= LONGEST:
        entries.refuse("minutes", f"An appointment lasts {SHORTEST} to {LONGEST} minutes.")
    if place is not None and place.retired_at is not None:
        entries.refuse("place", f"{place.name} is no longer used. Choose another place.")
    gone = [person.name for person in staff if not person.is_active and person not in kept]
    if gone:
        entries.refuse("staff", f"{', '.join(gone)} no longer works here. Choose someone else.")
    entries.settle()


def weigh(findings: Iterable[Finding], why: str) -> None:
    """Refused by a stop, or by a review while no reason is given."""
    refuse_if_unanswered(findings, why)


def locked(course: Course) -> Course:
    """The course, while nobody else in the clinic changes an appointment. Conflict when it is closed.

    Chairs and people are the whole clinic's, so that two plans are never made at the same moment.
    """
    one_at_a_time("plans")
    current = Course.objects.select_for_update(of=("self",), no_key=True).select_related("patient").get(pk=course.pk)
    if phase(current.phase).is_final:
        raise Conflict("This course is closed, and so is its plan.")
    return current


def require_its_day(row: Appointment) -> None:
    """Conflict before the day of the appointment: what has not come cannot be missed."""
    zone = timezone.get_default_timezone()
    if row.start.astimezone(zone).date() > clock.now().astimezone(zone).date():
        raise Conflict("This appointment is still ahead. Move it to another day, or cancel it.")


def as_seen(seen: str, digest: str) -> None:
    """Changed, a Conflict, when what would happen is not what the person was shown."""
    if seen != digest:
        raise Changed("Something changed since you looked at these times. Look at them again, then confirm.")


def place_of(places: dict[str, Place], known: str) -> Place | None:
    """The place of a public name in text; None for nowhere."""
    if not known:
        return None
    if known not in places:
        raise Invalid(errors={"place": "There is no such place. Choose again."})
    return places[known]
