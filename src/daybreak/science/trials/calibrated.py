"""Knows which numbers the published trials set, and what was believed of each before: standard normal coordinates.

The typical values come from mechanism.toml (those marked `fit`), with priors wider by `WIDENED`: their medians were
chosen with some of the same trials in view, so those trials must not be believed twice. With them go a few spreads
between people, and how much trials differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.mechanism.quantified import Law, Numbers
from daybreak.science.mechanism.quantified import shipped as shipped_numbers
from daybreak.science.population import Population
from daybreak.science.trials.posterior import HETEROGENEITY

WIDENED = 1.25
UNTOLD = (
    "therapy.integration",
    "therapy.cbt",
    "therapy.synergy",
    "therapy.virtual_reality",
    "therapy.half_life",
    "glutamate.benzodiazepine",
    "symptoms.resistance",
    "symptoms.half_relief",
    "plasticity.established_half_life",
)
"""Nothing that is counted tells of these: they keep their priors, unwidened."""
SPREADS = {
    "symptoms.reach.spread": ("symptoms.reach.spread",),
    "natural.effect.spread": ("natural.effect.spread",),
    "expectancy.spread": tuple(f"expectancy.{kind}.spread" for kind in ("inert", "midazolam", "drug", "open")),
}
"""How much people differ, and in what: one number moves the spreads of expectancy in every kind of arm."""
_SPREAD_LOG_SD = 0.8
_SHIFT_MEDIAN, _SHIFT_LOG_SD = 0.05, 0.6


@dataclass(frozen=True)
class Coordinate:
    """One number to find: `median` and `sd` of its prior, the latter on the scale of `law`; and what it `sets`."""

    name: str
    meaning: str
    law: Law
    median: float
    sd: float
    sets: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "sets", self.sets or (self.name,))

    def value(self, z: Array) -> Array:
        """The number at `z` standard deviations of its prior."""
        if self.law is Law.LOG:
            return np.asarray(self.median * np.exp(self.sd * z))
        if self.law is Law.LOGIT:
            return np.asarray(1.0 / (1.0 + (1.0 / self.median - 1.0) * np.exp(-self.sd * z)))
        return np.asarray(self.median + self.sd * z)

    def deviate(self, value: Array) -> Array:
        """How many standard deviations of its prior `value` lies above the median: the inverse of `value`."""
        if self.law is Law.LOG:
            return np.asarray(np.log(value / self.median) / self.sd)
        if self.law is Law.LOGIT:
            return np.asarray((np.log(value / (1.0 - value)) - np.log(self.median / (1.0 - self.median))) / self.sd)
        return np.asarray((value - self.median) / self.sd)


@dataclass(frozen=True)
class Space:
    """All coordinates; a point is an array whose last axis follows them, each standard normal before the trials."""

    coordinates: tuple[Coordinate, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The name of each coordinate."""
        return tuple(coordinate.name for coordinate in self.coordinates)

    @property
    def mechanism(self) -> int:
        """How many coordinates, from the first, the mechanism takes; the others say how trials differ."""
        return len(self.coordinates) - len(HETEROGENEITY)

    def values(self, points: Array) -> dict[str, Array]:
        """Every number that `points` (draws, coordinates) set, (draws,). The last coordinates may be left out."""
        present = list(zip(self.coordinates, range(points.shape[-1]), strict=False))
        return {name: one.value(points[..., at]) for one, at in present for name in one.sets}

    def points(self, values: Mapping[str, Array]) -> Array:
        """The points (draws, coordinates) that set `values`."""
        return np.stack([one.deviate(values[one.sets[0]]) for one in self.coordinates], axis=1)


@cache
def space() -> Space:
    """The coordinates of the shipped mechanism."""
    numbers = shipped_numbers()
    typical = [_typical(numbers, number.id) for number in numbers.fitted if number.id not in UNTOLD]
    spreads = [_spread(numbers, name, sets) for name, sets in SPREADS.items()]
    return Space((*typical, *spreads, *_shifts()))


def untold(n: int, seed: int = 1) -> dict[str, Array]:
    """`n` draws of the priors of the numbers that no counted trial tells of, so that they widen what rests on them."""
    numbers, people = shipped_numbers(), Population(n, seed)
    return {
        name: Coordinate(
            name, numbers[name].meaning, numbers[name].prior.law, numbers[name].value, numbers[name].prior.sd
        ).value(people.deviates(f"prior {name}"))
        for name in UNTOLD
    }


def _typical(numbers: Numbers, name: str) -> Coordinate:
    number = numbers[name]
    return Coordinate(name, number.meaning, number.prior.law, number.value, WIDENED * number.prior.sd)


def _spread(numbers: Numbers, name: str, sets: tuple[str, ...]) -> Coordinate:
    number = numbers[sets[0].removesuffix(".spread")]
    meaning = f"How much people differ (SD of the logarithm, or of the value): {number.meaning.lower()}"
    return Coordinate(name, meaning, Law.LOG, number.between_people, _SPREAD_LOG_SD, sets)


def _shifts() -> tuple[Coordinate, ...]:
    said = (
        "SD of the shift of a trial's setting (of relative severity)",
        "SD of the shift of its active arms, likewise",
    )
    return tuple(
        Coordinate(name, meaning, Law.LOG, _SHIFT_MEDIAN, _SHIFT_LOG_SD)
        for name, meaning in zip(HETEROGENEITY, said, strict=True)
    )
