"""Knows which traits of a person go together: the correlations between the deviations of different numbers.

They are data in mechanism.toml, each with its source and certainty; the matrix they make is checked when it is read.
Draws stay a function of seed, number and person alone: each trait keeps the independent deviates it has (population.py)
and the correlated ones are their mixture by the triangular root of the matrix, the first of a group unchanged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from itertools import combinations
from typing import Any

import numpy as np

from daybreak.science import parameters
from daybreak.science.compartments import Array
from daybreak.science.mechanism import quantified
from daybreak.science.population import Population
from daybreak.science.sourced import Certainty, ParameterError, Register, Source, by_id

_LEAST_ROOT = 1e-6


@dataclass(frozen=True)
class Correlation:
    """Between the deviations of every two of `between` (ids of numbers), on the scale of their laws."""

    id: str
    between: tuple[str, ...]
    value: float
    source: Source
    certainty: Certainty
    note: str


@dataclass(frozen=True)
class Correlations(Register[Correlation]):
    """All that are declared. Raises `ParameterError` unless they make a positive definite matrix."""

    def __post_init__(self) -> None:
        pairs = [frozenset(pair) for entry in self.values() for pair in combinations(entry.between, 2)]
        for pair in pairs:
            if pairs.count(pair) > 1 or len(pair) < 2:
                raise ParameterError(f"The correlation of {' and '.join(sorted(pair))} is given twice.")
        if self.ids and np.linalg.eigvalsh(self.matrix)[0] < _LEAST_ROOT:
            raise ParameterError("The correlations contradict one another: their matrix is not positive definite.")

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Every number that is correlated with another, in the order of the file."""
        return tuple(dict.fromkeys(name for entry in self.values() for name in entry.between))

    @cached_property
    def matrix(self) -> Array:
        """The correlation of each with each, in the order of `ids`."""
        found = np.eye(len(self.ids))
        for entry in self.values():
            for pair in combinations(entry.between, 2):
                one, other = (self.ids.index(name) for name in pair)
                found[one, other] = found[other, one] = entry.value
        return found

    @cached_property
    def mixtures(self) -> Mapping[str, Mapping[str, float]]:
        """For each deviate that is drawn, the independent ones it is made of and how much of each."""
        if not self.ids:
            return {}
        root = np.linalg.cholesky(self.matrix)
        named = [deviate(name) for name in self.ids]
        return {
            name: {other: float(share) for other, share in zip(named, row, strict=True) if abs(share) > 1e-12}
            for name, row in zip(named, root, strict=True)
        }


@dataclass(frozen=True)
class Correlated(Population):
    """A population whose traits go together as the shipped correlations say."""

    @cached_property
    def _independent(self) -> dict[str, Array]:
        return {}

    def deviates(self, what: str) -> Array:
        """Standard normal deviates of `what`, one a person, shape (n,)."""
        parts = shipped().mixtures.get(what)
        if parts is None:
            return super().deviates(what)
        return np.asarray(sum(share * self._alone(name) for name, share in parts.items()))

    def _alone(self, what: str) -> Array:
        if what not in self._independent:
            self._independent[what] = super().deviates(what)
        return self._independent[what]


def deviate(key: str) -> str:
    """What the deviates of a number are called where they are drawn. Raises `ParameterError` for one that is fixed."""
    if key in quantified.shipped():
        if quantified.shipped()[key].between_people == 0:
            raise ParameterError(f"{key} does not differ between people: it cannot be correlated.")
        return f"mechanism {key}"
    if key not in parameters.shipped() or parameters.shipped()[key].spread is None:
        raise ParameterError(f"No number called {key} differs between people: it cannot be correlated.")
    return key


@cache
def shipped() -> Correlations:
    """The correlations in the package, read once."""
    return parse(resources.files(__package__).joinpath("mechanism.toml").read_bytes())


def parse(content: bytes) -> Correlations:
    """Correlations from the bytes of a TOML file. Raises `ParameterError` naming the entry that is wrong."""
    return Correlations(*by_id(content, "correlation", _correlation))


def _correlation(entry: Mapping[str, Any], sources: Mapping[str, Source]) -> Correlation:
    found = Correlation(
        id=entry["id"],
        between=tuple(entry["between"]),
        value=float(entry["value"]),
        source=sources[entry["source"]],
        certainty=Certainty(entry["certainty"]),
        note=entry.get("note", ""),
    )
    if len(found.between) < 2 or not -1.0 < found.value < 1.0:
        raise ParameterError(f"Correlation {found.id}: it needs two numbers or more and a value between -1 and 1.")
    for name in found.between:
        deviate(name)
    return found
