"""The schedules that clinics choose between."""

import pytest

from daybreak.science.dosing import Route
from daybreak.science.trials.protocol import Amount
from daybreak.science.trials.schedules import schedules

INFUSION = Amount(Route.IV_INFUSION, mg_per_kg=0.5, minutes=40)


@pytest.mark.parametrize(
    ("arm", "doses", "last_week"),
    [
        ("one dose", 1, 0),
        ("weekly, 4 weeks", 4, 3),
        ("twice a week, 4 weeks", 8, 3.5),
        ("twice a week, then weekly", 8 + 12, 15),
        ("twice a week, then every 2 wk", 8 + 6, 15),
        ("twice a week, then every 3 wk", 8 + 4, 15),
        ("twice a week, then every 4 wk", 8 + 3, 15),
    ],
)
def test_each_schedule_gives_its_doses_when_it_says(arm, doses, last_week):
    given = schedules(INFUSION).arm(arm).given_h
    assert (len(given), given[-1] / 168.0) == (doses, last_week)


def test_no_dose_is_given_after_the_last_visit():
    for weeks in (8, 16, 52):
        protocol = schedules(INFUSION, weeks=weeks)
        assert max(arm.given_h[-1] for arm in protocol.arms) < protocol.last_h


@pytest.mark.parametrize("weeks", [7, 53])
def test_a_horizon_that_compares_nothing_is_refused(weeks):
    with pytest.raises(ValueError, match="8 to 52 weeks"):
        schedules(INFUSION, weeks=weeks)
