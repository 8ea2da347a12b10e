"""What became of the depression measure over one course: its baseline, its path, response and remission."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from daybreak.care import questionnaires
from daybreak.clinic import clock, policy
from daybreak.clinic.courses.models import Course
from daybreak.clinic.measures.models import Response
from daybreak.clinic.sessions.models import Injection


@dataclass(frozen=True)
class CourseOutcome:
    """The measure along a course. Everything is None that cannot be known: a missing measure is not "no response"."""

    measures: tuple[Response, ...]
    baseline: Response | None
    last: Response | None
    outcome: questionnaires.Outcome | None
    response_at: datetime | None
    remission_at: datetime | None

    def as_dict(self) -> dict[str, Any]:
        """The part of the course chart that tells of measures."""
        instrument = questionnaires.load("phq9")
        return {
            "measures": [_measure(response, instrument) for response in self.measures],
            "baseline": _point(self.baseline),
            "bands": [{"label": band.label, "from": band.low, "to": band.high} for band in instrument.bands],
            "maximum": instrument.highest_total,
            "instrument": instrument.short_title,
            "response_below": self._response_below(instrument),
            "remission_below": instrument.remission_below,
            "response_at": _iso(self.response_at),
            "remission_at": _iso(self.remission_at),
        }

    def _response_below(self, instrument: questionnaires.Instrument) -> float | None:
        """The total at which, and below which, the baseline has fallen by the share that counts as a response."""
        return self.baseline.total * (100 - instrument.response_percent) / 100 if self.baseline else None


def of_course(course: Course, scale: str = "phq9") -> CourseOutcome:
    """Reads the measures by one scale. The baseline is the last one before the first dose, or the last so far."""
    measures = tuple(_measures(course, scale))
    first_dose = _first_dose(course)
    before = [row for row in measures if first_dose is None or row.completed_at <= first_dose]
    baseline = before[-1] if before else None
    after = measures[len(before) :]
    if baseline is None or not after:
        return CourseOutcome(measures, baseline, after[-1] if after else None, None, None, None)
    outcomes = [(row, _outcome(baseline, row)) for row in after]
    return CourseOutcome(
        measures=measures,
        baseline=baseline,
        last=after[-1],
        outcome=outcomes[-1][1],
        response_at=next((row.completed_at for row, outcome in outcomes if outcome.response), None),
        remission_at=next((row.completed_at for row, outcome in outcomes if outcome.remission), None),
    )


def _measures(course: Course, scale: str) -> list[Response]:
    earlier = Course.objects.filter(patient=course.patient_id, closed_at__lte=course.opened_at).first()
    start = course.opened_at - policy.current().days("measure.reaches_back")
    if earlier is not None and earlier.closed_at is not None:
        start = max(start, earlier.closed_at)
    rows = Response.objects.filter(
        patient=course.patient_id,
        instrument=scale,
        superseded_by=None,
        completed_at__gte=start,
        completed_at__lte=course.closed_at or clock.now(),
    )
    return list(rows)


def _first_dose(course: Course) -> datetime | None:
    injection = Injection.objects.filter(session__order__course=course).order_by("at").first()
    return injection.at if injection else None


def _outcome(baseline: Response, row: Response) -> questionnaires.Outcome:
    return questionnaires.outcome(baseline.total, row.total, questionnaires.load(row.instrument))


def _measure(response: Response, instrument: questionnaires.Instrument) -> dict[str, Any]:
    return {
        "at": response.completed_at.isoformat(),
        "total": response.total,
        "band": instrument.band(response.total),
        "item9": response.risk_item,
        "channel": response.channel,
    }


def _point(response: Response | None) -> dict[str, Any] | None:
    return {"at": response.completed_at.isoformat(), "total": response.total} if response else None


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
