"""Counts everything on hand by two people: what was found beside what the ledger says, each difference explained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from daybreak.care import amounts
from daybreak.clinic import clock
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.entry import Invalid
from daybreak.clinic.once import once
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.signatures import actions as signatures
from daybreak.clinic.signatures.proof import Proof
from daybreak.clinic.vials import witnessing
from daybreak.clinic.vials.models import Count, CountKind, CountLine, CountMoment, EntryKind, Vial, VialEntry

_LONGEST = 300


@dataclass(frozen=True)
class Found:
    """What two people found of one vial. ``sealed``: never opened, so it holds what its label says."""

    amount_ug: int | None = None
    sealed: bool = False
    explanation: str = ""


def count(
    *,
    by: Person,
    second: Proof | None,
    found: Mapping[UUID, Found],
    kind: CountKind | str = CountKind.DAY,
    moment: CountMoment | str = CountMoment.CLOSE,
    note: str = "",
    client_id: UUID | None = None,
) -> Count:
    """A count of every vial that holds something by the ledger; ``found`` is by the vials' public names.

    The ledger is read when it is written, under the vials' locks, so that a dose drawn meanwhile shows. Invalid has
    ``found-<vial>`` for a vial not counted, ``explain-<vial>`` for a difference without a word, ``second`` for the
    second person. A count changes nothing in the ledger: a loss or a correction is written for itself.
    """
    permit(by, "vial.count")
    head = (CountKind(kind), CountMoment(moment), note.strip()[:_LONGEST])
    return once(
        Count,
        client_id,
        lambda row: (row.kind, row.moment, row.recorded_by_id) == (*head[:2], by.pk) and _is_of(row, found),
        lambda: _count(by, second, found, head, client_id),
    )


def _count(
    by: Person,
    second: Proof | None,
    found: Mapping[UUID, Found],
    head: tuple[CountKind, CountMoment, str],
    client_id: UUID | None,
) -> Count:
    held = Vial.objects.filter(Q(on_hand_ug__gt=0) | Q(public_id__in=list(found)))
    shelf = list(held.order_by("pk").select_for_update(of=("self",), no_key=True))
    lines = [_line(vial, found.get(vial.public_id)) for vial in shelf]
    errors = {field: sentence for _, problems in lines for field, sentence in problems.items()}
    if errors:
        raise Invalid(errors=errors)
    witness = witnessing.checked(by, second)
    assert second is not None
    kind, moment, note = head
    now = clock.now()
    row = Count.objects.create(
        kind=kind,
        moment=moment,
        day=timezone.localdate(now),
        at=now,
        second=witness,
        note=note,
        recorded_by=by,
        client_id=client_id,
    )
    written = [line for line, _ in lines]
    for line in written:
        line.count = row
    CountLine.objects.bulk_create(written)
    _sealed_and_told(by, row, written, second)
    return row


def _line(vial: Vial, found: Found | None) -> tuple[CountLine, dict[str, str]]:
    """The line of one vial and what is wrong with it, by field."""
    name = str(vial.public_id)
    amount = vial.on_hand_ug if found and found.sealed else found.amount_ug if found else None
    line = CountLine(
        vial=vial,
        expected_ug=vial.on_hand_ug,
        found_ug=amount or 0,
        sealed=bool(found and found.sealed),
        explanation=found.explanation.strip()[:_LONGEST] if found else "",
    )
    if found and found.sealed and _was_opened(vial):
        return line, {f"found-{name}": f"Vial {vial.label} was drawn from, so it is not sealed. Enter what it holds."}
    if amount is None:
        return line, {f"found-{name}": f"Vial {vial.label} was not counted. Enter what it holds, 0 if it is not there."}
    if line.difference_ug and not line.explanation:
        return line, {f"explain-{name}": _difference(vial, line)}
    return line, {}


def _was_opened(vial: Vial) -> bool:
    return VialEntry.objects.filter(vial=vial).exclude(kind__in=[EntryKind.RECEIVED, EntryKind.MOVED]).exists()


def _difference(vial: Vial, line: CountLine) -> str:
    says = amounts.plain((amounts.mg_of(line.expected_ug) / vial.concentration_mg_per_ml).quantize(amounts.ML_STEP))
    size = abs(amounts.mg_of(line.difference_ug) / vial.concentration_mg_per_ml).quantize(amounts.ML_STEP)
    which = "less" if line.difference_ug < 0 else "more"
    return f"The ledger says {says} mL: {amounts.plain(size)} mL {which} was found. Count again, or say what is known."


def _is_of(row: Count, found: Mapping[UUID, Found]) -> bool:
    kept = {line.vial.public_id: line for line in row.lines.select_related("vial")}
    asked = {name: line for name, line in found.items() if name in kept}
    return asked.keys() == kept.keys() and all(
        line.sealed or line.amount_ug == kept[name].found_ug for name, line in asked.items()
    )


def _sealed_and_told(by: Person, row: Count, lines: Sequence[CountLine], second: Proof) -> None:
    different = {line.vial.label: line.difference_ug for line in lines if line.difference_ug}
    signatures.sign(
        by=row.second,
        meaning=f"I counted this with {by.name}"[:300],
        subject=row,
        content=as_text(row, lines),
        proof=second,
    )
    detail = {"vials": len(lines), "differences": different, "second": str(row.second.public_id)}
    audit.append(by=by, act=f"vial.count_{row.kind}", subject=row, detail=detail)


def as_text(row: Count, lines: Sequence[CountLine]) -> str:
    """The count as it was signed, to the letter."""
    head = f"{row.public_id}|{row.kind}|{row.moment}|{row.day.isoformat()}|{row.at.isoformat()}|{row.note}"
    each = sorted(
        f"{line.vial.public_id}|{line.expected_ug}|{line.found_ug}|{line.sealed}|{line.explanation}" for line in lines
    )
    return "\n".join([head, *each])
