"""What the controlled-drug ledger asks for: deadlines after a loss, the next inventory, which shares are looked at."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from daybreak.care.amounts import plain
from daybreak.care.findings import Finding
from daybreak.care.rules import Policy, Rule

_WEEKEND = 5
"""The first weekday (Monday is 0) that is no business day."""


@dataclass(frozen=True)
class Deadline:
    """Something the rules ask for by a day; ``kind`` is "notice" or "form106"."""

    kind: str
    what: str
    due: date
    rule: Rule


@dataclass(frozen=True)
class Handled:
    """What one lot or one person handled in a window, in whole micrograms.

    ``gone`` is wasted, broken, lost and found missing; ``events`` counts losses and shortages alone.
    """

    name: str
    handled_ug: int
    gone_ug: int
    events: int

    @property
    def share(self) -> Decimal | None:
        """Per cent of what was handled that did not reach a patient; None when nothing was handled."""
        if not self.handled_ug:
            return None
        return Decimal(self.gone_ug) * 100 / self.handled_ug


def after_a_loss(discovered: date, policy: Policy) -> tuple[Deadline, Deadline]:
    """The written notice and Form 106. Weekends are skipped for the notice; holidays are not, so it is never late."""
    notice, form = policy["ledger.loss.notice"], policy["ledger.loss.form"]
    return (
        Deadline(
            "notice",
            "Written notice to the DEA field office",
            _business_days_after(discovered, int(policy.decimal(notice.id))),
            notice,
        ),
        Deadline(
            "form106",
            "DEA Form 106, sent electronically",
            discovered + timedelta(days=int(policy.decimal(form.id))),
            form,
        ),
    )


def next_inventory(last: date, policy: Policy) -> date:
    """By when everything on hand is counted again."""
    months = last.month - 1 + int(policy.decimal("ledger.inventory.every"))
    year, month = last.year + months // 12, months % 12 + 1
    return date(year, month, min(last.day, monthrange(year, month)[1]))


def most_overfill_ug(received_ug: int, policy: Policy) -> int:
    """The most overfill that is believed of a vial, in whole micrograms, rounded down."""
    return int(received_ug * policy.decimal("ledger.overfill.most") / 100)


def variance(handled: Handled, policy: Policy) -> Iterator[Finding]:
    """What to look at in one lot's or one person's numbers."""
    share, repeated = policy["ledger.variance.share"], policy["ledger.loss.repeated"]
    days = plain(policy.decimal("ledger.variance.window"))
    if handled.share is not None and handled.share > policy.decimal(share.id):
        what = (
            f"{handled.name}: {in_tenths(handled.share)} % did not reach a patient in {days} days, "
            f"above {plain(policy.decimal(share.id))} %."
        )
        yield share.finding(what, "Look at each line with the people concerned, and write down what was found.")
    if handled.events >= policy.decimal(repeated.id):
        what = f"{handled.name}: {handled.events} losses or shortages in {days} days."
        yield repeated.finding(what, "Treat them together as one significant loss: report it.")


def in_tenths(share: Decimal) -> str:
    """A share for showing, in tenths of a per cent; it is compared unrounded."""
    return plain(share.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


def _business_days_after(start: date, count: int) -> date:
    day, left = start, count
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _WEEKEND
    return day
