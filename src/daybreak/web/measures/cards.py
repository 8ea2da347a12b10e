"""The card of measures on a course's page: the four domains side by side, what is due, how the patient is asked."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse

from daybreak.clinic import clock
from daybreak.clinic.courses.models import Course
from daybreak.clinic.measures import due, instruments, progress, queries
from daybreak.clinic.measures.models import Message, TaskRun
from daybreak.clinic.measures.progress import Curve, Point
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import may
from daybreak.web.measures.drawing import Drawing, drawn

AHEAD = timedelta(days=14)
SMALLEST_BASE = 10
"""Of a baseline below this a percentage says more than is known: the difference itself is told."""


@dataclass(frozen=True)
class DomainShown:
    """One domain as the card shows it."""

    title: str
    curve: Curve
    drawing: Drawing
    words: str
    last_url: str
    others: tuple[str, ...]

    @property
    def arrow(self) -> str:
        """Which way the value went."""
        if not self.curve.change:
            return ""
        return "▲" if self.curve.change > 0 else "▼"

    @property
    def tone(self) -> str:
        """How the change reads: "good", "bad" or nothing."""
        if self.curve.is_better is None:
            return ""
        return "good" if self.curve.is_better else "bad"


@dataclass(frozen=True)
class DueShown:
    """One occasion with what became of it."""

    title: str
    at: Any
    state: str
    why: str


def measures(course: Course, person: Person) -> dict[str, Any] | None:
    """The card; None for someone who may not read charts."""
    if not may(person, "patient.read"):
        return None
    patient = course.patient
    return {
        "template": "web/measures/card.html",
        "wide": True,
        "domains": domains_of(course),
        "due": due_of(course),
        "reach": queries.reach(patient),
        "problem": problem_of(course),
        "url": reverse("web:measures", args=[patient.public_id]),
    }


def domains_of(course: Course) -> list[DomainShown]:
    """The four domains, drawn."""
    found = progress.of_course(course)
    return [
        DomainShown(
            title=trend.domain.title,
            curve=trend.lead,
            drawing=drawn(trend.lead, found),
            words=change_in_words(trend.lead),
            last_url=_url(course, trend.lead.last),
            others=tuple(_other(curve) for curve in trend.others),
        )
        for trend in found.trends
    ]


def due_of(course: Course) -> list[DueShown]:
    """What is missed in the last fortnight, waits or is due; then what comes in the next."""
    now = clock.now()
    past = [
        DueShown(instruments.title_of(one.instrument), one.due_at, state, one.line.why)
        for one, state in due.state_of(course, now)
        if state in ("due", "waiting") or (state == "missed" and one.until > now - AHEAD)
    ]
    if course.closed_at is not None:
        return []
    ahead = due.upcoming(course, now, AHEAD)
    return past + [DueShown(instruments.title_of(one.instrument), one.due_at, "ahead", one.line.why) for one in ahead]


def problem_of(course: Course) -> str:
    """Why the patient cannot be reached, as far as the last message tells."""
    last = Message.objects.filter(invitation__course=course).last()
    if last is None or last.state in ("sent", "dropped"):
        return ""
    return last.problem


def change_in_words(curve: Curve) -> str:
    """The change since the baseline; what is missing while it cannot be told."""
    if curve.baseline is None:
        return "No baseline yet" if not curve.points else "No baseline that can be compared"
    if curve.change is None:
        return "This is the baseline"
    if not curve.change:
        return "As at baseline"
    way = "above" if curve.change > 0 else "below"
    assert curve.baseline is not None
    if curve.percent is None or curve.baseline.value < SMALLEST_BASE:
        return f"{abs(curve.change):g} {way} baseline"
    return f"{abs(curve.percent):.0f} % {way} baseline"


def _other(curve: Curve) -> str:
    value = curve.last.value if curve.last else None
    told = f"{value:.0f} {curve.measure.unit}" if value is not None else "not comparable"
    return f"{curve.measure.title}: {told} ({change_in_words(curve).lower()})"


def _url(course: Course, point: Point | None) -> str:
    if point is None:
        return ""
    name = "web:measure-run" if isinstance(point.row, TaskRun) else "web:measure-answers"
    return reverse(name, args=[course.patient.public_id, point.row.public_id])
