"""Amounts: rounding is always towards less, and what is drawn up is a whole number of micrograms."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybreak.care import amounts

CONCENTRATIONS = st.decimals("0.1", "100", places=1)
DOSES_MG = st.decimals("0.1", "500", places=3)


@pytest.mark.parametrize(
    ("asked", "ordered"), [("40", "40.0"), ("40.65", "40.6"), ("40.699", "40.6"), ("40.7", "40.7"), ("0.09", "0.0")]
)
def test_an_ordered_dose_is_rounded_down_to_a_tenth_of_a_mg(asked: str, ordered: str) -> None:
    assert amounts.mg_ordered(Decimal(asked)) == Decimal(ordered)


@pytest.mark.parametrize(
    ("mg", "per_ml", "ml"),
    [("40", "50", "0.80"), ("40.6", "50", "0.81"), ("40.6", "100", "0.40"), ("40.9", "100", "0.40"), ("40", "10", "4")],
)
def test_a_volume_is_rounded_down_to_a_mark_of_a_1_ml_syringe(mg: str, per_ml: str, ml: str) -> None:
    assert amounts.volume_ml(Decimal(mg), Decimal(per_ml)) == Decimal(ml)


@given(mg=DOSES_MG, concentration=CONCENTRATIONS)
def test_what_is_drawn_up_never_exceeds_the_order_and_lacks_less_than_one_mark(
    mg: Decimal, concentration: Decimal
) -> None:
    drawn = amounts.mg_in(amounts.volume_ml(mg, concentration), concentration)
    assert mg - amounts.ML_STEP * concentration < drawn <= mg


@given(mg=DOSES_MG, concentration=CONCENTRATIONS)
def test_what_is_drawn_up_is_a_whole_number_of_micrograms_and_comes_back_the_same(
    mg: Decimal, concentration: Decimal
) -> None:
    drawn = amounts.mg_in(amounts.volume_ml(mg, concentration), concentration)
    assert amounts.mg_of(amounts.micrograms(drawn)) == drawn


def test_a_part_of_a_microgram_is_refused_rather_than_lost() -> None:
    with pytest.raises(ValueError, match="not a whole number of micrograms"):
        amounts.micrograms(Decimal("0.0005"))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Decimal("0.50"), "0.5"),
        (Decimal("100"), "100"),
        (100, "100"),
        (Decimal("1E+2"), "100"),
        (Decimal("40.0"), "40"),
        (Decimal("0.001"), "0.001"),
    ],
)
def test_numbers_are_written_as_people_write_them(number: Decimal | int, text: str) -> None:
    assert amounts.plain(number) == text
