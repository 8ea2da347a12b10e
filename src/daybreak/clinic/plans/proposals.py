"""What would become of a course's appointments, before anyone confirms it: each change, and what the rules say."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from daybreak.care import reflow
from daybreak.care.diary import Diary
from daybreak.care.findings import Finding
from daybreak.care.protocols import Protocol
from daybreak.care.reflow import Flow
from daybreak.care.schedule import Clash, clashes
from daybreak.care.visits import Kind, State, Visit, label
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Conflict
from daybreak.clinic.people.models import Person
from daybreak.clinic.plans import diaries
from daybreak.clinic.plans.models import Appointment, Place
from daybreak.clinic.sessions.models import DosingSession

NEW = "new"
"""How a visit that is not yet in the record begins its name."""


@dataclass(frozen=True)
class Change:
    """One visit as it is and as it would be; ``before`` is None for one that is new."""

    before: Visit | None
    after: Visit
    label: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Proposal:
    """What a person is shown, and confirms by giving back its ``digest``."""

    course: Course
    protocol: Protocol
    changes: tuple[Change, ...]
    others: tuple[Clash, ...]
    """What the rules say about appointments that stay as they are."""
    digest: str

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the rules say about what would change."""
        return tuple(finding for change in self.changes for finding in change.findings)


def of_plan(
    course: Course,
    protocol: Protocol,
    first_dose_at: datetime,
    place: Place | None,
    team: Mapping[Kind, Iterable[Person]],
) -> Proposal:
    """The whole course laid out around its next dose at ``first_dose_at``."""
    diary, had = diaries.diary(course), [*diaries.visits(course), *unplanned(course)]
    given = [visit for visit in had if visit.counts]
    number = 1 + max((visit.number for visit in given if visit.kind is Kind.DOSE), default=0)
    if number > protocol.all_doses:
        raise Conflict(f"All {protocol.all_doses} doses of “{protocol.title}” were given. Choose another protocol.")
    people = {kind: tuple(str(person.public_id) for person in chosen) for kind, chosen in team.items()}
    first = Visit(
        key=f"dose-{number}",
        start=diaries.utc(first_dose_at),
        minutes=protocol.minutes(Kind.DOSE),
        place=str(place.public_id) if place else "",
        staff=people.get(Kind.DOSE, ()),
    )
    return _proposal(course, protocol, had, reflow.lay_out(protocol, first, diary, people, given), diary)


def of_move(
    appointment: Appointment,
    start: datetime,
    *,
    minutes: int | None = None,
    place: Place | None = None,
    staff: Iterable[Person] | None = None,
    with_rest: bool = True,
) -> Proposal:
    """The appointment at another time, place or with other people; and, unless it goes alone, what follows from it."""
    course, protocol, diary = _around(appointment)
    had = diaries.visits(course)
    placed = replace(
        diaries.visit(appointment),
        start=diaries.utc(start),
        minutes=appointment.minutes if minutes is None else minutes,
        place=str(place.public_id) if place else "",
        staff=_staff(appointment, staff),
        pinned=True,
    )
    after = [placed if visit.id == placed.id else visit for visit in had]
    flow = reflow.reflow(after, protocol, diary, had) if with_rest else Flow(tuple(after), ())
    return _proposal(course, protocol, had, flow, diary)


def of_missed(appointment: Appointment) -> Proposal:
    """The appointment missed, another one in its stead, and what follows from it."""
    course, protocol, diary = _around(appointment)
    had = diaries.visits(course)
    missed = replace(diaries.visit(appointment), state=State.MISSED)
    instead = replace(missed, state=State.BOOKED, start=None, instead_of=missed.start, id=f"{NEW}-{missed.key}")
    kept = [missed if visit.id == missed.id else visit for visit in had]
    return _proposal(course, protocol, had, reflow.reflow([*kept, instead], protocol, diary, had), diary)


def of_booking(
    course: Course, key: str, start: datetime, minutes: int, place: Place | None, staff: Iterable[Person]
) -> Proposal:
    """One more appointment; nothing else changes."""
    diary, protocol, had = diaries.diary(course), diaries.protocol_of(course), diaries.visits(course)
    booked = Visit(
        key=key,
        start=diaries.utc(start),
        minutes=minutes,
        place=str(place.public_id) if place else "",
        staff=tuple(str(person.public_id) for person in staff),
        id=f"{NEW}-{key}",
    )
    return _proposal(course, protocol, had, Flow((*had, booked), ()), diary)


def as_they_stand(course: Course) -> tuple[Clash, ...]:
    """What the rules say about the appointments of a course as they are booked."""
    had = [*diaries.visits(course), *unplanned(course)]
    return clashes(had, diaries.protocol_of(course), diaries.diary(course))


def unplanned(course: Course) -> list[Visit]:
    """The doses given in sessions that no appointment stood for, numbered in the order of time."""
    sessions = DosingSession.objects.filter(order__course=course, appointment=None).exclude(state="abandoned")
    taken = set(
        Appointment.objects.filter(course=course, state__in=("booked", "done"), kind=Kind.DOSE).values_list(
            "key", flat=True
        )
    )
    free = (f"dose-{number}" for number in range(1, 1000) if f"dose-{number}" not in taken)
    minutes = diaries.protocol_of(course).minutes(Kind.DOSE)
    return [
        Visit(next(free), diaries.utc(row.opened_at), minutes, State.DONE, id=f"session-{row.public_id}")
        for row in sessions.order_by("opened_at")
    ]


def _around(appointment: Appointment) -> tuple[Course, Protocol, Diary]:
    course = appointment.course
    return course, diaries.protocol_of(course), diaries.diary(course)


def _staff(appointment: Appointment, staff: Iterable[Person] | None) -> tuple[str, ...]:
    people = appointment.staff.all() if staff is None else staff
    return tuple(str(person.public_id) for person in people)


def _proposal(course: Course, protocol: Protocol, had: list[Visit], flow: Flow, diary: Diary) -> Proposal:
    before = {visit.id: visit for visit in had}
    found = clashes(flow.visits, protocol, diary)
    changed = [visit for visit in flow.visits if _told(before.get(visit.id)) != _told(visit)]
    changes = tuple(_change(before.get(visit.id), visit, protocol, found) for visit in sorted(changed, key=_by_time))
    keys = {change.after.key for change in changes if change.after.counts}
    others = tuple(clash for clash in found if clash.key not in keys)
    return Proposal(course, protocol, changes, others, _digest(course, changes))


def _change(before: Visit | None, after: Visit, protocol: Protocol, found: Iterable[Clash]) -> Change:
    about = tuple(clash.finding for clash in found if clash.key == after.key) if after.counts else ()
    return Change(before, after, label(after.key, protocol.doses), about)


def _told(visit: Visit | None) -> tuple[Any, ...] | None:
    if visit is None:
        return None
    return (visit.start, visit.minutes, visit.place, visit.staff, visit.state)


def _by_time(visit: Visit) -> tuple[bool, str]:
    return visit.start is None, visit.start.isoformat() if visit.start else visit.key


def _digest(course: Course, changes: Iterable[Change]) -> str:
    """Names exactly these changes of exactly these appointments: of any other state it is another one."""
    versions = sorted(Appointment.objects.filter(course=course).values_list("pk", "changed"))
    told = [(change.after.id, change.after.key, _told(change.before), _told(change.after)) for change in changes]
    return hashlib.sha256(json.dumps([versions, told], default=str).encode()).hexdigest()
