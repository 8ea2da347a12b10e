"""Knows every number the acute model uses: value, unit, variability between people, source and how certain it is.

The numbers live in parameters.toml; the SHA-256 of that file is the version that travels with every prediction.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from daybreak.science.sourced import Certainty, ParameterError, Register, Source, by_id


class Scale(StrEnum):
    """How a value follows body weight W: clearances with (W/70)^0.75, volumes with (W/70)^1, others not."""

    CLEARANCE = "clearance"
    VOLUME = "volume"
    NONE = "none"


class Law(StrEnum):
    """The distribution between people: normal on the log scale, on the logit scale, or none."""

    LOG = "log"
    LOGIT = "logit"


@dataclass(frozen=True)
class Spread:
    """Variability around the typical value: variances on the scale of `law`, between people and between occasions."""

    law: Law
    between_people: float
    between_occasions: float
    certainty: Certainty
    note: str

    @property
    def sd(self) -> float:
        """Standard deviation, on the scale of `law`, of one person on one occasion."""
        return math.sqrt(self.between_people + self.between_occasions)


@dataclass(frozen=True)
class Parameter:
    """One number with everything a reader needs to judge it."""

    id: str
    symbol: str
    meaning: str
    value: float
    unit: str
    scale: Scale
    women_differ: bool
    spread: Spread | None
    source: Source
    evidence: str
    certainty: Certainty
    note: str

    @property
    def stage(self) -> str:
        """The part of the model the parameter belongs to."""
        return self.id.partition(".")[0]


class Parameters(Register[Parameter]):
    """All parameters by id, with the version of the file they came from."""


@cache
def shipped() -> Parameters:
    """The parameters in the package, read once."""
    return parse(resources.files(__package__).joinpath("parameters.toml").read_bytes())


def parse(content: bytes) -> Parameters:
    """Parameters from the bytes of a TOML file. Raises `ParameterError` naming the entry that is wrong."""
    return Parameters(*by_id(content, "parameter", _parameter))


def _parameter(entry: Mapping[str, Any], sources: Mapping[str, Source]) -> Parameter:
    parameter = Parameter(
        id=entry["id"],
        symbol=entry["symbol"],
        meaning=entry["meaning"],
        value=float(entry["value"]),
        unit=entry["unit"],
        scale=Scale(entry.get("scale", "none")),
        women_differ=bool(entry.get("women_differ", False)),
        spread=_spread(entry.get("spread")),
        source=sources[entry["source"]],
        evidence=entry.get("evidence", ""),
        certainty=Certainty(entry["certainty"]),
        note=entry.get("note", ""),
    )
    _check(parameter)
    return parameter


def _spread(entry: dict[str, Any] | None) -> Spread | None:
    if entry is None:
        return None
    return Spread(
        law=Law(entry.get("law", "log")),
        between_people=float(entry.get("between_people", 0.0)),
        between_occasions=float(entry.get("between_occasions", 0.0)),
        certainty=Certainty(entry["certainty"]),
        note=entry.get("note", ""),
    )


def _check(parameter: Parameter) -> None:
    if not math.isfinite(parameter.value):
        raise ParameterError(f"Parameter {parameter.id}: its value is not a number.")
    spread = parameter.spread
    if spread is None:
        return
    if min(spread.between_people, spread.between_occasions) < 0 or spread.sd == 0:
        raise ParameterError(f"Parameter {parameter.id}: a variance is negative, or there is none at all.")
    if spread.law is Law.LOGIT and not 0 < parameter.value < 1:
        raise ParameterError(f"Parameter {parameter.id}: only a fraction between 0 and 1 can vary on the logit scale.")
