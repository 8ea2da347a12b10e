"""Reads suitability: the verdict as it stands now, what was decided and by whom, and the verdicts kept."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from daybreak.care.suitability.screening import screen
from daybreak.care.suitability.verdict import Settled, Verdict, verdict
from daybreak.clinic import clock, policy
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Absent
from daybreak.clinic.suitability import basis
from daybreak.clinic.suitability.basis import Basis, answers, past_trials, trial
from daybreak.clinic.suitability.models import Assessment, Decision, Override, Referral

__all__ = ["answers", "past_trials", "trial"]


def of_course(course: Course) -> Verdict:
    """The verdict from what the record holds and the rules in force now. Nothing kept is trusted for it."""
    return from_basis(course, basis.of(course, policy.current()))


def from_basis(course: Course, on: Basis) -> Verdict:
    """The verdict on what was read already."""
    today = timezone.localdate(clock.now())
    return verdict(screen(on.answers, on.taken, policy.current(), today), settled(course))


def settled(course: Course) -> dict[str, Settled]:
    """What was decided, by the basis of the finding. The latest word about a finding holds, whoever said it."""
    said = [(row.recorded_at, row.pk, row.basis, Settled(row.outcome)) for row in decisions(course)]
    said += [
        (row.countersignature.recorded_at, row.pk, row.basis, Settled.OVERRIDE)
        for row in overrides(course)
        if hasattr(row, "countersignature")
    ]
    return {name: outcome for _, _, name, outcome in sorted(said, key=lambda one: one[:2])}


def decisions(course: Course) -> QuerySet[Decision]:
    """Every decision, in the order in which they were made."""
    return Decision.objects.filter(course=course).select_related("recorded_by")


def overrides(course: Course) -> QuerySet[Override]:
    """Every override, with its second signature where there is one."""
    rows = Override.objects.filter(course=course)
    return rows.select_related("recorded_by", "countersignature__recorded_by")


def override(public_id: UUID) -> Override:
    """The override of this public name. Absent when there is none."""
    rows = Override.objects.select_related("course__patient", "recorded_by", "countersignature")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Absent("There is no such override. Go back to the page of suitability.")
    return row


def referral(course: Course) -> Referral | None:
    """The referral that holds."""
    return Referral.objects.filter(course=course).select_related("recorded_by").first()


def kept(course: Course) -> Assessment | None:
    """The verdict kept last."""
    return Assessment.objects.filter(course=course).order_by("-pk").first()
