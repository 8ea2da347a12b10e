"""Knows every number of the mechanism: value, prior, spread between people, source, certainty, whether to fit it.

The numbers live in mechanism.toml; the SHA-256 of that file is their version. A value is the median of its prior.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from daybreak.science.sourced import Certainty, ParameterError, Register, Source, by_id


class Law(StrEnum):
    """The shape of a prior: positive numbers by their logarithm, fractions by their logit, any number as it is."""

    FIXED = "fixed"
    LOG = "lognormal"
    LOGIT = "logitnormal"
    NORMAL = "normal"


@dataclass(frozen=True)
class Prior:
    """What is believed of the typical value before the trials are looked at: `sd` on the scale of `law`."""

    law: Law
    sd: float

    def at(self, median: float, deviate: float) -> float:
        """The value `deviate` standard deviations above the median."""
        if self.law is Law.FIXED:
            return median
        if self.law is Law.LOG:
            return median * math.exp(self.sd * deviate)
        if self.law is Law.LOGIT:
            return 1.0 / (1.0 + (1.0 / median - 1.0) * math.exp(-self.sd * deviate))
        return median + self.sd * deviate

    def interval(self, median: float) -> tuple[float, float]:
        """The central 90 % of the prior."""
        return self.at(median, -1.6448536), self.at(median, 1.6448536)


@dataclass(frozen=True)
class Number:
    """One number of the mechanism with everything a reader needs to judge it.

    `between_people` is the standard deviation of individuals: of the logarithm, or of the value itself where the prior
    is normal. `fit` says that the published trials can tell something about it.
    """

    id: str
    meaning: str
    value: float
    unit: str
    prior: Prior
    between_people: float
    fit: bool
    source: Source
    evidence: str
    certainty: Certainty
    note: str

    @property
    def name(self) -> str:
        """The name in the formulas."""
        return self.id.replace(".", "_")

    @property
    def stage(self) -> str:
        """The part of the model it belongs to."""
        return self.id.partition(".")[0]


class Numbers(Register[Number]):
    """All numbers by id, with the version of the file they came from."""

    def values_by_id(self) -> dict[str, float]:
        """Every value, and every spread between people under `<id>.spread`: what a course is simulated with."""
        found = {number.id: number.value for number in self.entries.values()}
        return found | {f"{n.id}.spread": n.between_people for n in self.entries.values() if n.between_people > 0}

    @property
    def fitted(self) -> tuple[Number, ...]:
        """Those that the published trials can tell something about."""
        return tuple(number for number in self.entries.values() if number.fit)


@cache
def shipped() -> Numbers:
    """The numbers in the package, read once."""
    return parse(resources.files(__package__).joinpath("mechanism.toml").read_bytes())


def parse(content: bytes) -> Numbers:
    """Numbers from the bytes of a TOML file. Raises `ParameterError` naming the entry that is wrong."""
    return Numbers(*by_id(content, "number", _number))


def _number(entry: Mapping[str, Any], sources: Mapping[str, Source]) -> Number:
    number = Number(
        id=entry["id"],
        meaning=entry["meaning"],
        value=float(entry["value"]),
        unit=entry["unit"],
        prior=Prior(Law(entry["prior"]["law"]), float(entry["prior"].get("sd", 0.0))),
        between_people=float(entry.get("between_people", 0.0)),
        fit=bool(entry.get("fit", False)),
        source=sources[entry["source"]],
        evidence=entry.get("evidence", ""),
        certainty=Certainty(entry["certainty"]),
        note=entry.get("note", ""),
    )
    _check(number)
    return number


def _check(number: Number) -> None:
    law, sd, value = number.prior.law, number.prior.sd, number.value
    if not math.isfinite(value) or number.between_people < 0:
        raise ParameterError(f"Number {number.id}: its value is not a number, or its spread is negative.")
    if (law is Law.FIXED) != (sd == 0):
        raise ParameterError(f"Number {number.id}: a prior has an sd of more than 0 exactly when it is not fixed.")
    if (law is Law.LOG and value <= 0) or (law is Law.LOGIT and not 0 < value < 1):
        raise ParameterError(f"Number {number.id}: {value:g} is outside the values its {law.value} prior allows.")
    if number.fit and law is Law.FIXED:
        raise ParameterError(f"Number {number.id}: what is fixed cannot be fitted.")
