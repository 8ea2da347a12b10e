"""Gathers what decides which checks are due to whom, for many patients in a few questions to the database."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q

from daybreak.care import followup_checks as care
from daybreak.care.followup_checks import Due, Facts, Kept
from daybreak.clinic import clock, policy
from daybreak.clinic.courses.models import Course
from daybreak.clinic.followup.models import CheckRecord
from daybreak.clinic.measures.models import TaskRun
from daybreak.clinic.patients.models import Observation, ObservationKind
from daybreak.clinic.sessions.models import Injection


@dataclass(frozen=True)
class DueCheck:
    """A check that is due to a patient, under their latest course."""

    course: Course
    due: Due
    now: datetime

    @property
    def is_overdue(self) -> bool:
        """Whether its time is over."""
        return self.due.is_overdue(self.now)


def latest_courses(closed_since: datetime | None = None) -> list[Course]:
    """The latest course of every patient; of those whose is closed, only where it closed since the moment."""
    rows = Course.objects.select_related("patient").order_by("opened_at", "pk")
    if closed_since is not None:
        rows = rows.filter(Q(closed_at=None) | Q(closed_at__gte=closed_since))
    return list({course.patient_id: course for course in rows}.values())


def due_of(courses: Iterable[Course], now: datetime | None = None) -> list[DueCheck]:
    """What is due under these courses, each its patient's latest: the most pressing first."""
    moment, rules = now or clock.now(), policy.current()
    facts = facts_of(list(courses), moment)
    found = [DueCheck(course, one, moment) for course, known in facts for one in care.due_by(known, rules, moment)]
    return sorted(found, key=lambda one: (one.due.until, one.course.pk, one.due.check.id))


def ahead_of(course: Course, now: datetime | None = None) -> list[DueCheck]:
    """What comes due later by what is known now."""
    moment, rules = now or clock.now(), policy.current()
    [(_, known)] = facts_of([course], moment)
    return [DueCheck(course, one, moment) for one in care.due(known, rules) if one.since > moment]


def facts_of(courses: list[Course], now: datetime) -> list[tuple[Course, Facts]]:
    """Each course with what is known of its patient up to the moment."""
    patients = [course.patient_id for course in courses]
    doses, kept = _doses(patients, now), _kept(patients, now)
    return [(course, _facts(course, doses[course.patient_id], kept[course.patient_id])) for course in courses]


def _facts(course: Course, doses: list[tuple[int, datetime]], kept: list[Kept]) -> Facts:
    return Facts(
        opened_at=course.opened_at,
        closed_at=course.closed_at,
        doses=tuple(at for _, at in doses),
        kept=tuple(kept),
        dosed=any(of == course.pk for of, _ in doses),
    )


def _doses(patients: list[int], now: datetime) -> dict[int, list[tuple[int, datetime]]]:
    path = "session__order__course"
    rows = Injection.objects.filter(**{f"{path}__patient__in": patients}, at__lte=now)
    found: dict[int, list[tuple[int, datetime]]] = defaultdict(list)
    for patient, course, at in rows.values_list(f"{path}__patient_id", f"{path}_id", "at"):
        found[patient].append((course, at))
    return found


def _kept(patients: list[int], now: datetime) -> dict[int, list[Kept]]:
    rows = CheckRecord.objects.filter(patient__in=patients, superseded_by=None, at__lte=now)
    found: dict[int, list[Kept]] = defaultdict(list)
    for patient, check, at, finds in rows.values_list("patient_id", "check_id", "at", "finds"):
        found[patient].append(Kept(check, at, finds))
    for kind in care.checks().values():
        for patient, at in _evidence(kind.evidence, patients, now):
            found[patient].append(Kept(kind.id, at))
    return found


def _evidence(kind: str, patients: list[int], now: datetime) -> list[tuple[int, datetime]]:
    """When the record last tells by itself that a check was done, for each patient of whom it does."""
    if kind == "task":
        runs = TaskRun.objects.filter(patient__in=patients, completed_at__lte=now, is_usable=True)
        return list(runs.values_list("patient_id").annotate(Max("completed_at")).order_by())
    if kind != "pressure":
        return []
    seen = Observation.objects.filter(
        patient__in=patients, kind=ObservationKind.SYSTOLIC, effective_at__lte=now, superseded_by=None, retracted=False
    )
    return list(seen.values_list("patient_id").annotate(Max("effective_at")).order_by())
