"""Follow-up in the synthetic clinic: checks written down on time, one finding, two adverse events, the rest due."""

from datetime import datetime, timedelta

from daybreak.clinic.courses import queries as courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.followup import actions
from daybreak.clinic.followup.standing import due_of, latest_courses
from daybreak.clinic.people.models import Person
from daybreak.clinic.sessions.models import Injection

BY = {"nurse": "jonas", "prescriber": "amara", "therapist": "leila"}
LATELY = timedelta(days=9)
"""What came due within this time is left due, so that the clinic has something to do."""
FINDING = "DEMO-0105"
EVENTS = {
    "DEMO-0105": ("Nausea", "mild", "probable", "watched", 50, 120),
    "DEMO-0106": ("High blood pressure", "moderate", "certain", "treated", 20, 45),
}
"""What was seen, how grave, whether the drug did it, what was done, minutes after the first dose, and for how long."""


def follow_up(staff: dict[str, Person], now: datetime) -> None:
    """Write down what was due until lately, and what was seen after two doses."""
    for course in latest_courses():
        _write_down(staff, course, now - LATELY)
        _report(staff, course, now)


def _write_down(staff: dict[str, Person], course: Course, until: datetime) -> None:
    """Each check once, as the last dose before ``until`` left it: the first result, which is the good one."""
    for one in due_of([course], until):
        kind = one.due.check
        found = kind.id == "bladder" and course.patient.mrn == FINDING
        result = kind.results[1 if found else 0].id
        by = staff[BY[kind.owner]]
        actions.record_check(by=by, course=course, check_id=kind.id, was_done=True, result=result, at=until)


def _report(staff: dict[str, Person], course: Course, now: datetime) -> None:
    told = EVENTS.get(course.patient.mrn)
    given = Injection.objects.filter(session__order__course=course).order_by("at").first()
    if told is None or given is None or courses.history(course.patient).first() != course:
        return
    what, grade, relation, action, after, lasted = told
    actions.report_event(
        by=staff["amara"],
        course=course,
        what=what,
        grade=grade,
        relation=relation,
        action=action,
        outcome="recovered",
        started_at=given.at + timedelta(minutes=after),
        ended_at=min(given.at + timedelta(minutes=after + lasted), now),
    )
