"""Writes down how a patient was prepared: sessions, intention, safety plan, escort, preferences."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from daybreak.care import plausibility
from daybreak.care import preparation as care
from daybreak.clinic import clock
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Conflict, Entries
from daybreak.clinic.once import once
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.preparation.models import Escort, Intention, Preferences, PreparationSession, SafetyPlan
from daybreak.clinic.record import Record

Row = TypeVar("Row", bound=Record)
LONGEST_WORDS = 4000
LONGEST_SESSION = 480
"""Minutes. A preparation longer than a working day is a slip."""


def hold_session(
    *,
    by: Person,
    course: Course,
    minutes: int,
    covered: Iterable[str],
    held_at: datetime | None = None,
    remark: str = "",
    client_id: UUID | None = None,
) -> PreparationSession:
    """A preparation session that ``by`` held. Invalid for a moment to come, no length or no topic."""
    permit(by, "preparation.record")
    entries, moment, topics = Entries(), held_at or clock.now(), set(covered)
    if moment > clock.now():
        entries.refuse("held_at", "This moment lies in the future. Enter when the session was held.")
    entries.judge("held_at", plausibility.check_time(moment, clock.now(), birth_date=course.patient.birth_date))
    if not 1 <= minutes <= LONGEST_SESSION:
        entries.refuse("minutes", f"Give the length in minutes, from 1 to {LONGEST_SESSION}.")
    kept = [option.id for option in care.options("topic") if option.id in topics]
    if not kept:
        entries.refuse("covered", "Mark what was talked about.")
    remark = _words(entries, "remark", remark, required=False)
    entries.settle()
    row = PreparationSession(course=course, held_at=moment, minutes=minutes, covered=kept, remark=remark)
    return _keep(by, row, client_id, {"minutes": minutes, "covered": kept}, ("minutes", "covered", "remark"))


def set_intention(*, by: Person, course: Course, text: str, client_id: UUID | None = None) -> Intention:
    """The intention as the patient puts it now; earlier wordings stay. Invalid without words."""
    permit(by, "preparation.record")
    entries = Entries()
    words = _words(entries, "text", text)
    entries.settle()
    return _keep(by, Intention(course=course, text=words), client_id, {}, ("text",))


def set_safety_plan(
    *, by: Person, course: Course, parts: Mapping[str, str], client_id: UUID | None = None
) -> SafetyPlan:
    """The safety plan as it is now. Invalid names each part that it needs and that is empty."""
    permit(by, "preparation.record")
    entries = Entries()
    written = {part.id: _words(entries, part.id, parts.get(part.id, ""), required=False) for part in care.plan_parts()}
    for part in care.unwritten(written):
        entries.refuse(part.id, f"“{part.label}” is empty. Write it in the patient's own words.")
    entries.settle()
    kept = {part_id: words for part_id, words in written.items() if words}
    return _keep(by, SafetyPlan(course=course, parts=kept), client_id, {"parts": list(kept)}, ("parts",))


def set_escort(
    *, by: Person, course: Course, name: str, phone: str, relation: str = "", client_id: UUID | None = None
) -> Escort:
    """The adult who takes the patient home. Invalid without a name, or a number that can be called."""
    permit(by, "preparation.arrange")
    entries = Entries()
    name = entries.text("name", name, longest=120, called="The escort's name")
    phone = entries.text("phone", phone, longest=40, called="The telephone number")
    relation = entries.text("relation", relation, longest=80, required=False)
    if phone and sum(letter.isdigit() for letter in phone) < 5:
        entries.refuse("phone", "This is not a telephone number. Write it with all its digits.")
    entries.settle()
    row = Escort(course=course, name=name, phone=phone, relation=relation)
    return _keep(by, row, client_id, {}, ("name", "phone", "relation"))


def set_preferences(
    *,
    by: Person,
    course: Course,
    headset: str,
    music: str,
    eyes: str,
    words: str = "",
    client_id: UUID | None = None,
) -> Preferences:
    """What the patient wants to hear and see under the drug. Invalid for what is not offered."""
    permit(by, "preparation.record")
    entries, chosen = Entries(), {"headset": headset, "music": music, "eyes": eyes}
    for field, option in chosen.items():
        if option not in {known.id for known in care.options(field)}:
            entries.refuse(field, "Choose one of those offered.")
    words = _words(entries, "words", words, required=False)
    entries.settle()
    row = Preferences(course=course, words=words, **chosen)
    return _keep(by, row, client_id, {**chosen}, ("headset", "music", "eyes", "words"))


def _words(entries: Entries, field: str, text: str, *, required: bool = True) -> str:
    """Words as they were written, line breaks and all."""
    clean = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if required and not clean:
        entries.refuse(field, "Nothing is written yet. Write it in the patient's own words.")
    if len(clean) > LONGEST_WORDS:
        entries.refuse(field, f"This is too long. Keep it to {LONGEST_WORDS} characters.")
    return clean


def _keep(by: Person, row: Row, client_id: UUID | None, detail: Mapping[str, object], told: tuple[str, ...]) -> Row:
    kind: type[Row] = type(row)

    def is_same(known: Row) -> bool:
        return all(getattr(known, field) == getattr(row, field) for field in ("course_id", *told))

    return once(kind, client_id, is_same, _writing(by, row, client_id, detail))


def _writing(by: Person, row: Row, client_id: UUID | None, detail: Mapping[str, object]) -> Callable[[], Row]:
    def write() -> Row:
        course = Course.objects.select_related("patient").get(pk=row.course_id)  # type: ignore[attr-defined]  # all have one
        if course.closed_at is not None:
            raise Conflict("This course is closed. A new treatment is a new course.")
        row.recorded_by, row.client_id, row.recorded_at = by, client_id, clock.now()
        row.save(force_insert=True)
        act = f"preparation.{type(row)._meta.model_name}"
        audit.append(by=by, act=act, subject=row, patient=course.patient, detail=dict(detail))
        return row

    return write
