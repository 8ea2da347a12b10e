"""Reads windows: where each stands by the plan, the alert and the record, and which of them want someone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from daybreak.care.integration import Standing, Window, tell_at
from daybreak.care.visits import State
from daybreak.clinic import clock, policy
from daybreak.clinic.courses.models import Course
from daybreak.clinic.duty import queries as duty
from daybreak.clinic.entry import Absent
from daybreak.clinic.integration import visits
from daybreak.clinic.integration.models import IntegrationWindow
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import may
from daybreak.clinic.plans.models import Appointment
from daybreak.clinic.sessions.models import Injection

OWNERS = ("therapist", "prescriber")
"""The roles that see to an integration, in the order in which they are asked."""


@dataclass(frozen=True)
class Seen:
    """A window as it stands at a moment, with its appointment."""

    row: IntegrationWindow
    appointment: Appointment | None
    window: Window
    now: datetime

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        return self.window.standing

    @property
    def tell_at(self) -> datetime | None:
        """When a person is told of it unless something is done; None when that is not to come."""
        return tell_at(self.window, policy.current())

    @property
    def is_over(self) -> bool:
        """Whether the time for it is over."""
        return self.now > self.row.closes_at

    @property
    def has_opened(self) -> bool:
        """Whether the time for it has begun."""
        return self.now >= self.row.opens_at

    @property
    def is_open(self) -> bool:
        """Whether an integration may be held now."""
        return self.has_opened and not self.is_over

    @property
    def wants_someone(self) -> bool:
        """Whether there is something to do now: nothing is booked, or its time is past and nobody wrote it down."""
        if self.standing in (Standing.WAITING, Standing.ESCALATED):
            return True
        return self.standing is Standing.BOOKED and self.appointment is not None and self.appointment.start < self.now


def seen(row: IntegrationWindow, now: datetime | None = None) -> Seen:
    """The window as it stands now."""
    appointment = visits.appointment(row)
    held = row.held_at
    if held is None and appointment is not None and appointment.state == State.DONE:
        held = appointment.at
    window = Window(
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        booked_for=appointment.start if appointment and appointment.state == State.BOOKED else None,
        held_at=held,
        let_go_at=row.let_go_at,
        told_at=row.told_at,
        settled_at=row.alert.closed_at if row.alert else None,
    )
    return Seen(row, appointment, window, now or clock.now())


def get(public_id: UUID) -> IntegrationWindow:
    """The window of this public name. Absent with a sentence."""
    row = _rows().filter(public_id=public_id).first()
    if row is None:
        raise Absent("There is no such integration. Go back to the list of integrations.")
    return row


def of_course(course: Course) -> list[Seen]:
    """Every window of the course, the latest dose first."""
    return [seen(row) for row in _rows().filter(course=course).order_by("-injection__at", "-pk")]


def of_dose(injection: Injection) -> IntegrationWindow | None:
    """The window after this dose."""
    return _rows().filter(injection=injection).first()


def still_open() -> list[Seen]:
    """Every window that has not ended, what closes first comes first."""
    found = [seen(row) for row in open_rows()]
    return [one for one in found if not one.standing.is_final]


def open_rows() -> QuerySet[IntegrationWindow]:
    """The rows of windows that nobody has ended."""
    return _rows().filter(held_at=None, let_go_at=None)


def ended_since(moment: datetime) -> list[Seen]:
    """Windows that ended since a moment, the last first."""
    rows = _rows().filter(Q(held_at__gte=moment) | Q(let_go_at__gte=moment))
    return [seen(row) for row in rows.order_by("-closes_at", "-pk")]


def who_may_own(window: IntegrationWindow) -> list[Person]:
    """Everyone here who could see to it in the owner's stead."""
    return [person for person in duty.in_turn((*OWNERS, "medical_director")) if person.pk != window.owner_id]


def may_own(person: Person) -> bool:
    """Whether someone works here and may see to an integration."""
    return person.is_active and may(person, "integration.hold")


def _rows() -> QuerySet[IntegrationWindow]:
    return IntegrationWindow.objects.select_related(
        "course__patient", "owner", "alert", "injection__session", "held_by"
    )
