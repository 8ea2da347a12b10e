"""What did not reach a patient, by lot and by person, over the weeks: residue, breakage, losses, what counts miss."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from daybreak.care import ledger
from daybreak.care.findings import Finding
from daybreak.care.ledger import Handled
from daybreak.care.rules import Policy
from daybreak.clinic import clock, policy
from daybreak.clinic.vials.models import TAKES, CountLine, EntryKind, Vial, VialEntry

GIVEN, WASTED, BROKEN, LOST = EntryKind.ADMINISTERED, EntryKind.WASTED, EntryKind.BROKEN, EntryKind.LOST
_HANDLED = (GIVEN, WASTED, BROKEN, LOST)
_SETTLES = (EntryKind.LOST, EntryKind.OVERFILL, EntryKind.REVERSED)
"""Lines that answer a difference found in a count."""
DAYS = 7


@dataclass(frozen=True)
class Row:
    """One lot or one person in the window, in whole micrograms; ``weeks`` is what went astray in each, oldest first."""

    name: str
    given_ug: int
    wasted_ug: int
    broken_ug: int
    lost_ug: int
    missing_ug: int
    events: int
    weeks: tuple[int, ...]
    findings: tuple[Finding, ...]

    @property
    def handled(self) -> Handled:
        """The row as the rules ask of it."""
        gone = self.wasted_ug + self.broken_ug + self.lost_ug + self.missing_ug
        return Handled(self.name, self.given_ug + gone, gone, self.events)


@dataclass(frozen=True)
class Shortage:
    """What the last count of a vial missed and nobody has accounted for since."""

    vial: Vial
    missing_ug: int
    since: date
    handled_by: frozenset[str]


def shortages() -> list[Shortage]:
    """Every vial whose last count missed something that no later line answers."""
    lines = CountLine.objects.select_related("count", "vial").order_by("count__at", "pk")
    last = {line.vial_id: line for line in lines}
    found = (_shortage(line) for line in last.values() if line.difference_ug < 0)
    return [shortage for shortage in found if shortage.missing_ug > 0]


def by_lot() -> list[Row]:
    """Each lot that was handled in the window."""
    missing = [(shortage.vial.lot, shortage.missing_ug) for shortage in shortages()]
    return _rows(lambda entry: entry.vial.lot, missing, "Lot ")


def by_person() -> list[Row]:
    """Each person who handled the drug in the window. What a count misses stands with all who drew since the last good
    count: it accuses none of them."""
    missing = [(name, shortage.missing_ug) for shortage in shortages() for name in shortage.handled_by]
    return _rows(_hand, missing, "")


def week_starts() -> list[date]:
    """The first day of each week of the window, oldest first; the last week ends today."""
    today = timezone.localdate(clock.now())
    count = -(-int(policy.current().decimal("ledger.variance.window")) // DAYS)
    return [today - timedelta(days=DAYS * (count - number) - 1) for number in range(count)]


def _rows(key: Callable[[VialEntry], str], missing: Iterable[tuple[str, int]], before: str) -> list[Row]:
    starts, rules = week_starts(), policy.current()
    lines: dict[str, list[VialEntry]] = defaultdict(list)
    for entry in _window(starts[0]):
        lines[key(entry)].append(entry)
    lacking: dict[str, list[int]] = defaultdict(list)
    for name, amount in missing:
        lacking[name].append(amount)
    names = sorted({*lines, *lacking})
    return [_row(f"{before}{name}", lines[name], lacking[name], starts, rules) for name in names]


def _row(name: str, lines: list[VialEntry], missing: list[int], starts: list[date], rules: Policy) -> Row:
    sums = {kind: sum(line.amount_ug for line in lines if line.kind == kind) for kind in _HANDLED}
    weeks = [0] * len(starts)
    for line in lines:
        if line.kind != GIVEN:
            weeks[(timezone.localdate(line.at) - starts[0]).days // DAYS] += line.amount_ug
    events = sum(line.kind == LOST for line in lines) + len(missing)
    row = Row(name, sums[GIVEN], sums[WASTED], sums[BROKEN], sums[LOST], sum(missing), events, tuple(weeks), ())
    return Row(**{**vars(row), "findings": tuple(ledger.variance(row.handled, rules))})


def _window(first: date) -> list[VialEntry]:
    lines = VialEntry.objects.filter(kind__in=_HANDLED, reversed_by=None).select_related(
        "vial", "recorded_by", "stands_for__recorded_by"
    )
    return [line for line in lines if timezone.localdate(line.at) >= first]


def _hand(entry: VialEntry) -> str:
    """Who handled it: of a dose told later from its true vial, who gave it."""
    person = entry.stands_for.recorded_by if entry.stands_for else entry.recorded_by
    return person.name if person else ""


def _shortage(line: CountLine) -> Shortage:
    answered = VialEntry.objects.filter(vial=line.vial, kind__in=_SETTLES, recorded_at__gt=line.count.at)
    missing = -line.difference_ug + sum(entry.change_ug for entry in answered)
    good = (
        CountLine.objects.filter(vial=line.vial, count__at__lt=line.count.at)
        .select_related("count")
        .order_by("-count__at")
    )
    since = next((past.count.at for past in good if past.difference_ug == 0), None)
    drawn = VialEntry.objects.filter(vial=line.vial, kind__in=TAKES, recorded_at__lte=line.count.at)
    drawn = drawn.filter(recorded_at__gt=since) if since else drawn
    names = frozenset(_hand(entry) for entry in drawn.select_related("recorded_by", "stands_for__recorded_by"))
    return Shortage(line.vial, missing, line.count.day, names)
