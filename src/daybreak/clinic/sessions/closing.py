"""Closes a session: a person signs its end, or abandons it before anything was given."""

from uuid import UUID

from django.db import transaction

from daybreak.care import courses
from daybreak.care.courses import Phase
from daybreak.care.session_states import SessionState
from daybreak.care.session_states import states as session_states
from daybreak.clinic import clock, policy, states
from daybreak.clinic.consents import actions as consents
from daybreak.clinic.courses.actions import enter_phase
from daybreak.clinic.courses.models import Course
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.plans import actions as plans
from daybreak.clinic.sessions import bedside, ending, events, payloads
from daybreak.clinic.sessions.models import DosingSession


def end_session(
    *, by: Person, session: DosingSession, note: str = "", reason: str = "", client_id: UUID | None = None
) -> DosingSession:
    """A person signs the end; the course goes on to integration. Ending twice does nothing.

    Invalid(errors={"reason": …}) when it is early, or the patient was not scored awake, and neither ``reason`` nor
    ``note`` says why. Conflict unless a dose was given: an open session is abandoned instead.
    """
    permit(by, "session.end")
    note = bedside.text(note, "note", required=False)
    reason = bedside.text(reason, "reason", required=False, longest=bedside.LONGEST_REASON)
    with transaction.atomic():
        current = bedside.locked(session)
        if current.state == SessionState.ENDED:
            return current
        states.require(session_states(), current.state, "session.end", "Ending the session")
        course = _locked_course(current)
        found = ending.findings(current, clock.now())
        bedside.ask_reason(found, reason or note)
        current.end_note, current.end_reason = note, reason
        current.end_findings = policy.kept(found)
        _close(by, current, SessionState.ENDED, "session.end")
        consents.release(session_id=current.public_id)
        if courses.may_move(course.phase, Phase.INTEGRATION):
            enter_phase(by=by, course=course, phase=Phase.INTEGRATION, reason="a dose was given")
        return current


def abandon_session(*, by: Person, session: DosingSession, reason: str, client_id: UUID | None = None) -> DosingSession:
    """Close a session in which nothing was given; the order stays active. Abandoning twice does nothing."""
    permit(by, "session.end")
    reason = bedside.reason(reason, "Say why nothing was given today.")
    with transaction.atomic():
        current = bedside.locked(session)
        if current.state == SessionState.ABANDONED:
            return current
        states.require_move(session_states(), current.state, SessionState.ABANDONED)
        current.end_reason = reason
        plans.session_abandoned(by=by, session=current)
        _close(by, current, SessionState.ABANDONED, "session.abandon")
        return current


def _close(by: Person, session: DosingSession, state: SessionState, act: str) -> None:
    session.state, session.ended_at, session.ended_by = state, clock.now(), by
    session.save(update_fields=["state", "ended_at", "ended_by", "end_note", "end_reason", "end_findings"])
    events.append(session, str(state), payloads.closing(session))
    rules = [finding["rule"] for finding in session.end_findings]
    bedside.log(by, act, session, session, {"note": session.end_note, "reason": session.end_reason, "rules": rules})


def _locked_course(session: DosingSession) -> Course:
    """Locked before anything is written: the head of the audit log is always the last thing that anyone waits for."""
    rows = Course.objects.select_for_update(of=("self",), no_key=True).select_related("patient")
    return rows.get(pk=session.order.course_id)
