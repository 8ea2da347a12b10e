"""What the clinic has before it: who said what, which sessions run, which doses wait, which links are unanswered."""

from dataclasses import dataclass
from datetime import timedelta

from daybreak.care.courses import Phase, phases
from daybreak.care.session_states import SessionState
from daybreak.care.states import State
from daybreak.clinic import clock
from daybreak.clinic.alerts import queries as alerts
from daybreak.clinic.courses.models import Course
from daybreak.clinic.measures import queries as measures
from daybreak.clinic.measures.models import Invitation, Response
from daybreak.clinic.orders import queries as orders
from daybreak.clinic.orders.models import DoseOrder
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.preparation.queries import gaps
from daybreak.clinic.sessions import before_dose
from daybreak.clinic.sessions import queries as sessions
from daybreak.clinic.sessions.before_dose import Pressure
from daybreak.clinic.sessions.models import DosingSession

FORGOTTEN_AFTER = timedelta(days=14)
"""An expired link is shown this long, so that someone asks again; later it is only in the chart."""

UNDER_WAY = (SessionState.OPEN, SessionState.INJECTED)


@dataclass(frozen=True)
class Column:
    """The patients whose course is in one phase."""

    phase: State
    courses: tuple[Course, ...]


@dataclass(frozen=True)
class Running:
    """A session under way; ``due_at`` is an ISO 8601 moment, None before the dose.

    ``hold`` is the high pressure for which the dose waits until a prescriber has weighed it, None when it does not.
    """

    session: DosingSession
    due_at: str | None
    hold: Pressure | None = None


@dataclass(frozen=True)
class Ordered:
    """A dose that waits, and how many things are missing before it may be given."""

    order: DoseOrder
    missing: int


@dataclass(frozen=True)
class Waiting:
    """A link that was not answered; ``expired`` says that it no longer can be."""

    invitation: Invitation
    expired: bool


def at_risk() -> list[Response]:
    """The last answers of every patient whose item 9 stands above 0 and whose alert is closed, the latest first."""
    patients = Patient.objects.filter(responses__risk_item__gt=0).distinct()
    found = measures.flagged(patients)
    names = {patient.pk: patient for patient in patients}
    for response in found.values():
        response.patient = names[response.patient_id]
    alerted = set(alerts.open_alerts().values_list("patient_id", flat=True))
    told = [response for response in found.values() if response.patient_id not in alerted]
    return sorted(told, key=lambda response: response.completed_at, reverse=True)


def running() -> list[Running]:
    """Sessions under way, the earliest first, with when their next reading is due."""
    return [
        Running(session, sessions.due(session)["next_due_at"], before_dose.hold(session))
        for session in sessions.open_sessions()
    ]


def ready() -> list[Ordered]:
    """Signed orders for which no session is under way."""
    idle = orders.waiting().exclude(sessions__state__in=UNDER_WAY)
    return [Ordered(order, len(gaps(order.course))) for order in idle.select_related("course__patient", "recorded_by")]


def unanswered() -> list[Waiting]:
    """Links without an answer: those still open, and those that expired in the last days."""
    now = clock.now()
    asked = Invitation.objects.filter(used_at=None, withdrawn_at=None, expires_at__gt=now - FORGOTTEN_AFTER)
    rows = asked.select_related("patient").order_by("recorded_at")
    return [Waiting(row, row.expires_at <= now) for row in rows if not _answered_since(row)]


def columns() -> list[Column]:
    """Every phase but the last with its open courses, by the patients' names."""
    order = ("patient__family_name", "patient__given_name")
    open_courses = list(Course.objects.filter(closed_at=None).select_related("patient").order_by(*order))
    shown = [state for state in phases().states.values() if state.id != Phase.CLOSED]
    return [Column(state, tuple(row for row in open_courses if row.phase == state.id)) for state in shown]


def _answered_since(invitation: Invitation) -> bool:
    """Whether the patient answered otherwise after an expired link went out."""
    later = Response.objects.filter(patient=invitation.patient_id, completed_at__gt=invitation.recorded_at)
    return later.filter(instrument=invitation.instrument).exists()
