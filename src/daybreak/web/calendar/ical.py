"""Appointments as iCalendar (RFC 5545): what a calendar program may know. Never a name; initials only where the clinic
chose them."""

from collections.abc import Iterable
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse

from daybreak import __version__
from daybreak.care.visits import State
from daybreak.clinic import clock
from daybreak.clinic.plans.models import Appointment

if TYPE_CHECKING:
    from icalendar import Event

_STATUS = {State.CANCELLED: "CANCELLED", State.MISSED: "CANCELLED"}


def text(appointments: Iterable[Appointment], title: str) -> bytes:
    """The calendar as a file. Times are in UTC, which every program shows in its own zone."""
    from icalendar import Calendar  # read only when a calendar is asked for: it takes a while

    calendar = Calendar()
    calendar.add("prodid", f"-//Daybreak//{__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    for row in appointments:
        calendar.add_component(_event(row))
    return bytes(calendar.to_ical())


def answer(content: bytes, name: str = "") -> HttpResponse:
    """The calendar as a response; with a ``name`` as a file to keep."""
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    if name:
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _event(row: Appointment) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"{row.public_id}@daybreak")
    event.add("sequence", row.changed)
    event.add("dtstamp", clock.now().astimezone(UTC))
    event.add("dtstart", row.start.astimezone(UTC))
    event.add("dtend", (row.start + timedelta(minutes=row.minutes)).astimezone(UTC))
    event.add("summary", _summary(row))
    event.add("status", _STATUS.get(State(row.state), "CONFIRMED"))
    event.add("class", "PRIVATE")
    if row.place:
        event.add("location", row.place.name)
    return event


def _summary(row: Appointment) -> str:
    if not settings.CALENDAR_INITIALS:
        return row.label
    patient = row.course.patient
    return f"{row.label} ({patient.given_name[:1]}{patient.family_name[:1]})"
