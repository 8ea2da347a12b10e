"""Records what was measured at the bedside, and amends a slip: the earlier version stays."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from daybreak.care import monitoring, sedation
from daybreak.clinic import policy
from daybreak.clinic.entry import Conflict
from daybreak.clinic.once import once
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.sessions import bedside, payloads, queries, vitals
from daybreak.clinic.sessions.models import DosingSession, Reading


def record_reading(
    *,
    by: Person,
    session: DosingSession,
    values: Mapping[str, Any],
    at: datetime | None = None,
    note: str = "",
    client_id: UUID | None = None,
    confirmed: Collection[str] = (),
) -> Reading:
    """One reading. ``at`` is when it was taken, if it is charted late. A value not taken is left out or None.

    Invalid for what cannot be (errors) or is improbable (confirm); Conflict when the session is closed. Thresholds it
    passed are kept with it and never keep it from being recorded.
    """
    permit(by, "session.record")
    note = bedside.text(note, "note", required=False)
    taken = vitals.checked(values, note, confirmed)
    return once(
        Reading,
        client_id,
        lambda row: (
            (row.session_id, row.supersedes_id, row.note) == (session.pk, None, note)
            and vitals.of(row) == taken
            and vitals.is_moment(row, at)
        ),
        lambda: _record(by, session, taken, at, note, client_id),
    )


def _record(
    by: Person,
    session: DosingSession,
    taken: monitoring.Reading,
    at: datetime | None,
    note: str,
    client_id: UUID | None,
) -> Reading:
    current = bedside.locked(session, "session.record", "Recording a reading")
    row = _reading(by, current, taken, vitals.moment(at, current), note, client_id)
    row.save(force_insert=True)
    bedside.tell(current, "reading", payloads.reading(row, queries.injected_at(current)))
    bedside.log(by, "session.record", row, current, _values(row))
    return row


def amend_reading(
    *,
    by: Person,
    reading: Reading,
    values: Mapping[str, Any],
    reason: str,
    note: str | None = None,
    at: datetime | None = None,
    client_id: UUID | None = None,
    confirmed: Collection[str] = (),
) -> Reading:
    """A new version of a reading, with the reason. ``values`` are those that change; None takes a value back.

    Conflict when the reading was amended by someone else meanwhile. Allowed after the end of the session too.
    """
    permit(by, "session.record")
    reason = bedside.reason(reason, "Say why the reading is amended, for example “typed into the wrong field”.")
    kept = {quantity: getattr(reading, quantity) for quantity in vitals.QUANTITIES}
    note = reading.note if note is None else bedside.text(note, "note", required=False)
    taken = vitals.checked({**kept, **values}, note, confirmed)
    return once(
        Reading,
        client_id,
        lambda row: (row.supersedes_id, row.amend_reason) == (reading.pk, reason) and vitals.of(row) == taken,
        lambda: _amend(by, reading, taken, at, note, reason, client_id),
    )


def _amend(
    by: Person,
    reading: Reading,
    taken: monitoring.Reading,
    at: datetime | None,
    note: str,
    reason: str,
    client_id: UUID | None,
) -> Reading:
    current = bedside.locked(reading.session)
    if Reading.objects.filter(supersedes=reading).exists():
        raise Conflict("This reading was amended meanwhile. Reload the page, look, and amend the latest version.")
    moment = vitals.moment(at, current) if at else reading.at
    row = _reading(by, current, taken, moment, note, client_id)
    row.supersedes, row.amend_reason = reading, reason
    row.save(force_insert=True)
    bedside.tell(current, "amendment", payloads.amendment(row, queries.injected_at(current)))
    bedside.log(by, "session.amend", row, current, {"amends": str(reading.public_id), "reason": reason, **_values(row)})
    return row


def _reading(
    by: Person, session: DosingSession, taken: monitoring.Reading, at: datetime, note: str, client_id: UUID | None
) -> Reading:
    found = monitoring.findings(taken, policy.current())
    return Reading(
        session=session,
        at=at,
        note=note,
        **{quantity: getattr(taken, quantity) for quantity in vitals.QUANTITIES},
        moaas_variant=sedation.VARIANT if taken.moaas is not None else "",
        findings=policy.kept(found),
        recorded_by=by,
        client_id=client_id,
    )


def _values(row: Reading) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in vitals.QUANTITIES}
    rules = [finding["rule"] for finding in row.findings]
    return {"at": row.at.isoformat(), **values, "note": row.note, "rules": rules}
