"""What the plan of a course says about the integration of one dose: its appointment, and how long the window is."""

from datetime import datetime, timedelta

from daybreak.clinic.courses.models import Course
from daybreak.clinic.integration.models import IntegrationWindow
from daybreak.clinic.plans import queries as plans
from daybreak.clinic.plans.models import Appointment
from daybreak.clinic.sessions.models import Injection

DELAY = timedelta(hours=2)
"""How long after the hour of its appointment a dose may be given and still be the dose of that hour."""


def bounds(injection: Injection) -> tuple[datetime, datetime]:
    """From when until when this dose is to be worked through.

    It opens as the plan counts, from the hour of the dose's appointment and not from the minute of the injection: else
    what was planned for its first moment would lie outside, and someone would be told of an integration that is booked.
    """
    opens, closes = plans.integration_window(injection.session.order.course)
    planned = _appointment_of(injection)
    counted = max(planned.start, injection.at - DELAY) if planned is not None else injection.at
    return min(counted, injection.at) + opens, injection.at + closes


def protocol(course: Course) -> str:
    """The version of the protocol by which the course is treated."""
    return plans.protocol_of(course).version


def number(injection: Injection) -> int:
    """Which dose of the course it was: as the plan counts, else in the order in which they were given."""
    planned = _appointment_of(injection)
    if planned is not None:
        return int(planned.key.rpartition("-")[2])
    course = injection.session.order.course_id
    return Injection.objects.filter(session__order__course=course, at__lte=injection.at).count()


def appointment(window: IntegrationWindow) -> Appointment | None:
    """The appointment for this window that stands: booked or done."""
    return plans.integration_after(window.course, window.number)


def _appointment_of(injection: Injection) -> Appointment | None:
    return Appointment.objects.filter(session=injection.session_id).first()
