"""Scenes of follow-up: a course with doses on given days, answers, checks, and the rounds made at a moment."""

from datetime import datetime, timedelta
from typing import Any

from daybreak.care import followup_checks as care
from daybreak.clinic import clock
from daybreak.clinic.alerts.models import Alert
from daybreak.clinic.courses import actions as courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.followup import actions, queries
from daybreak.clinic.followup.models import AdverseEvent, CheckRecord
from daybreak.clinic.measures import actions as measures
from daybreak.clinic.measures.models import Response
from tests.clinic import cast, scenes

OPENED = scenes.MORNING
SHEETS = {total: {f"phq9-{n}": min(3, max(0, total - 3 * (n - 1))) for n in range(1, 10)} for total in range(25)}
"""Answers that come to a total, with item 9 at 0."""


def day(count: float) -> datetime:
    """So many days after the course opened."""
    return OPENED + timedelta(days=count)


def course(*doses: float) -> Course:
    """A course opened on a Monday morning, with a dose on each of these days."""
    with clock.at(OPENED):
        opened = scenes.course()
    for number, at in enumerate(doses):
        dose(opened, at, f"V-{number}-{at}")
    return opened


def dose(of: Course, at: float, label: str) -> None:
    """A dose on this day; it ends in integration, and the course goes back to dosing for the next."""
    with clock.at(day(at)):
        of.refresh_from_db()
        if of.phase == "integration":
            of = courses.move(by=cast.prescriber(), course=of, to="dosing")
        scenes.weigh(of.patient, "80")
        ordered = scenes.order(of, reason="as planned")
        vial = scenes.vial(label)
    scenes.ended(ordered, vial, day(at))
    of.refresh_from_db()


def check(of: Course, check_id: str, when: float, result: str | None = None, **changes: Any) -> CheckRecord:
    """The nurse writes a check down, as done with its first result unless told otherwise."""
    told = {"was_done": True, "result": result or care.check(check_id).results[0].id}
    with clock.at(day(when)):
        return actions.record_check(by=cast.nurse(), course=of, check_id=check_id, **(told | changes))


def answer(of: Course, total: int, at: float) -> Response:
    """A PHQ-9 in the clinic that comes to a total."""
    with clock.at(day(at)):
        return measures.record_in_clinic(by=cast.nurse(), patient=of.patient, answers=SHEETS[total])


def report(of: Course, at: float = 1, **changes: Any) -> AdverseEvent:
    """The nurse reports nausea that began half an hour ago."""
    with clock.at(day(at)):
        told: dict[str, Any] = {"by": cast.nurse(), "course": of, "what": "Nausea", "grade": "mild"}
        told["started_at"] = clock.now() - timedelta(minutes=30)
        return actions.report_event(**(told | changes))


def due(of: Course, at: float) -> set[str]:
    """The ids of the checks that are due on a day."""
    with clock.at(day(at)):
        return {one.due.check.id for one in queries.due(of).now}


def make_rounds(at: float) -> int:
    """The round of follow-up on a day; how many alerts it raised."""
    with clock.at(day(at)):
        return actions.make_rounds(day(at))


def alerts(kind: str) -> list[Alert]:
    """Every alert of a kind, the earliest first."""
    return list(Alert.objects.filter(kind=kind).order_by("pk"))
