"""The weights a dose can be reckoned on."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybreak.care.weights import WeightBasis, adjusted_kg, body_mass_index, dosing_weights, ideal_kg


@pytest.mark.parametrize(
    ("sex", "height_cm", "kg"),
    [
        ("male", "152.4", "50.0"),  # exactly 60 inches
        ("female", "152.4", "45.5"),
        ("male", "177.8", "73.0"),  # 70 inches: 50 + 23
        ("female", "167.64", "59.3"),  # 66 inches: 45.5 + 13.8
    ],
)
def test_ideal_weight_follows_devine(sex: str, height_cm: str, kg: str) -> None:
    assert ideal_kg(sex, Decimal(height_cm)) == Decimal(kg)


@pytest.mark.parametrize(("sex", "height_cm"), [("male", "152.3"), ("other", "180"), ("unknown", "180"), ("", "180")])
def test_where_the_formula_says_nothing_there_is_no_ideal_weight(sex: str, height_cm: str) -> None:
    assert ideal_kg(sex, Decimal(height_cm)) is None


def test_adjusted_weight_adds_two_fifths_of_the_excess() -> None:
    assert adjusted_kg(Decimal("120"), Decimal("70")) == Decimal("90.0")


@given(actual=st.decimals("40", "250", places=1), ideal=st.decimals("40", "120", places=1))
def test_adjusted_weight_lies_between_ideal_and_actual(actual: Decimal, ideal: Decimal) -> None:
    assert min(actual, ideal) <= adjusted_kg(actual, ideal) <= max(actual, ideal)


def test_body_mass_index_is_kg_over_metres_squared() -> None:
    assert body_mass_index(Decimal("90"), Decimal("173.2")) == Decimal("30.0")


@pytest.mark.parametrize(
    ("sex", "height_cm", "actual", "expected"),
    [
        ("male", "177.8", "103", ("103", "73.0", "85.0")),
        ("male", "177.8", "60", ("60", "73.0", None)),  # lighter than ideal: nothing to adjust
        ("female", None, "80", ("80", None, None)),
        ("other", "170", "80", ("80", None, None)),
        ("male", "177.8", None, (None, "73.0", None)),
    ],
)
def test_each_basis_has_its_weight_or_says_that_it_is_not_known(
    sex: str, height_cm: str | None, actual: str | None, expected: tuple[str | None, ...]
) -> None:
    known = dosing_weights(sex, Decimal(height_cm) if height_cm else None, Decimal(actual) if actual else None)
    assert known == dict(zip(WeightBasis, (Decimal(kg) if kg else None for kg in expected), strict=True))
