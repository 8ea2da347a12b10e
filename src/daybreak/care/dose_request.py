"""A dose as a prescriber asks for it, and what it comes to in mg, in mL and in micrograms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from daybreak.care import amounts
from daybreak.care.exposure import NOTHING_GIVEN, Exposure
from daybreak.care.findings import Certainty, Finding, Refused, Severity
from daybreak.care.routes import Route
from daybreak.care.weights import WeightBasis


@dataclass(frozen=True, kw_only=True)
class DoseRequest:
    """What is asked for: exactly one of `mg_per_kg` and `mg`, on `weight_kg`, the weight of the chosen basis.

    `actual_weight_kg`, `height_cm` and `age_y` let more rules speak; unknown, those rules are silent, not satisfied.
    `doses_in_last_7_days` counts doses already given, without this one. `minutes` is the length of an infusion.
    `before` is what was given here so far; the rules of spacing, totals and rises ask it.
    """

    route: Route
    weight_kg: Decimal
    basis: WeightBasis
    concentration_mg_per_ml: Decimal
    first_dose: bool
    doses_in_last_7_days: int
    mg_per_kg: Decimal | None = None
    mg: Decimal | None = None
    reason: str = ""
    actual_weight_kg: Decimal | None = None
    height_cm: Decimal | None = None
    age_y: int | None = None
    minutes: Decimal | None = None
    before: Exposure = NOTHING_GIVEN

    @property
    def asked_mg(self) -> Decimal:
        """mg as asked for, unrounded: limits are compared with this, never with a rounded number."""
        return self.mg if self.mg is not None else (self.mg_per_kg or Decimal(0)) * self.weight_kg

    @property
    def limiting_kg(self) -> Decimal:
        """kg that limits refer to: never above the actual weight, so that a heavier ideal weight hides nothing."""
        return min(self.weight_kg, self.actual_weight_kg or self.weight_kg)


@dataclass(frozen=True)
class DoseCalculation:
    """A dose reckoned out: `mg` is ordered; `drawn_mg` is what the rounded volume holds, and what is charted.

    `drawn_mg` never exceeds `mg`, and `volume_ml` x concentration is exactly `drawn_mg`. `mg_per_kg` is for showing.
    """

    mg_per_kg: Decimal
    mg: Decimal
    volume_ml: Decimal
    drawn_mg: Decimal
    micrograms: int


def calculate(request: DoseRequest) -> DoseCalculation:
    """mg, mL and mg in the syringe, rounded as amounts.py says. Refused when the numbers cannot make a dose."""
    gaps = tuple(incomplete(what, may_do) for what, may_do in _gaps(request))
    if gaps:
        raise Refused(gaps)
    mg = amounts.mg_ordered(request.asked_mg)
    volume = amounts.volume_ml(mg, request.concentration_mg_per_ml)
    drawn = amounts.mg_in(volume, request.concentration_mg_per_ml)
    per_kg = amounts.mg_per_kg(request.asked_mg, request.weight_kg)
    return DoseCalculation(per_kg, mg, volume, drawn, amounts.micrograms(drawn))


def incomplete(what: str, may_do: str) -> Finding:
    """A stop for a dose that cannot be reckoned or drawn up."""
    why = "A dose that cannot be reckoned exactly cannot be checked or drawn up."
    source = "How amounts are rounded, care/amounts.py"
    return Finding("dose.complete", Severity.STOP, what, why, source, Certainty.DESIGN, may_do)


def _gaps(request: DoseRequest) -> Iterator[tuple[str, str]]:
    if (request.mg is None) == (request.mg_per_kg is None):
        yield "A dose needs either mg or mg/kg, not both and not neither.", "Enter one of them."
    elif not _positive(request.mg if request.mg is not None else request.mg_per_kg):
        yield "The dose must be more than zero.", "Enter the dose in mg or in mg/kg."
    if not _positive(request.weight_kg):
        yield "The weight this dose is reckoned on is missing.", "Record a weight in kg, or choose another basis."
    if not _positive(request.concentration_mg_per_ml):
        yield "The concentration of the vial is missing.", "Choose the vial, or enter its concentration in mg/mL."
    elif not amounts.is_a_step(request.concentration_mg_per_ml, amounts.CONCENTRATION_STEP):
        yield "The concentration has more than one decimal.", "Enter it in mg/mL as printed on the vial."


def _positive(number: Decimal | None) -> bool:
    return number is not None and number.is_finite() and number > 0
