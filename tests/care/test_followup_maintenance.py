"""Dates that might keep a response: every row is where a patient stands, and what is suggested."""

from datetime import UTC, date, datetime, timedelta

import pytest

from daybreak.care.followup_maintenance import suggest
from daybreak.care.followup_outcome import Answered, Outcome, Relapse
from daybreak.care.rules import ClinicValue, shipped

LAST = date(2026, 3, 2)
TOLD = Answered(datetime(2026, 3, 1, 9, 0, tzinfo=UTC), 8)
RESPONDED = Outcome(response=TOLD)
LOST = Outcome(response=TOLD, relapses=(Relapse(TOLD),))
REGAINED = Outcome(response=TOLD, relapses=(Relapse(TOLD, regained=TOLD),))

# outcome, whether a dose was given, days since then, days after it that are suggested
CASES = [
    (RESPONDED, True, 0, [7, 21, 49, 77]),
    (RESPONDED, True, 6, [7, 21, 49, 77]),
    (RESPONDED, True, 7, [8, 22, 50, 78]),
    (RESPONDED, True, 60, [61, 75, 103, 131]),
    (RESPONDED, True, 61, []),
    (REGAINED, True, 0, [7, 21, 49, 77]),
    (LOST, True, 0, []),
    (Outcome(), True, 0, []),
    (None, True, 0, []),
    (RESPONDED, False, 0, []),
]


@pytest.mark.parametrize(("outcome", "given", "passed", "expected"), CASES)
def test_which_dates_are_suggested(outcome: Outcome | None, given: bool, passed: int, expected: list[int]) -> None:
    found = suggest(outcome, LAST if given else None, LAST + timedelta(days=passed), shipped())
    assert [(one - LAST).days for one in found.dates] == expected
    assert found.why.endswith(".")


def test_no_date_is_closer_than_the_rule_of_spacing() -> None:
    own = shipped().with_clinic_values({"dose.spaced.apart": ClinicValue(10, "Dr Dana", LAST)})
    assert [(one - LAST).days for one in suggest(RESPONDED, LAST, LAST, own).dates] == [10, 24, 52, 80]
