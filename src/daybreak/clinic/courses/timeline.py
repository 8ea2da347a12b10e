"""One course on one line of time: its phases, doses, sessions and measures, with response and remission marked."""

from datetime import datetime
from typing import Any

from daybreak.care.courses import phase as phase_of_care
from daybreak.clinic import clock
from daybreak.clinic.courses.models import Course
from daybreak.clinic.measures import outcomes
from daybreak.clinic.sessions.models import DosingSession, Injection


def timeline(course: Course) -> dict[str, Any]:
    """The course as JSON for its chart. Times are ISO 8601 with offset; nothing in it names the patient."""
    return {
        "phases": _phases(course),
        "doses": [_dose(injection) for injection in _injections(course)],
        "sessions": [_session(session) for session in _sessions(course)],
        **outcomes.of_course(course).as_dict(),
        "today": clock.now().isoformat(),
    }


def _phases(course: Course) -> list[dict[str, Any]]:
    changes = list(course.phase_changes.all())
    ends: list[datetime | None] = [*(change.at for change in changes[1:]), course.closed_at]
    return [
        {
            "phase": change.phase,
            "label": phase_of_care(change.phase).label,
            "from": change.at.isoformat(),
            "to": end.isoformat() if end else None,
        }
        for change, end in zip(changes, ends, strict=True)
    ]


def _injections(course: Course) -> list[Injection]:
    return list(Injection.objects.filter(session__order__course=course).select_related("session__order").order_by("at"))


def _dose(injection: Injection) -> dict[str, Any]:
    return {
        "at": injection.at.isoformat(),
        "mg": float(injection.mg),
        "mg_per_kg": float(injection.session.order.mg_per_kg),
        "route": injection.route,
        "session_id": str(injection.session.public_id),
    }


def _sessions(course: Course) -> list[DosingSession]:
    return list(DosingSession.objects.filter(order__course=course).order_by("opened_at"))


def _session(session: DosingSession) -> dict[str, Any]:
    return {
        "id": str(session.public_id),
        "opened_at": session.opened_at.isoformat(),
        "ended_at": session.ended_at.isoformat() if session.ended_at else None,
        "state": session.state,
    }
