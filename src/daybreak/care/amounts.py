"""Amounts of drug and of liquid: how mg, mL and micrograms are rounded, and how one becomes the other.

Rounding, in one sentence: always towards less, so that what is drawn up never exceeds what was ordered.
  mg ordered   down to 0.1 mg
  mL drawn up  down to 0.01 mL, the finest mark of a 1 mL syringe
  mg drawn up  = mL drawn up x mg/mL, exactly: this is what is charted and what leaves the vial
A concentration has at most one decimal, so that every amount drawn up is a whole number of micrograms.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

MG_STEP = Decimal("0.1")
ML_STEP = Decimal("0.01")
CONCENTRATION_STEP = Decimal("0.1")
MG_PER_KG_STEP = Decimal("0.001")
MICROGRAMS_IN_MG = 1000


def mg_ordered(mg: Decimal) -> Decimal:
    """mg, rounded down to 0.1 mg."""
    return mg.quantize(MG_STEP, rounding=ROUND_DOWN)


def volume_ml(mg: Decimal, concentration_mg_per_ml: Decimal) -> Decimal:
    """mL that hold at most `mg`, rounded down to 0.01 mL."""
    return (mg / concentration_mg_per_ml).quantize(ML_STEP, rounding=ROUND_DOWN)


def mg_in(volume: Decimal, concentration_mg_per_ml: Decimal) -> Decimal:
    """mg that `volume` mL hold, exactly."""
    return volume * concentration_mg_per_ml


def mg_per_kg(mg: Decimal, weight_kg: Decimal) -> Decimal:
    """mg/kg to three decimals, for showing; limits are compared unrounded."""
    return (mg / weight_kg).quantize(MG_PER_KG_STEP, rounding=ROUND_HALF_UP)


def is_a_step(value: Decimal, step: Decimal) -> bool:
    """True when the value has no finer part than the step."""
    return value % step == 0


def micrograms(mg: Decimal) -> int:
    """mg as whole micrograms. ValueError when a part of a microgram would be lost."""
    exact = mg * MICROGRAMS_IN_MG
    if exact != exact.to_integral_value():
        raise ValueError(f"{mg} mg is not a whole number of micrograms; derive it from the volume drawn up.")
    return int(exact)


def mg_of(amount_micrograms: int) -> Decimal:
    """Whole micrograms as mg, exactly."""
    return Decimal(amount_micrograms) / MICROGRAMS_IN_MG


def plain(value: Decimal | int) -> str:
    """A number as people write it: no exponent, no trailing zeros (0.50 becomes 0.5, 100 stays 100)."""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
