"""What people do at the bedside: open a session, record readings, release it, chart the injection, write notes, end it.

Every act locks its session, asks care whether the state allows it, writes the fact and its numbered event, and leaves a
line in the audit log, all in one transaction. Two rules of this house:

- A reading that arrives after the end is refused, so that nothing appears in a closed session unseen; what was measured
  is then told in a note, which a closed session still takes. A slip in a reading can be amended at any time, with a
  reason: the earlier version stays.
- An abandoned session leaves its order active: a new session may be opened for it, or the order cancelled.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from daybreak.care.courses import phases
from daybreak.care.session_states import SessionState
from daybreak.care.session_states import states as session_states
from daybreak.clinic import clock, states
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Conflict, Entries
from daybreak.clinic.once import once
from daybreak.clinic.orders.models import DoseOrder
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.plans import actions as plans
from daybreak.clinic.preparation.gate import refuse_gaps
from daybreak.clinic.sessions import bedside, events, payloads, queries, vitals
from daybreak.clinic.sessions.announcing import announce
from daybreak.clinic.sessions.closing import abandon_session, end_session
from daybreak.clinic.sessions.injecting import inject
from daybreak.clinic.sessions.models import DosingSession, SessionNote
from daybreak.clinic.sessions.readings import amend_reading, record_reading
from daybreak.clinic.sessions.releasing import release

__all__ = [
    "abandon_session",
    "amend_reading",
    "announce",
    "end_session",
    "inject",
    "note",
    "open_session",
    "read_session",
    "record_reading",
    "release",
]


def read_session(*, by: Person, session_id: UUID, page: str) -> DosingSession:
    """The session, for a page that shows it. Its reading is audited. Absent when there is none."""
    permit(by, "session.read")
    with transaction.atomic():
        session = queries.get(session_id)
        audit.append(
            by=by, act="session.read", subject=session, patient=session.order.course.patient, detail={"page": page}
        )
        return session


def open_session(*, by: Person, order: DoseOrder, place: str = "", client_id: UUID | None = None) -> DosingSession:
    """A session in which the order may be given.

    Conflict when the order is not active, when a session for it is open or was had, or the course is not in dosing.
    ``Unready`` while anything on the checklist of the course is missing.
    """
    permit(by, "session.open")
    entries = Entries()
    place = entries.text("place", place, longest=60, required=False)
    entries.settle()
    return once(
        DosingSession,
        client_id,
        lambda row: (row.order_id, row.place) == (order.pk, place),
        lambda: _open(by, order, place, client_id),
    )


def _open(by: Person, order: DoseOrder, place: str, client_id: UUID | None) -> DosingSession:
    course = (
        Course.objects.select_for_update(of=("self",), no_key=True).select_related("patient").get(pk=order.course_id)
    )
    current = DoseOrder.objects.select_for_update(of=("self",), no_key=True).get(pk=order.pk)
    states.require(phases(), course.phase, "session.open", "Opening a dosing session")
    bedside.order_waits(current)
    if current.sessions.exclude(state=SessionState.ABANDONED).exists():
        raise Conflict("A session for this order is open already. Go to that session.")
    refuse_gaps(course)
    session = DosingSession.objects.create(
        order=current,
        state=session_states().start,
        place=place,
        opened_at=clock.now(),
        recorded_by=by,
        client_id=client_id,
    )
    plans.session_opened(by=by, session=session)
    events.append(session, "opened", payloads.opening(session))
    detail = {"order": str(current.public_id), "place": place}
    audit.append(by=by, act="session.open", subject=session, patient=course.patient, detail=detail)
    return session


def note(
    *, by: Person, session: DosingSession, text: str, at: datetime | None = None, client_id: UUID | None = None
) -> SessionNote:
    """Free words; a closed session takes them too. Invalid when there are none."""
    permit(by, "session.note")
    text = bedside.text(text, "text")
    return once(
        SessionNote,
        client_id,
        lambda row: (row.session_id, row.text) == (session.pk, text),
        lambda: _note(by, session, text, at, client_id),
    )


def _note(by: Person, session: DosingSession, text: str, at: datetime | None, client_id: UUID | None) -> SessionNote:
    current = bedside.locked(session, "session.note", "Adding a note")
    moment = vitals.moment(at, current)
    row = SessionNote.objects.create(session=current, at=moment, text=text, recorded_by=by, client_id=client_id)
    bedside.tell(current, "note", payloads.note(row))
    bedside.log(by, "session.note", row, current, {"text": text})
    return row
