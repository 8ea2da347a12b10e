"""Numbers chosen by this project stand in the policy, with a reason and a source, where a clinic can see them."""

from datetime import timedelta
from decimal import Decimal

import pytest

from daybreak.care.findings import Certainty
from daybreak.care.rules import shipped

POLICY = shipped()


@pytest.mark.parametrize(
    ("rule_id", "value", "unit"),
    [
        ("monitor.before.within", 30, "min"),
        ("dose.weight_fresh", 7, "days"),
        ("measure.reaches_back", 8, "weeks"),
        ("vial.strength.most", 200, "mg/mL"),
        ("vial.strength.usual", (10, 50, 100), "mg/mL"),
        ("vial.volume.most", 50, "mL"),
        ("vial.volume.usual", 20, "mL"),
    ],
)
def test_a_number_of_this_project_is_a_rule_and_says_that_it_is_one(rule_id: str, value: object, unit: str) -> None:
    rule = POLICY[rule_id]
    assert (rule.value, rule.unit, rule.certainty) == (value, unit, Certainty.DESIGN)
    assert rule.rationale
    assert "choice of this project" in rule.source


def test_days_and_weeks_are_spans_of_time() -> None:
    assert POLICY.days("dose.weight_fresh") == timedelta(days=7)
    assert POLICY.days("measure.reaches_back") == timedelta(weeks=8)


def test_a_pressure_that_is_too_old_stops_the_dose_and_one_that_is_high_asks() -> None:
    assert [POLICY[f"monitor.before.{name}"].severity for name in ("within", "systolic", "diastolic")] == [
        "stop",
        "review",
        "review",
    ]


def test_the_usual_volume_lies_below_the_most() -> None:
    assert POLICY.decimal("vial.volume.usual") < POLICY.decimal("vial.volume.most") == Decimal(50)
