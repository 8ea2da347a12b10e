"""The time line of a course as its chart draws it, with the addresses of the pages behind each mark."""

from typing import Any

from django.urls import reverse

from daybreak.care import questionnaires
from daybreak.clinic.courses import queries
from daybreak.clinic.courses.models import Course
from daybreak.clinic.measures.outcomes import CourseOutcome


def course_data(course: Course, outcome: CourseOutcome) -> dict[str, Any] | None:
    """The chart's data; None while there is neither a dose nor a measure to draw."""
    line = queries.timeline(course)
    if not line["doses"] and not line["measures"]:
        return None
    instrument = questionnaires.load("phq9")
    return {
        **line,
        "baseline": line["baseline"]["total"] if line["baseline"] else None,
        "doses": [{**dose, "session_url": reverse("web:session", args=[dose["session_id"]])} for dose in line["doses"]],
        "sessions": [_session(session) for session in line["sessions"] if session["state"] != "ended"],
        "measures": _measures(course, outcome, line["measures"]),
        "bands": [{"label": band.label, "from": band.low, "to": band.high} for band in instrument.bands],
        "maximum": instrument.highest_total,
    }


def _session(session: dict[str, Any]) -> dict[str, Any]:
    """A session without a dose of its own on the line: one under way, or one in which nothing was given."""
    label = "Session without a dose" if session["state"] == "abandoned" else "Session under way"
    return {"at": session["opened_at"], "label": label, "url": reverse("web:session", args=[session["id"]])}


def _measures(course: Course, outcome: CourseOutcome, drawn: list[dict[str, Any]]) -> list[dict[str, Any]]:
    patient = course.patient.public_id
    return [
        {**measure, "url": reverse("web:measure", args=[patient, response.public_id])}
        for measure, response in zip(drawn, outcome.measures, strict=True)
    ]
