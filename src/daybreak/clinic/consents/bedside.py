"""Tells everyone at the bedside of a consent that was taken back or made less, in the act's own transaction."""

from daybreak.clinic.courses.models import Course
from daybreak.clinic.people.models import Person
from daybreak.clinic.sessions.models import DosingSession


def running(course: Course) -> list[DosingSession]:
    """The sessions of the course that are open or watched over, locked: taken before anything else is waited for."""
    rows = DosingSession.objects.select_for_update(of=("self",), no_key=True)
    return list(rows.filter(order__course=course, state__in=("open", "injected")).select_related("order"))


def tell(sessions: list[DosingSession], by: Person | None, text: str) -> None:
    """A line in the story of each session, on every screen at once."""
    from daybreak.clinic.sessions.actions import announce  # the bedside asks consents too, so each is read when needed

    for session in sessions:
        announce(by=by, session=session, text=text)
