"""The weights a dose can be reckoned on: actual, ideal and adjusted. The clinician chooses; nothing here does."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

CM_PER_INCH = Decimal("2.54")
DEVINE_FROM_INCHES = 60
DEVINE_BASE_KG = {"male": Decimal("50"), "female": Decimal("45.5")}
DEVINE_KG_PER_INCH = Decimal("2.3")
ADJUSTED_SHARE = Decimal("0.4")
KG_STEP = Decimal("0.1")


class WeightBasis(StrEnum):
    """Which weight a dose in mg/kg refers to."""

    ACTUAL = "actual"
    IDEAL = "ideal"
    ADJUSTED = "adjusted"

    @property
    def label(self) -> str:
        """The basis in words."""
        return {"actual": "actual weight", "ideal": "ideal weight (Devine)", "adjusted": "adjusted weight"}[self.value]


def ideal_kg(sex: str, height_cm: Decimal) -> Decimal | None:
    """Ideal body weight in kg: men 50, women 45.5, plus 2.3 per inch over 60 inches.

    Devine 1974, Drug Intell Clin Pharm 8:650, as restated at https://clincalc.com/Kinetics/IdealBW.aspx.

    None when the formula says nothing: below 60 inches (152.4 cm), or for a sex it was not made for.
    """
    base = DEVINE_BASE_KG.get(sex)
    inches_over = height_cm / CM_PER_INCH - DEVINE_FROM_INCHES
    if base is None or inches_over < 0:
        return None
    return _tenths(base + DEVINE_KG_PER_INCH * inches_over)


def adjusted_kg(actual: Decimal, ideal: Decimal) -> Decimal:
    """Adjusted body weight in kg: ideal + 0.4 x (actual - ideal); https://clincalc.com/Kinetics/IdealBW.aspx."""
    return _tenths(ideal + ADJUSTED_SHARE * (actual - ideal))


def body_mass_index(weight_kg: Decimal, height_cm: Decimal) -> Decimal:
    """Body mass index in kg/m2, to one decimal."""
    metres = height_cm / 100
    return _tenths(weight_kg / (metres * metres))


def dosing_weights(sex: str, height_cm: Decimal | None, actual_kg: Decimal | None) -> dict[WeightBasis, Decimal | None]:
    """Each basis with its kg, or None when it is not known. Adjusted weight is for people above their ideal weight."""
    ideal = ideal_kg(sex, height_cm) if height_cm is not None else None
    adjusted = None
    if actual_kg is not None and ideal is not None and actual_kg > ideal:
        adjusted = adjusted_kg(actual_kg, ideal)
    return {WeightBasis.ACTUAL: actual_kg, WeightBasis.IDEAL: ideal, WeightBasis.ADJUSTED: adjusted}


def _tenths(kg: Decimal) -> Decimal:
    return kg.quantize(KG_STEP, rounding=ROUND_HALF_UP)
