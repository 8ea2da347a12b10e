"""Reads the vials: which can be drawn from, what moved, and whether every ledger balances."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import BigIntegerField, Case, F, OuterRef, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from daybreak.clinic import clock
from daybreak.clinic.entry import Absent
from daybreak.clinic.vials.models import EntryKind, Vial, VialEntry


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
    return VialEntry.objects.filter(vial=vial).select_related("recorded_by", "witness")


def balance_problems() -> list[str]:
    """One sentence for every vial whose ledger does not hold: received = administered + wasted + returned + on hand.

    Also for every administered amount without an injection. Empty when all is well.
    """
    return [*_unbalanced(), *_administered_to_no_one()]


def _unbalanced() -> Iterator[str]:
    entries = VialEntry.objects.filter(vial=OuterRef("pk")).order_by().values("vial")
    is_received = When(kind=EntryKind.RECEIVED, then=F("amount_ug"))
    received = entries.annotate(sum=Sum(Case(is_received, default=0))).values("sum")
    left = entries.annotate(sum=Sum(Case(is_received, default=-F("amount_ug")))).values("sum")
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
    orphans = VialEntry.objects.filter(kind=EntryKind.ADMINISTERED, injection=None).select_related("vial")
    for entry in orphans:
        yield f"Vial {entry.vial.label}: {entry.amount_ug} µg were administered, but no injection says to whom."
