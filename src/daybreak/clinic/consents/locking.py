"""Closes consent for as long as a dose works: set with the injection, released with the signed end of the session."""

from uuid import UUID

from daybreak.clinic import clock
from daybreak.clinic.consents.models import DoseLock
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import one_at_a_time


def lock(*, course: Course, session_id: UUID) -> None:
    """From now on nothing can be agreed to or widened in this course. In the transaction of the injection."""
    wait_for(course)
    DoseLock.objects.create(course=course, session_id=session_id, locked_at=clock.now())


def release(*, session_id: UUID) -> None:
    """The dose has worn off: what was locked by this session can be decided again. In the transaction of its end."""
    DoseLock.objects.filter(session_id=session_id, released_at=None).update(released_at=clock.now())


def wait_for(course: Course) -> None:
    """Injections and decisions of one course wait for each other, so that neither sees the other half done."""
    one_at_a_time(f"consents of course {course.pk}")
