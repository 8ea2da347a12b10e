"""Medicines and past trials as the page lists them: what each asks for, in one word with its tone."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from daybreak.care import interactions
from daybreak.care.findings import Finding, Severity
from daybreak.care.medicines.names import recognise
from daybreak.care.resistance import Judgement, Outcome
from daybreak.clinic import clock, policy
from daybreak.clinic.courses.models import Course
from daybreak.clinic.patients.models import Medication
from daybreak.clinic.suitability import basis, queries
from daybreak.clinic.suitability.models import PastTrial
from daybreak.web.suitability.sheet import Sheet

LOOKS = {
    Severity.STOP: ("Stop", "danger"),
    Severity.REVIEW: ("Check", "warn"),
    Severity.NOTE: ("Note", "info"),
}


@dataclass(frozen=True)
class MedicineRow:
    """One medicine of the chart: what it is known as, and what it asks."""

    row: Medication
    kind: str
    findings: tuple[Finding, ...]
    counts: bool

    @property
    def look(self) -> tuple[str, str] | None:
        """The gravest word about it."""
        return look(one.severity for one in self.findings)


@dataclass(frozen=True)
class TrialRow:
    """One past trial, how it ended and how it was judged."""

    row: PastTrial
    outcome: Outcome
    judged: Judgement

    @property
    def look(self) -> tuple[str, str]:
        """Whether it counts, in one word."""
        if self.judged.counts:
            return "Counts", "good"
        return ("Cannot be judged", "warn") if self.judged.adequate is None else ("Does not count", "")


def look(severities: Iterable[Severity]) -> tuple[str, str] | None:
    """The word and the tone of the gravest; None of none."""
    found = sorted(severities, key=lambda one: one.rank)
    return LOOKS[found[0]] if found else None


def medicine_rows(rows: Iterable[Medication]) -> list[MedicineRow]:
    """Every medicine of the chart, those taken now first, the gravest of them on top."""
    listed = [_medicine_row(row) for row in rows]
    return sorted(listed, key=lambda one: (not one.counts, _rank(one), one.row.text.casefold()))


def rows_of(course: Course, shown: Sheet) -> list[TrialRow]:
    """Every past trial, judged as the verdict judged it."""
    rows = queries.past_trials(course.patient)
    judged = shown.basis.stage.judgements
    return [TrialRow(row, Outcome(row.outcome), one) for row, one in zip(rows, judged, strict=True)]


def _medicine_row(row: Medication) -> MedicineRow:
    taken, today = basis.taken(row), timezone.localdate(clock.now())
    found = interactions.findings([taken], policy.current(), today)
    kinds = dict.fromkeys(one.kind for one in recognise(row.text).medicines)
    return MedicineRow(row, "; ".join(kinds), found, taken.counts)


def _rank(one: MedicineRow) -> int:
    return min((found.severity.rank for found in one.findings), default=len(Severity))
