"""Knows the numbers of each patient: kinetic ones by weight, sex, age and CYP2B6, mechanism ones by their spread.

Draws follow population.py: a function of seed, what varies and the person's number, and of nothing else. What goes
together in a person is drawn together (correlations.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import cast

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.mechanism.correlations import Correlated, deviate
from daybreak.science.mechanism.course import Course, People
from daybreak.science.mechanism.metabolism import SLOWED, UNKNOWN, Metabolism
from daybreak.science.mechanism.quantified import Law, Numbers, shipped
from daybreak.science.parameters import Parameter, Scale
from daybreak.science.population import REFERENCE_WEIGHT_KG, Individuals, Population, Subject

_ACUTE = (
    *(f"dissociation.{name}" for name in ("C50", "gamma", "Emax", "E0")),
    *(f"pressure.{name}" for name in ("C50", "systolic", "diastolic", "heart_rate")),
)


@dataclass(frozen=True)
class Cohort(Individuals):
    """Kinetic parameters of people who differ in weight, sex, age and CYP2B6, each by their own."""

    people: People = field(kw_only=True)
    metabolism: Metabolism = field(kw_only=True, default_factory=lambda: Metabolism.of({}))

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
            if key in SLOWED:
                typical = typical * self.metabolism.factors(self.cyp2b6)
                parameter = self._explained(parameter)
            self._drawn[key] = self._varied(parameter, cast(float, typical))
        return self._drawn[key]

    @cached_property
    def cyp2b6(self) -> Array:
        """Each person's phenotype: the known one, else drawn; without a seed what is not known stays so."""
        known = self.people.cyp2b6
        if self.population is None or not np.any(known == UNKNOWN):
            return known
        drawn = self.metabolism.drawn(self.population.deviates("population CYP2B6"))
        return np.where(known == UNKNOWN, drawn, known)

    def _explained(self, parameter: Parameter) -> Parameter:
        """The parameter with what the phenotypes explain taken out of its spread."""
        if parameter.spread is None or self.population is None:
            return parameter
        left = self.metabolism.unexplained(parameter.spread.between_people) ** 2
        return replace(parameter, spread=replace(parameter.spread, between_people=left))

    def _by_weight(self, scale: Scale) -> Array:
        if scale is Scale.NONE:
            return np.ones(self.n)
        exponent = self._known[f"covariate.{scale.value}_exponent"].value
        return np.asarray((self.people.weight_kg / REFERENCE_WEIGHT_KG) ** exponent)


@dataclass(frozen=True)
class Some(Cohort):
    """Those of a cohort at the places `which`, with the numbers they have there."""

    whole: Cohort = field(kw_only=True)
    which: tuple[int, ...] = ()

    def __getitem__(self, key: str) -> Array:
        return np.asarray(self.whole[key][list(self.which)])


def cohort(people: People, seed: int | None, parameters: Mapping[str, float | Array] | None = None) -> Cohort:
    """The kinetic parameters of `people`; without a seed only their facts tell them apart."""
    population = None if seed is None else Correlated(people.n, seed, people.first)
    return Cohort(Subject(), population, people=people, metabolism=Metabolism.of(parameters or {}))


def formula_values(
    course: Course, people: People, kinetics: Cohort, parameters: Mapping[str, float | Array], seed: int | None
) -> dict[str, float | Array]:
    """Every parameter and fact the formulas know, by name: one number, or an array (n,) where people differ."""
    known = shipped()
    replaced = _accepted(parameters, known, people.n)
    population = None if seed is None else Correlated(people.n, seed, people.first)
    values: dict[str, float | Array] = {
        number.name: _varied(number.id, known, replaced, population) for number in known.values()
    }
    acute = {name.replace(".", "_"): kinetics[name] for name in _ACUTE}
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
    key: str, known: Numbers, values: Mapping[str, float | Array], population: Population | None
) -> float | Array:
    typical = values[key] if np.ndim(values[key]) else float(values[key])
    if population is None or known[key].between_people == 0:
        return typical
    deviation = values[f"{key}.spread"] * population.deviates(deviate(key))
    if known[key].prior.law is Law.NORMAL:
        return np.asarray(typical + deviation)
    return np.asarray(typical * np.exp(deviation))
