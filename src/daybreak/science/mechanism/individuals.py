"""Knows the numbers of each patient: kinetic ones by weight, sex and age, mechanism ones by their spread.

Draws follow population.py: a function of seed, what varies and the person's number, and of nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.mechanism.course import Course, People
from daybreak.science.mechanism.quantified import Law, Numbers, shipped
from daybreak.science.parameters import Scale
from daybreak.science.population import REFERENCE_WEIGHT_KG, Individuals, Population, Subject

_ACUTE = ("C50", "gamma", "Emax", "E0")


@dataclass(frozen=True)
class Cohort(Individuals):
    """Kinetic parameters of people who differ in weight, sex and age, each by their own."""

    people: People = field(kw_only=True)

    @property
    def n(self) -> int:
        """How many people."""
        return self.people.n

    def __getitem__(self, key: str) -> Array:
        if key not in self._drawn:
            parameter = self._known[key]
            typical = parameter.value * self._by_weight(parameter.scale)
            if parameter.women_differ:
                typical = typical * self._known["covariate.sex"].value ** (0.5 * self.people.woman)
            if key == "spray.Qh":
                typical = typical - self.typical("spray.Qh_age") * np.maximum(self.people.age_y - 60.0, 0.0)
            self._drawn[key] = self._varied(parameter, cast(float, typical))
        return self._drawn[key]

    def _by_weight(self, scale: Scale) -> Array:
        if scale is Scale.NONE:
            return np.ones(self.n)
        exponent = self._known[f"covariate.{scale.value}_exponent"].value
        return np.asarray((self.people.weight_kg / REFERENCE_WEIGHT_KG) ** exponent)


@dataclass(frozen=True)
class Gathered(Cohort):
    """People picked from several cohorts, each with the numbers they had there."""

    cohorts: tuple[Cohort, ...] = ()

    def __getitem__(self, key: str) -> Array:
        return np.concatenate([cohort[key] for cohort in self.cohorts])


@dataclass(frozen=True)
class Some(Cohort):
    """Those of a cohort at the places `which`, with the numbers they have there."""

    whole: Cohort = field(kw_only=True)
    which: tuple[int, ...] = ()

    def __getitem__(self, key: str) -> Array:
        return np.asarray(self.whole[key][list(self.which)])


def picked(people: People, seed: int | None, which: Sequence[int]) -> Gathered:
    """The kinetic parameters of some of `people`, as they are in the whole."""
    ones = tuple(cohort(people.part(int(i), int(i) + 1), seed) for i in which)
    return Gathered(Subject(), None, people=people.chosen(which), cohorts=ones)


def cohort(people: People, seed: int | None) -> Cohort:
    """The kinetic parameters of `people`; without a seed only weight, sex and age tell them apart."""
    population = None if seed is None else Population(people.n, seed, people.first)
    return Cohort(Subject(), population, people=people)


def formula_values(
    course: Course, people: People, kinetics: Cohort, parameters: Mapping[str, float | Array], seed: int | None
) -> dict[str, float | Array]:
    """Every parameter and fact the formulas know, by name: one number, or an array (n,) where people differ."""
    known = shipped()
    replaced = _accepted(parameters, known, people.n)
    values: dict[str, float | Array] = {
        number.name: _varied(number.id, known, replaced, people, seed) for number in known.values()
    }
    acute = {f"dissociation_{name}": kinetics[f"dissociation.{name}"] for name in _ACUTE}
    return values | dict(course.facts) | dict(people.facts) | acute


def _accepted(parameters: Mapping[str, float | Array], known: Numbers, n: int) -> dict[str, float | Array]:
    allowed = known.values_by_id()
    for key, value in parameters.items():
        if key not in allowed:
            raise ValueError(f"The mechanism has no number called {key}.")
        if np.shape(value) not in ((), (n,)) or not np.all(np.isfinite(value)):
            raise ValueError(f"{key} needs one finite number, or one for each of the {n} people.")
    return {**allowed, **parameters}


def _varied(
    key: str, known: Numbers, values: Mapping[str, float | Array], people: People, seed: int | None
) -> float | Array:
    typical = values[key] if np.ndim(values[key]) else float(values[key])
    if seed is None or known[key].between_people == 0:
        return typical
    deviation = values[f"{key}.spread"] * Population(people.n, seed, people.first).deviates(f"mechanism {key}")
    if known[key].prior.law is Law.NORMAL:
        return np.asarray(typical + deviation)
    return np.asarray(typical * np.exp(deviation))
