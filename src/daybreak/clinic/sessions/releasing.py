"""Releases a session that a high pressure before the dose holds: weighed and signed by someone who may order."""

from uuid import UUID

from daybreak.clinic import clock, policy
from daybreak.clinic.entry import Conflict
from daybreak.clinic.once import once
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.sessions import bedside, before_dose, payloads
from daybreak.clinic.sessions.models import DosingSession, Release


def release(
    *, by: Person, session: DosingSession, reason: str, seen: UUID | None = None, client_id: UUID | None = None
) -> Release:
    """The dose may follow the pressure as it was last read, for this reason; the next reading asks anew.

    ``seen`` is the reading that the page showed: Conflict when another pressure was recorded meanwhile, so that nobody
    signs for a value they did not see. Conflict too when nothing holds the session; Invalid(errors={"reason": …}) when
    the reason explains nothing.
    """
    permit(by, "session.release")
    reason = bedside.text(reason, "reason", required=False, longest=bedside.LONGEST_REASON)
    return once(
        Release,
        client_id,
        lambda row: (row.session_id, row.reason) == (session.pk, reason),
        lambda: _release(by, session, reason, seen, client_id),
    )


def _release(by: Person, session: DosingSession, reason: str, seen: UUID | None, client_id: UUID | None) -> Release:
    current = bedside.locked(session, "session.release", "Releasing the session")
    before = before_dose.pressure(current, clock.now())
    reading = before.reading
    if reading is None or not before.may_be_released:
        raise Conflict("No high pressure holds this session now. Look at the last reading.")
    if seen is not None and seen != reading.public_id:
        raise Conflict("Another pressure was recorded meanwhile. Look at it, then decide.")
    if before.release is not None:
        raise Conflict("This session was released already, on this same reading.")
    bedside.ask_reason(before.findings, reason)
    row = Release.objects.create(
        session=current,
        reading=reading,
        at=clock.now(),
        reason=reason,
        findings=policy.kept(before.findings),
        recorded_by=by,
        client_id=client_id,
    )
    bedside.tell(current, "note", payloads.release(row))
    detail = {"pressure": row.pressure, "reading": str(reading.public_id), "reason": reason}
    bedside.log(by, "session.release", row, current, detail)
    return row
