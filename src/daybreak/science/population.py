"""Knows how people differ: draws individuals around the typical values, and never draws the same person twice.

A draw is a function of three things only: the seed, the parameter that varies and the number of the person. It is
taken from a counter-based generator (Philox) keyed by seed and parameter and advanced to the person's number. So
person 17 is the same whether 20 or 20,000 are drawn, in one process or in eight, and adding a parameter to the model
changes nobody's other parameters.
"""

import hashlib
import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.parameters import Law, Parameter, Parameters, Scale, shipped

REFERENCE_WEIGHT_KG = 70.0


class SubjectError(ValueError):
    """A person who cannot be. Its text is one sentence saying what to change."""


@dataclass(frozen=True)
class Subject:
    """What is known of the person: body weight, and age and sex where they are known."""

    weight_kg: float = REFERENCE_WEIGHT_KG
    age_y: float | None = None
    sex: str = ""

    def __post_init__(self) -> None:
        if not 20.0 <= self.weight_kg <= 400.0:
            raise SubjectError(f"A body weight of {self.weight_kg:g} kg is outside 20 to 400 kg: check it.")
        if self.age_y is not None and not 18 <= self.age_y <= 110:
            raise SubjectError(f"An age of {self.age_y:g} is outside 18 to 110: the model knows adults only.")
        if self.sex not in ("", "female", "male"):
            raise SubjectError(f"Sex {self.sex!r} is not known to the model: use female or male, or leave it empty.")


@dataclass(frozen=True)
class Population:
    """People numbered from `first`, `n` of them, drawn with `seed`."""

    n: int
    seed: int = 1
    first: int = 0

    def __post_init__(self) -> None:
        if self.n < 1 or self.first < 0 or not 0 <= self.seed < 2**63:
            raise ValueError("A population needs at least one person, and a seed of 0 or more.")

    def deviates(self, what: str) -> Array:
        """Standard normal deviates of `what`, one a person, shape (n,)."""
        name = hashlib.sha256(what.encode()).digest()[:8]
        bits = np.random.Philox(key=(int.from_bytes(name, "big") << 64) | self.seed).advance(self.first)
        raw = bits.random_raw(4 * self.n).reshape(self.n, 4)
        return _normal(_unit(raw[:, 0]), _unit(raw[:, 1]))


def _unit(raw: np.typing.NDArray[np.uint64]) -> Array:
    """Uniform on (0, 1], from the upper 53 bits."""
    return ((raw >> np.uint64(11)).astype(np.float64) + 1.0) * 2.0**-53


def _normal(u: Array, v: Array) -> Array:
    """Box and Muller: exact, and uses the same amount of randomness for everyone."""
    return np.sqrt(-2.0 * np.log(u)) * np.cos(2.0 * np.pi * v)


@dataclass(frozen=True)
class Individuals:
    """The parameter values of some people: of one typical person, or of a population around them.

    `individuals["disposition.CL"]` is an array of shape (n,): typical value x weight x sex x their own deviation.
    """

    subject: Subject
    population: Population | None = None
    parameters: Parameters | None = None

    @property
    def n(self) -> int:
        """How many people: one when there is no population."""
        return 1 if self.population is None else self.population.n

    @cached_property
    def _known(self) -> Parameters:
        return shipped() if self.parameters is None else self.parameters

    @cached_property
    def _drawn(self) -> dict[str, Array]:
        return {}

    def __getitem__(self, key: str) -> Array:
        if key not in self._drawn:
            parameter = self._known[key]
            typical = parameter.value * self._weight_factor(parameter.scale) * self._sex_factor(parameter)
            self._drawn[key] = self._varied(parameter, typical)
        return self._drawn[key]

    @property
    def parameter_ids(self) -> tuple[str, ...]:
        """The ids of all parameters there are."""
        return tuple(self._known)

    def typical(self, key: str) -> float:
        """The value without any deviation of the person, weight or sex."""
        return self._known[key].value

    def _weight_factor(self, scale: Scale) -> float:
        if scale is Scale.NONE:
            return 1.0
        exponent = self._known[f"covariate.{scale.value}_exponent"].value
        return float((self.subject.weight_kg / REFERENCE_WEIGHT_KG) ** exponent)

    def _sex_factor(self, parameter: Parameter) -> float:
        if not parameter.women_differ or not self.subject.sex:
            return 1.0
        half = math.sqrt(self._known["covariate.sex"].value)
        return half if self.subject.sex == "female" else 1.0 / half

    def _varied(self, parameter: Parameter, typical: float) -> Array:
        spread = parameter.spread
        if spread is None or self.population is None:
            return np.full(self.n, typical)
        deviation = math.sqrt(spread.between_people) * self.population.deviates(parameter.id)
        if spread.between_occasions > 0:
            occasion = self.population.deviates(f"{parameter.id} on occasion 1")
            deviation = deviation + math.sqrt(spread.between_occasions) * occasion
        if spread.law is Law.LOG:
            return typical * np.exp(deviation)
        return 1.0 / (1.0 + (1.0 / typical - 1.0) * np.exp(-deviation))
