"""Knows how ketamine is given: the route, the amount, the form, when, and over how long."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Route(StrEnum):
    """The way in. Each route's absorption is stated in absorption.py."""

    IV_BOLUS = "iv_bolus"
    IV_INFUSION = "iv_infusion"
    IM = "im"
    SC = "sc"
    SUBLINGUAL = "sublingual"
    ORAL = "oral"
    INTRANASAL = "intranasal"

    @property
    def words(self) -> str:
        """The route as a person says it."""
        return _ROUTE_WORDS[self]


class Form(StrEnum):
    """Racemic ketamine is half S- and half R-ketamine; esketamine is S-ketamine alone."""

    RACEMIC = "racemic"
    ESKETAMINE = "esketamine"


class DosingError(ValueError):
    """A dose that cannot be given as written. Its text is one sentence saying what to change."""


_ROUTE_WORDS = {
    Route.IV_BOLUS: "intravenous bolus",
    Route.IV_INFUSION: "intravenous infusion",
    Route.IM: "intramuscular injection",
    Route.SC: "subcutaneous injection",
    Route.SUBLINGUAL: "sublingual",
    Route.ORAL: "oral",
    Route.INTRANASAL: "intranasal",
}


@dataclass(frozen=True)
class Dose:
    """One administration: `mg` of the stated form at `start_min`, over `duration_min` when it is an infusion."""

    route: Route
    mg: float
    start_min: float = 0.0
    duration_min: float = 0.0
    form: Form = Form.RACEMIC

    def __post_init__(self) -> None:
        object.__setattr__(self, "route", Route(self.route))
        object.__setattr__(self, "form", Form(self.form))
        _require(math.isfinite(self.mg) and self.mg > 0, f"A dose of {self.mg} mg cannot be given: use more than 0 mg.")
        _require(
            math.isfinite(self.start_min) and self.start_min >= 0,
            f"A dose cannot start at {self.start_min} min: use 0 or later.",
        )
        self._check_duration()

    def _check_duration(self) -> None:
        finite = math.isfinite(self.duration_min)
        if self.route is Route.IV_INFUSION:
            _require(finite and self.duration_min > 0, "An infusion needs a duration of more than 0 min.")
            return
        _require(
            finite and self.duration_min == 0,
            f"Only an infusion has a duration: the {self.route.words} dose takes none.",
        )

    @property
    def s_fraction(self) -> float:
        """The share of the dose that is S-ketamine."""
        return 0.5 if self.form is Form.RACEMIC else 1.0

    @property
    def end_min(self) -> float:
        """When the last of the dose has been given."""
        return self.start_min + self.duration_min


def stepped_infusion(
    mg_per_hour: Sequence[float], minutes_each: float, form: Form = Form.RACEMIC, start_min: float = 0.0
) -> tuple[Dose, ...]:
    """An infusion whose rate (mg/h) changes every `minutes_each`, as one dose a step."""
    return tuple(
        Dose(
            route=Route.IV_INFUSION,
            mg=rate * minutes_each / 60.0,
            start_min=start_min + step * minutes_each,
            duration_min=minutes_each,
            form=form,
        )
        for step, rate in enumerate(mg_per_hour)
    )


def _require(condition: bool, sentence: str) -> None:
    if not condition:
        raise DosingError(sentence)
