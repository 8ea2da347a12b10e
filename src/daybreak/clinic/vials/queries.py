"""Reads the vials: which can be drawn from, what moved, what was counted, what losses ask for, whether all balances."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from daybreak.clinic import clock
from daybreak.clinic.entry import Absent
from daybreak.clinic.vials.models import Count, CountKind, EntryKind, LossReport, StepKind, Vial, VialEntry


def get(public_id: UUID) -> Vial:
    """The vial with this public name. Absent when there is none."""
    vial = Vial.objects.filter(public_id=public_id).first()
    if vial is None:
        raise Absent("There is no such vial. Go back to the list of vials.")
    return vial


def all_vials() -> QuerySet[Vial]:
    """Every vial, the one that expires first at the top."""
    return Vial.objects.select_related("recorded_by")


def usable(amount_ug: int | None = None, concentration: Decimal | None = None, on: date | None = None) -> list[Vial]:
    """Vials that may be drawn from: not expired on ``on`` (today), of that strength, holding at least that amount."""
    vials = Vial.objects.filter(expires_on__gte=on or timezone.localdate(clock.now()), on_hand_ug__gte=amount_ug or 1)
    if concentration is not None:
        vials = vials.filter(concentration_mg_per_ml=concentration)
    return list(vials)


def ledger(vial: Vial) -> QuerySet[VialEntry]:
    """Every movement of one vial in the order it was written."""
    return VialEntry.objects.filter(vial=vial).select_related("recorded_by", "witness", "reversed_by", "reverses")


def entry(public_id: UUID) -> VialEntry:
    """The line with this public name. Absent when there is none."""
    found = VialEntry.objects.select_related("vial", "recorded_by").filter(public_id=public_id).first()
    if found is None:
        raise Absent("There is no such line in the ledger. Go back to the vial.")
    return found


def counts(limit: int = 30) -> QuerySet[Count]:
    """The latest counts, the newest first, with their lines."""
    return Count.objects.select_related("recorded_by", "second").prefetch_related("lines__vial")[:limit]


def get_count(public_id: UUID) -> Count:
    """The count with this public name. Absent when there is none."""
    found = Count.objects.select_related("recorded_by", "second").prefetch_related("lines__vial")
    row = found.filter(public_id=public_id).first()
    if row is None:
        raise Absent("There is no such count. Go back to the counts.")
    return row


def last_count(kind: CountKind | None = None) -> Count | None:
    """The latest count, or the latest inventory."""
    found = Count.objects.select_related("recorded_by", "second")
    return (found.filter(kind=kind) if kind else found).first()


def losses() -> QuerySet[LossReport]:
    """Every loss that was not undone, the latest first, with what was done about it."""
    found = LossReport.objects.filter(entry__reversed_by=None).select_related("entry__vial", "recorded_by")
    return found.prefetch_related("steps__recorded_by")


def get_loss(public_id: UUID) -> LossReport:
    """The loss with this public name. Absent when there is none."""
    found = LossReport.objects.select_related("entry__vial", "recorded_by").filter(public_id=public_id).first()
    if found is None:
        raise Absent("There is no such loss. Go back to the vials.")
    return found


@dataclass(frozen=True)
class Due:
    """Something that the rules ask for after a loss, still to be done."""

    report: LossReport
    kind: StepKind
    what: str
    by: date

    def is_late(self, today: date) -> bool:
        """Whether its day is past."""
        return today > self.by


def due() -> list[Due]:
    """What losses still ask for, the most urgent first. Judged not significant, a loss asks for nothing more."""
    return sorted((found for report in losses() for found in due_of(report)), key=lambda found: found.by)


def due_of(report: LossReport) -> list[Due]:
    """What one loss still asks for."""
    done = {step.kind for step in report.steps.all()}
    if StepKind.NOT_SIGNIFICANT in done or VialEntry.objects.filter(reverses=report.entry_id).exists():
        return []
    asked = (
        Due(report, StepKind.NOTICE, "Written notice to the DEA field office", report.notice_due),
        Due(report, StepKind.FORM106, "DEA Form 106, sent electronically", report.form_due),
    )
    return [found for found in asked if found.kind not in done]


def balance_problems() -> list[str]:
    """One sentence for every vial whose amounts are not the sum of its ledger. Empty when all is well.

    Also for every dose on the ledger that no injection explains, and every undone dose that no other vial tells.
    """
    return [*_unbalanced(), *_administered_to_no_one(), *_given_from_no_vial()]


def _unbalanced() -> Iterator[str]:
    entries = VialEntry.objects.filter(vial=OuterRef("pk")).order_by().values("vial")
    received = entries.filter(kind=EntryKind.RECEIVED).annotate(sum=Sum("amount_ug")).values("sum")
    left = entries.annotate(sum=Sum("change_ug")).values("sum")
    vials = Vial.objects.annotate(
        entered=Coalesce(Subquery(received), 0, output_field=BigIntegerField()),
        left=Coalesce(Subquery(left), 0, output_field=BigIntegerField()),
    )
    for vial in vials.exclude(entered=F("received_ug"), left=F("on_hand_ug")):
        yield (
            f"Vial {vial.label}: the ledger says {vial.entered} µg received and {vial.left} µg left, "
            f"the vial says {vial.received_ug} µg received and {vial.on_hand_ug} µg on hand."
        )


def _administered_to_no_one() -> Iterator[str]:
    orphans = VialEntry.objects.filter(kind=EntryKind.ADMINISTERED, injection=None, stands_for=None)
    for found in orphans.select_related("vial"):
        yield f"Vial {found.vial.label}: {found.amount_ug} µg were administered, but no injection says to whom."


def _given_from_no_vial() -> Iterator[str]:
    undone = VialEntry.objects.filter(
        kind=EntryKind.ADMINISTERED, reversed_by__isnull=False, drawn_instead__isnull=True
    )
    for found in undone.select_related("vial"):
        yield f"Vial {found.vial.label}: a dose of {found.amount_ug} µg was undone, but no other vial tells of it."
