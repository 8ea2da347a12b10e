"""How the four domains went over one course: the points of each measure, its baseline, and the change since."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from daybreak.care import cognition
from daybreak.care.domains import Domain, Measure, domains
from daybreak.clinic import clock, policy
from daybreak.clinic.courses.models import Course
from daybreak.clinic.measures.models import Response, TaskRun
from daybreak.clinic.sessions.models import Injection


@dataclass(frozen=True)
class Point:
    """One value. ``row`` is the response or the run behind it; ``is_usable`` False for a run that is not compared."""

    at: datetime
    value: float
    row: Response | TaskRun
    is_usable: bool = True


@dataclass(frozen=True)
class Curve:
    """One measure along the course. ``baseline`` is the last usable value before the first dose, or the last so far."""

    measure: Measure
    points: tuple[Point, ...]
    baseline: Point | None
    last: Point | None

    @property
    def change(self) -> float | None:
        """The last value less the baseline; None while there is only one of them."""
        if self.baseline is None or self.last is None or self.last is self.baseline:
            return None
        return self.last.value - self.baseline.value

    @property
    def percent(self) -> float | None:
        """The change in percent of the baseline."""
        if self.change is None or self.baseline is None:
            return None
        return cognition.change(self.baseline.value, self.baseline.value + self.change)

    @property
    def is_better(self) -> bool | None:
        """Whether the change is one for the better; None without a change."""
        if not self.change:
            return None
        return (self.change > 0) == (self.measure.higher_is == "better")


@dataclass(frozen=True)
class Trend:
    """One domain: the measure that leads and the others that have answers."""

    domain: Domain
    lead: Curve
    others: tuple[Curve, ...]


@dataclass(frozen=True)
class Progress:
    """All four domains with the doses between which they moved."""

    trends: tuple[Trend, ...]
    doses: tuple[datetime, ...]
    since: datetime
    until: datetime


def of_course(course: Course) -> Progress:
    """Reads everything that was measured from some weeks before the course opened until it closed, or now."""
    since = course.opened_at - policy.current().days("measure.reaches_back")
    until = course.closed_at or clock.now()
    doses = tuple(Injection.objects.filter(session__order__course=course).order_by("at").values_list("at", flat=True))
    within = {"patient": course.patient_id, "completed_at__gte": since, "completed_at__lte": until}
    responses = list(Response.objects.filter(superseded_by=None, **within))
    runs = list(TaskRun.objects.filter(**within))
    trends = tuple(_trend(domain, responses, runs, doses) for domain in domains())
    return Progress(trends, doses, since, until)


def _trend(domain: Domain, responses: list[Response], runs: list[TaskRun], doses: tuple[datetime, ...]) -> Trend:
    curves = [_curve(measure, tuple(_points(measure, responses, runs)), doses) for measure in domain.measures]
    told = [curve for curve in curves if curve.points]
    lead = told[0] if told else curves[0]
    return Trend(domain, lead, tuple(curve for curve in told if curve is not lead))


def _points(measure: Measure, responses: list[Response], runs: list[TaskRun]) -> Iterator[Point]:
    if measure.task:
        for run in runs:
            if run.task == measure.task:
                yield Point(run.completed_at, run.value, run, run.is_usable)
        return
    for row in responses:
        value = measure.value(row.total, row.answers) if row.instrument == measure.instrument else None
        if value is not None:
            yield Point(row.completed_at, value, row)


def _curve(measure: Measure, points: tuple[Point, ...], doses: tuple[datetime, ...]) -> Curve:
    usable = [point for point in points if point.is_usable]
    before = [point for point in usable if not doses or point.at <= doses[0]]
    baseline = before[-1] if before else None
    after = usable[len(before) :]
    return Curve(measure, points, baseline, after[-1] if after else baseline)
