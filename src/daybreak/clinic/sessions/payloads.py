"""What a live screen is told of each fact: the words of the session's events, as JSON."""

from datetime import datetime
from typing import Any

from daybreak.care import monitoring
from daybreak.care.amounts import plain
from daybreak.clinic import policy
from daybreak.clinic.sessions.models import DosingSession, Injection, Reading, Release, SessionNote
from daybreak.clinic.sessions.vitals import QUANTITIES


def reading(row: Reading, injected_at: datetime | None) -> dict[str, Any]:
    """A reading: its values (null where not taken), the minutes since the injection, and the thresholds it passed."""
    return {
        "reading_id": str(row.public_id),
        "client_id": str(row.client_id) if row.client_id else None,
        "at": row.at.isoformat(),
        "minutes": minutes(row.at, injected_at),
        "by": _name(row),
        **{quantity: getattr(row, quantity) for quantity in QUANTITIES},
        "note": row.note,
        "findings": [_passed(finding) for finding in row.findings],
    }


def _passed(finding: dict[str, str]) -> dict[str, str]:
    """A threshold passed, and by which quantity: it stands until a later reading of that quantity is within."""
    told = {name: finding[name] for name in ("severity", "priority", "what", "may_do")}
    return {**told, "quantity": policy.current()[finding["rule"]].quantity}


def amendment(row: Reading, injected_at: datetime | None) -> dict[str, Any]:
    """A reading that takes the place of an earlier one, with the reason."""
    amends = str(row.supersedes.public_id) if row.supersedes else None
    return {**reading(row, injected_at), "amends": amends, "reason": row.amend_reason}


def injection(row: Injection) -> dict[str, Any]:
    """The dose given, from which vial, and when the first reading after it is due."""
    vial = row.entry.vial
    return {
        "injection_id": str(row.public_id),
        "client_id": str(row.client_id) if row.client_id else None,
        "at": row.at.isoformat(),
        "by": _name(row),
        "mg": plain(row.mg),
        "volume_ml": plain(row.volume_ml),
        "route": row.route,
        "vial": {"id": str(vial.public_id), "label": vial.label, "lot": vial.lot},
        "reason": row.reason,
        "findings": [{"severity": finding["severity"], "what": finding["what"]} for finding in row.findings],
    }


def note(row: SessionNote) -> dict[str, Any]:
    """Free words."""
    return {
        "note_id": str(row.public_id),
        "client_id": str(row.client_id) if row.client_id else None,
        "at": row.at.isoformat(),
        "by": _name(row),
        "text": row.text,
    }


def release(row: Release) -> dict[str, Any]:
    """A session on hold was released, in the words of a note: every screen shows those."""
    told = f"Released to dose at {row.pressure} mmHg: {row.reason}"
    return {"release_id": str(row.public_id), "at": row.at.isoformat(), "by": _name(row), "text": told}


def opening(session: DosingSession) -> dict[str, Any]:
    """The session was opened."""
    return {"at": session.opened_at.isoformat(), "by": _name(session), "place": session.place}


def closing(session: DosingSession) -> dict[str, Any]:
    """The session was ended or abandoned: by whom, when, with which reason."""
    return {
        "at": session.ended_at.isoformat() if session.ended_at else None,
        "by": session.ended_by.name if session.ended_by else "",
        "note": session.end_note,
        "reason": session.end_reason,
        "findings": [{"severity": finding["severity"], "what": finding["what"]} for finding in session.end_findings],
    }


def due(state: str, injected_at: datetime | None, last_reading_at: datetime | None) -> dict[str, Any]:
    """When the next reading is due and how far apart readings are now; null unless a dose is being watched over."""
    if state != "injected" or injected_at is None:
        return {"next_due_at": None, "every_minutes": None}
    next_due_at = monitoring.next_due(injected_at, last_reading_at, policy.current())
    last = max(injected_at, last_reading_at or injected_at)
    return {"next_due_at": next_due_at.isoformat(), "every_minutes": (next_due_at - last).total_seconds() / 60}


def minutes(at: datetime, injected_at: datetime | None) -> float | None:
    """Minutes since the injection, to a tenth; below zero before it, null while there is none."""
    return None if injected_at is None else round((at - injected_at).total_seconds() / 60, 1)


def _name(row: DosingSession | Reading | Injection | Release | SessionNote) -> str:
    return row.recorded_by.name if row.recorded_by else ""
