"""Measures arrive in many units and are kept in one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybreak.clinic.patients.units import accepted, measured


@pytest.mark.parametrize(
    ("kind", "value", "unit", "kept", "kept_unit", "given"),
    [
        ("body_weight", "80.5", "kg", "80.50", "kg", ""),
        ("body_weight", "176", "[lb_av]", "79.83", "kg", "176 [lb_av]"),
        ("body_weight", "176", "lb", "79.83", "kg", "176 lb"),
        ("body_weight", "80500", "g", "80.50", "kg", "80500 g"),
        ("body_height", "172", "cm", "172.0", "cm", ""),
        ("body_height", "1.72", "m", "172.0", "cm", "1.72 m"),
        ("body_height", "68", "[in_i]", "172.7", "cm", "68 [in_i]"),
        ("systolic", "120", "mm[Hg]", "120", "mm[Hg]", ""),
        ("systolic", "16", "kPa", "120", "mm[Hg]", "16 kPa"),
        ("diastolic", "79.6", "mm[Hg]", "80", "mm[Hg]", "79.6 mm[Hg]"),
    ],
)
def test_a_measure_is_kept_in_one_unit_and_what_was_given_stays(kind, value, unit, kept, kept_unit, given):
    found = measured(kind, Decimal(value), unit)
    assert found is not None
    assert (str(found.value), found.unit, found.given) == (kept, kept_unit, given)


@pytest.mark.parametrize(
    ("kind", "unit"), [("body_weight", "cm"), ("body_height", "kg"), ("systolic", ""), ("body_weight", "stone")]
)
def test_a_unit_of_something_else_is_not_understood(kind, unit):
    assert measured(kind, Decimal(80), unit) is None


@given(st.decimals(min_value=20, max_value=400, places=2))
def test_pounds_and_grams_come_back_to_the_same_kilograms(weight):
    pounds = (weight / Decimal("0.45359237")).quantize(Decimal("0.0001"))
    by_pounds, by_grams = measured("body_weight", pounds, "[lb_av]"), measured("body_weight", weight * 1000, "g")
    assert by_pounds is not None
    assert by_grams is not None
    assert (by_pounds.value, by_grams.value) == (weight, weight)


def test_every_kind_accepts_its_own_unit():
    assert [accepted(kind)[0] for kind in ("body_weight", "body_height", "systolic", "diastolic")] == [
        "kg",
        "cm",
        "mm[Hg]",
        "mm[Hg]",
    ]
