"""Knows the units of this room: milligrams, kilograms, litres, minutes and ng/mL; and how people write them.

Inside science/ every amount is in mg, every volume in L, every time in min and every concentration in ng/mL.
Anything else is converted here, once, at the door.
"""

import math
import re
from dataclasses import dataclass

KETAMINE_G_PER_MOL = 237.73
NORKETAMINE_G_PER_MOL = 223.70
HYDROXYNORKETAMINE_G_PER_MOL = 239.70

MINUTES_PER_HOUR = 60.0
KG_PER_POUND = 0.45359237
NG_PER_ML_IN_MG_PER_L = 1000.0

_QUANTITY = re.compile(r"^\s*([0-9]+(?:[.,][0-9]+)?|[.][0-9]+)\s*([a-zA-Zµμ/]*)\s*$")
_MG_PER = {"mg": 1.0, "g": 1000.0, "ug": 0.001, "mcg": 0.001, "µg": 0.001, "μg": 0.001}
_KG_PER = {"kg": 1.0, "lb": KG_PER_POUND, "lbs": KG_PER_POUND, "g": 0.001}
_MINUTES_PER = {"min": 1.0, "m": 1.0, "minutes": 1.0, "h": 60.0, "hr": 60.0, "hours": 60.0, "s": 1.0 / 60.0}


class UnitError(ValueError):
    """A quantity that cannot be read. Its text is one sentence saying what to write instead."""


@dataclass(frozen=True)
class DoseAmount:
    """An amount of drug as it was written: `mg` in all, or mg for each kilogram."""

    mg: float
    per_kg: bool

    def for_weight(self, weight_kg: float) -> float:
        """The amount in mg for a person of `weight_kg`."""
        return self.mg * weight_kg if self.per_kg else self.mg


def ng_per_ml(nmol_per_ml: float, g_per_mol: float) -> float:
    """Mass concentration in ng/mL of a molar concentration in nmol/mL."""
    return nmol_per_ml * g_per_mol


def read_dose(text: str) -> DoseAmount:
    """Read "0.5mg/kg" or "40 mg". Raises `UnitError` on anything else."""
    number, unit = _split(text, "a dose such as 0.5mg/kg or 40mg")
    mass, _, per = unit.partition("/")
    if mass not in _MG_PER or per not in ("", "kg") or (per == "" and "/" in unit):
        raise UnitError(f"{text!r} is not a dose: write it in mg or mg/kg, such as 40mg or 0.5mg/kg.")
    return DoseAmount(mg=number * _MG_PER[mass], per_kg=per == "kg")


def read_weight(text: str) -> float:
    """Read "80kg" or "176lb" as kilograms. Raises `UnitError`, also for a weight no adult has."""
    number, unit = _split(text, "a weight such as 80kg or 176lb")
    if unit not in _KG_PER:
        raise UnitError(f"{text!r} is not a weight: write it in kg or lb, such as 80kg or 176lb.")
    kilograms = number * _KG_PER[unit]
    if not 20.0 <= kilograms <= 400.0:
        raise UnitError(f"A body weight of {kilograms:g} kg is outside 20 to 400 kg: check the number and its unit.")
    return kilograms


def read_minutes(text: str) -> float:
    """Read "40min", "4h" or "90s" as minutes. Raises `UnitError` on anything else."""
    number, unit = _split(text, "a time such as 40min or 4h")
    if unit not in _MINUTES_PER:
        raise UnitError(f"{text!r} is not a time: write it in min or h, such as 40min or 4h.")
    return number * _MINUTES_PER[unit]


def _split(text: str, wanted: str) -> tuple[float, str]:
    match = _QUANTITY.match(text)
    if match is None:
        raise UnitError(f"{text!r} cannot be read: write {wanted}.")
    number = float(match.group(1).replace(",", "."))
    if not (math.isfinite(number) and number > 0):
        raise UnitError(f"{text!r} must be more than zero: write {wanted}.")
    if not match.group(2):
        raise UnitError(f"{text!r} has no unit: write {wanted}.")
    return number, match.group(2).lower()
