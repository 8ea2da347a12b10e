"""Reads follow-up: what is due here and to whom, what was written down, which events stand, and who sees to it."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from daybreak.care import adverse
from daybreak.care import followup_maintenance as maintenance
from daybreak.care.followup_maintenance import Suggestion
from daybreak.clinic import clock, policy
from daybreak.clinic.courses import queries as courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.duty import queries as duty
from daybreak.clinic.entry import Absent
from daybreak.clinic.followup import outcomes, standing
from daybreak.clinic.followup.models import AdverseEvent, CheckRecord
from daybreak.clinic.followup.standing import DueCheck
from daybreak.clinic.people.models import Person
from daybreak.clinic.sessions.models import Injection

__all__ = [
    "Owners",
    "check",
    "checks",
    "due",
    "due_here",
    "event",
    "events",
    "maintenance_of",
    "unjudged",
    "versions",
]


class Owners:
    """Who sees to what: for each role the person whose turn it is, looked up once."""

    def __init__(self) -> None:
        self._known: dict[str, Person | None] = {}

    def of(self, role: str) -> Person | None:
        """The person, None when nobody of that role is here."""
        if role not in self._known:
            self._known[role] = next(iter(duty.in_turn([role])), None)
        return self._known[role]


@dataclass(frozen=True)
class Waiting:
    """What waits under one course: what is due, and what comes later by what is known."""

    now: list[DueCheck]
    later: list[DueCheck]


def due(course: Course) -> Waiting:
    """The checks of the course's patient. What is due shows under the latest course; an earlier one has none."""
    latest = courses.history(course.patient).first()
    if latest != course:
        return Waiting([], [])
    return Waiting(standing.due_of([course]), standing.ahead_of(course))


def due_here() -> list[DueCheck]:
    """Everything that is due in the clinic, of open and of closed courses, the most pressing first."""
    return standing.due_of(standing.latest_courses())


def checks(course: Course) -> QuerySet[CheckRecord]:
    """What was written down about the patient's checks and stands, the latest first."""
    rows = CheckRecord.objects.filter(patient=course.patient, superseded_by=None)
    return rows.select_related("recorded_by", "course")


def check(public_id: UUID) -> CheckRecord:
    """One check that was written down. Absent with a sentence."""
    row = CheckRecord.objects.select_related("course__patient", "patient").filter(public_id=public_id).first()
    if row is None:
        raise Absent("There is no such check. Go back to the follow-up of the course.")
    return row


def events(course: Course) -> QuerySet[AdverseEvent]:
    """The adverse events of the course as they stand, the latest first."""
    return AdverseEvent.objects.filter(course=course, superseded_by=None).select_related("recorded_by")


def event(public_id: UUID) -> AdverseEvent:
    """One version of an event. Absent with a sentence."""
    rows = AdverseEvent.objects.select_related("course__patient", "patient", "recorded_by")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Absent("There is no such event. Go back to the follow-up of the course.")
    return row


def versions(event: AdverseEvent) -> QuerySet[AdverseEvent]:
    """Every version of the event, the latest first."""
    return AdverseEvent.objects.filter(case=event.case).select_related("recorded_by").order_by("-pk")


def unjudged() -> QuerySet[AdverseEvent]:
    """Events whose relation to the drug nobody has judged, the earliest first."""
    rows = AdverseEvent.objects.filter(superseded_by=None, relation=adverse.NOT_JUDGED)
    return rows.select_related("course__patient", "recorded_by").order_by("started_at", "pk")


def maintenance_of(course: Course) -> Suggestion:
    """Dates of doses that might keep the response, for a person to think about."""
    last = Injection.objects.filter(session__order__course=course).order_by("-at").first()
    told = outcomes.of_course(course).told
    last_dose = timezone.localdate(last.at) if last else None
    return maintenance.suggest(told, last_dose, timezone.localdate(clock.now()), policy.current())
