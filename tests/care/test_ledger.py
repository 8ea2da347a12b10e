"""The rules of the controlled-drug ledger as tables: deadlines, inventories, overfill, and what is looked at."""

from datetime import date
from decimal import Decimal

import pytest

from daybreak.care import ledger
from daybreak.care.ledger import Handled
from daybreak.care.rules import ClinicValue, shipped

DEADLINES = [
    # discovered, notice due, form due
    (date(2026, 6, 1), date(2026, 6, 2), date(2026, 7, 16)),  # Monday
    (date(2026, 6, 4), date(2026, 6, 5), date(2026, 7, 19)),  # Thursday
    (date(2026, 6, 5), date(2026, 6, 8), date(2026, 7, 20)),  # Friday: the notice is due on Monday
    (date(2026, 6, 6), date(2026, 6, 8), date(2026, 7, 21)),  # Saturday
    (date(2026, 6, 7), date(2026, 6, 8), date(2026, 7, 22)),  # Sunday
    (date(2026, 12, 31), date(2027, 1, 1), date(2027, 2, 14)),  # a holiday is not subtracted: never too late
]


@pytest.mark.parametrize(("discovered", "notice", "form"), DEADLINES)
def test_a_loss_asks_for_a_notice_in_one_business_day_and_the_form_in_45_days(
    discovered: date, notice: date, form: date
) -> None:
    deadlines = ledger.after_a_loss(discovered, shipped())
    assert [(deadline.kind, deadline.due) for deadline in deadlines] == [("notice", notice), ("form106", form)]
    assert {deadline.rule.source for deadline in deadlines} == {shipped()["ledger.loss.form"].source}


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (date(2026, 6, 1), date(2028, 6, 1)),
        (date(2024, 2, 29), date(2026, 2, 28)),
        (date(2025, 12, 31), date(2027, 12, 31)),
    ],
)
def test_everything_is_counted_again_within_two_years(last: date, due: date) -> None:
    assert ledger.next_inventory(last, shipped()) == due


def test_a_clinic_may_take_inventories_more_often_and_never_less_often() -> None:
    signed = shipped().with_clinic_values({"ledger.inventory.every": ClinicValue(1, "Dr Ada Winter", date(2026, 1, 5))})
    assert ledger.next_inventory(date(2026, 1, 31), signed) == date(2026, 2, 28)


@pytest.mark.parametrize(("received_ug", "most"), [(500_000, 50_000), (505_005, 50_500)])
def test_overfill_is_believed_up_to_a_tenth_of_the_label(received_ug: int, most: int) -> None:
    assert ledger.most_overfill_ug(received_ug, shipped()) == most


VARIANCE = [
    # handled, gone, losses and shortages, what is found
    (500_000, 50_000, 0, set()),
    (500_000, 50_001, 0, {"ledger.variance.share"}),
    (500_000, 0, 2, set()),
    (500_000, 1_000, 3, {"ledger.loss.repeated"}),
    (0, 0, 0, set()),
    (500_000, 400_000, 3, {"ledger.variance.share", "ledger.loss.repeated"}),
]


@pytest.mark.parametrize(("handled_ug", "gone_ug", "events", "rules"), VARIANCE)
def test_what_is_looked_at(handled_ug: int, gone_ug: int, events: int, rules: set[str]) -> None:
    findings = tuple(ledger.variance(Handled("Lot KX 4471", handled_ug, gone_ug, events), shipped()))
    assert {finding.rule for finding in findings} == rules
    assert all(finding.what.startswith("Lot KX 4471: ") for finding in findings)


def test_a_share_is_said_in_per_cent_and_of_nothing_there_is_none() -> None:
    share = Handled("Lot", 500_000, 61_250, 0).share
    assert (share, ledger.in_tenths(share or Decimal(0))) == (Decimal("12.25"), "12.3")
    assert Handled("Lot", 0, 0, 0).share is None
