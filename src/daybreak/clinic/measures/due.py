"""What the schedule wants of each course now: reckoned from phases and doses, less what was asked or answered."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from daybreak.care.occasions import Facts, Occasion, hours, occasions
from daybreak.care.rules import Policy
from daybreak.clinic import policy
from daybreak.clinic.courses.models import Course, PhaseChange
from daybreak.clinic.measures.instruments import by_link
from daybreak.clinic.measures.models import Invitation, Response, TaskRun
from daybreak.clinic.sessions.models import Injection

LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass
class Known:
    """What is known of one course: its phases and doses, what was asked, and when each measure was answered."""

    phases: dict[str, tuple[datetime, datetime | None]] = field(default_factory=dict)
    doses: list[datetime] = field(default_factory=list)
    occasions: set[str] = field(default_factory=set)
    open_measures: set[str] = field(default_factory=set)
    answered: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))


def wanted(courses: Collection[Course], now: datetime) -> dict[int, list[Occasion]]:
    """For each course (by key) the occasions that are due, not asked, not answered; each measure once."""
    able, rules = by_link(), policy.current()
    # What is older can answer nothing that may still be asked: the rounds look often and read little.
    since = now - hours(rules, "measure.counts_early") - hours(rules, "measure.link.valid")
    known = _known(courses, now, since)
    found = {}
    for course in courses:
        due = [one for one in _due(known[course.pk], now, rules) if one.instrument in able]
        found[course.pk] = _each_measure_once(due)
    return found


def upcoming(course: Course, now: datetime, within: timedelta) -> list[Occasion]:
    """What will be due, if nothing changes, in the time that lies ahead."""
    facts, able = _facts(_known([course], now)[course.pk]), by_link()
    ahead = occasions(facts, now + within, policy.current())
    return [one for one in ahead if one.due_at > now and one.instrument in able]


def state_of(course: Course, now: datetime) -> list[tuple[Occasion, str]]:
    """Every occasion so far with what became of it: answered, waiting (asked), due (not asked), missed."""
    known = _known([course], now)[course.pk]
    able = by_link()
    told = []
    for one in occasions(_facts(known), now, policy.current()):
        if one.instrument in able:
            told.append((one, _became(one, known, now)))
    return told


def _became(one: Occasion, known: Known, now: datetime) -> str:
    if _is_answered(one, known):
        return "answered"
    if now >= one.until:
        return "missed"
    return "waiting" if one.key in known.occasions else "due"


def _due(known: Known, now: datetime, rules: Policy) -> list[Occasion]:
    return [
        one
        for one in occasions(_facts(known), now, rules)
        if now < one.until
        and one.key not in known.occasions
        and one.instrument not in known.open_measures
        and not _is_answered(one, known)
    ]


def _is_answered(one: Occasion, known: Known) -> bool:
    return any(one.opens_at <= at <= one.until for at in known.answered.get(one.instrument, ()))


def _each_measure_once(due: list[Occasion]) -> list[Occasion]:
    """One answer serves every occasion whose time it falls into, so the one that lasts longest asks."""
    last: dict[str, Occasion] = {}
    for one in due:
        if one.instrument not in last or one.until >= last[one.instrument].until:
            last[one.instrument] = one
    return list(last.values())


def _facts(known: Known) -> Facts:
    return Facts(phases=known.phases, doses=tuple(known.doses))


def _known(courses: Collection[Course], now: datetime, since: datetime = LONG_AGO) -> Mapping[int, Known]:
    """Phases and doses, and what was asked and answered since a moment, in five queries for any number of courses."""
    found: dict[int, Known] = {course.pk: Known() for course in courses}
    by_patient = {course.patient_id: course.pk for course in courses}
    keys = list(found)
    for change in PhaseChange.objects.filter(course__in=keys).order_by("at", "pk"):
        _enter(found[change.course_id].phases, change)
    doses = Injection.objects.filter(session__order__course__in=keys).values_list("session__order__course", "at")
    for course_id, given_at in doses:
        found[course_id].doses.append(given_at)
    for row in Invitation.objects.filter(course__in=keys, expires_at__gte=since):
        assert row.course_id is not None
        found[row.course_id].occasions.add(row.occasion)
        if row.used_at is None and row.withdrawn_at is None and row.expires_at > now:
            found[row.course_id].open_measures.add(row.instrument)
    lately = {"patient__in": list(by_patient), "completed_at__gte": since}
    answers = Response.objects.filter(superseded_by=None, **lately).values_list("patient", "instrument", "completed_at")
    played = TaskRun.objects.filter(**lately).values_list("patient", "task", "completed_at")
    for patient_id, instrument, at in (*answers, *played):
        found[by_patient[patient_id]].answered[instrument].append(at)
    return found


def _enter(phases: dict[str, tuple[datetime, datetime | None]], change: PhaseChange) -> None:
    """A phase counts from its first entry; it is left when another one is entered for the first time after it."""
    for name, (entered, left) in list(phases.items()):
        if left is None and name != change.phase:
            phases[name] = (entered, change.at)
    if change.phase not in phases:
        phases[change.phase] = (change.at, None)
