"""Opens courses and moves them through their phases."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from daybreak.care.courses import Phase, phases
from daybreak.clinic import clock, states
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.courses.models import Course, PhaseChange
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.once import once
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit

LONGEST_INDICATION = 300
LONGEST_REASON = 500


def open_course(*, by: Person, patient: Patient, indication: str, client_id: UUID | None = None) -> Course:
    """A new course in preparation. Invalid without an indication; Conflict when one is open already."""
    permit(by, "course.open")
    indication = indication.strip()
    if not indication:
        raise Invalid(errors={"indication": "Say what is treated, for example “recurrent depressive disorder”."})
    if len(indication) > LONGEST_INDICATION:
        raise Invalid(errors={"indication": f"Shorten the indication to {LONGEST_INDICATION} characters."})
    return once(
        Course,
        client_id,
        lambda row: row.patient_id == patient.pk and row.indication == indication,
        lambda: _open(by, patient, indication, client_id),
    )


def _open(by: Person, patient: Patient, indication: str, client_id: UUID | None) -> Course:
    Patient.objects.select_for_update(of=("self",), no_key=True).get(pk=patient.pk)
    if Course.objects.filter(patient=patient, closed_at=None).exists():
        raise Conflict("This patient already has an open course. Close it before a new one is opened.")
    course = Course.objects.create(
        patient=patient,
        indication=indication,
        phase=phases().start,
        opened_at=clock.now(),
        recorded_by=by,
        client_id=client_id,
    )
    PhaseChange.objects.create(course=course, phase=course.phase, at=course.opened_at, by=by)
    audit.append(by=by, act="course.open", subject=course, patient=patient, detail={"indication": indication})
    return course


def move(*, by: Person, course: Course, to: str, reason: str = "") -> Course:
    """Move the course to phase ``to``. A move to where it already is does nothing, so that a double click is harmless.

    Conflict when the phase may not follow, or when an order or a session is still under way and the course would leave
    dosing for good.
    """
    permit(by, "course.move")
    if to not in phases().states:
        raise Invalid(errors={"to": f"“{to}” is not a phase of a course: {', '.join(phases().states)}."})
    if len(reason) > LONGEST_REASON:
        raise Invalid(errors={"reason": f"Shorten the reason to {LONGEST_REASON} characters."})
    with transaction.atomic():
        current = Course.objects.select_for_update(of=("self",), no_key=True).get(pk=course.pk)
        if current.phase == to:
            return current
        _nothing_left_hanging(current, to)
        return enter_phase(by=by, course=current, phase=to, reason=reason.strip())


def enter_phase(*, by: Person, course: Course, phase: str, reason: str = "", at: datetime | None = None) -> Course:
    """The writer behind every move, also for acts that move a course by themselves. In their transaction, locked."""
    states.require_move(phases(), course.phase, phase)
    left, at = course.phase, at or clock.now()
    course.phase = phase
    course.closed_at = at if phases().state(phase).is_final else None
    course.save(update_fields=["phase", "closed_at"])
    PhaseChange.objects.create(course=course, phase=phase, at=at, by=by, reason=reason)
    audit.append(
        by=by,
        act="course.move",
        subject=course,
        patient=course.patient,
        detail={"from": left, "to": phase, "reason": reason},
    )
    return course


def _nothing_left_hanging(course: Course, to: str) -> None:
    """An order left active, or a patient left in a session, would be out of everybody's sight."""
    if course.orders.filter(sessions__state__in=("open", "injected")).exists():
        raise Conflict("A dosing session of this course is still open. End it, then move the course.")
    if to == Phase.CLOSED and course.appointments.filter(state="booked").exists():
        raise Conflict(
            "This course has appointments that are still booked. Mark or cancel them, or end its plan; then close it."
        )
    leaves_dosing = to in (Phase.FOLLOW_UP, Phase.CLOSED)
    if leaves_dosing and course.orders.filter(status="active").exists():
        raise Conflict("This course has an active order. Cancel the order, then move the course.")
