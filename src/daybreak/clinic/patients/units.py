"""The one unit in which each measure is kept, and how others (by UCUM code or common name) are turned into it."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from daybreak.clinic.patients.models import ObservationKind

_POUND_KG = Decimal("0.45359237")  # exact by definition (international avoirdupois pound, 1959)
_INCH_CM = Decimal("2.54")  # exact by definition (international inch, 1959)
_KILOPASCAL_MMHG = Decimal(1000) / Decimal("133.322387415")  # conventional millimetre of mercury

_KILOGRAM = {"kg": Decimal(1), "g": Decimal("0.001"), "[lb_av]": _POUND_KG, "lb": _POUND_KG, "lbs": _POUND_KG}
_CENTIMETRE = {
    "cm": Decimal(1),
    "m": Decimal(100),
    "mm": Decimal("0.1"),
    "[in_i]": _INCH_CM,
    "in": _INCH_CM,
    "[ft_i]": _INCH_CM * 12,
    "ft": _INCH_CM * 12,
}
_PRESSURE = {"mm[Hg]": Decimal(1), "mmHg": Decimal(1), "kPa": _KILOPASCAL_MMHG}

CANONICAL: dict[str, str] = {
    ObservationKind.BODY_WEIGHT: "kg",
    ObservationKind.BODY_HEIGHT: "cm",
    ObservationKind.SYSTOLIC: "mm[Hg]",
    ObservationKind.DIASTOLIC: "mm[Hg]",
}
"""Observation kind → UCUM unit in which it is stored."""

_FACTORS: dict[str, dict[str, Decimal]] = {
    ObservationKind.BODY_WEIGHT: _KILOGRAM,
    ObservationKind.BODY_HEIGHT: _CENTIMETRE,
    ObservationKind.SYSTOLIC: _PRESSURE,
    ObservationKind.DIASTOLIC: _PRESSURE,
}

_STEPS: dict[str, Decimal] = {
    ObservationKind.BODY_WEIGHT: Decimal("0.01"),
    ObservationKind.BODY_HEIGHT: Decimal("0.1"),
    ObservationKind.SYSTOLIC: Decimal(1),
    ObservationKind.DIASTOLIC: Decimal(1),
}


@dataclass(frozen=True)
class Measured:
    """A value in the unit and to the step in which it is kept; ``given`` is how it arrived, empty when unchanged."""

    value: Decimal
    unit: str
    given: str


def accepted(kind: str) -> tuple[str, ...]:
    """The units understood for this kind of observation."""
    return tuple(_FACTORS[kind])


def measured(kind: str, value: Decimal, unit: str) -> Measured | None:
    """``value`` turned into the kept unit; None when the unit is not one of this kind."""
    factor = _FACTORS[kind].get(unit)
    if factor is None:
        return None
    converted = (value * factor).quantize(_STEPS[kind], ROUND_HALF_UP)
    return Measured(converted, CANONICAL[kind], "" if converted == value and factor == 1 else f"{value:f} {unit}")
