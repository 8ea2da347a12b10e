"""Knows who is in a virtual trial: baseline ratings, age, weight, sex, resistance stage, and who leaves when.

Every draw follows from the seed and the person's number alone (population.py), so a person is the same in whatever
chunk, on whatever core, he or she is simulated.

The published mean and SD are those of ratings. With rating = true + error, the reliability is r = 1 - (error SD / SD)^2
and a person with rating x has the true score mean + r (x - mean), give or take error SD * sqrt(r).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.population import Population
from daybreak.science.trials.protocol import Enrolment
from daybreak.science.trials.scales import Scale

HOURS_PER_WEEK = 168.0
SUICIDALITY_ITEM = (1.55, 1.25)
"""Mean and SD of the MADRS item on thoughts of suicide at baseline (0 to 6), between the two arms of Price 2014
(doi of the parent trial 10.1176/appi.ajp.2013.13030392): 1.61 (1.37) and 1.48 (1.03). Other scales are taken in
proportion to what their item can give."""
_ITEM_POINTS = 6.0


@dataclass(frozen=True)
class People:
    """Some enrolled people, numbered from `first`; every array has shape (n,).

    `true` and `rated` are points of the scale at baseline, `suicidality_item` those of one item.
    """

    seed: int
    first: int
    scale: Scale
    true: Array
    rated: Array
    suicidality_item: Array
    age_y: Array
    weight_kg: Array
    female: Array
    resistance_stage: Array

    @property
    def n(self) -> int:
        """How many."""
        return int(self.true.size)

    @property
    def population(self) -> Population:
        """The source of these people's random numbers."""
        return Population(self.n, self.seed, self.first)

    @property
    def numbers(self) -> np.typing.NDArray[np.int64]:
        """Each person's number."""
        return np.arange(self.first, self.first + self.n)


def enrol(enrolment: Enrolment, scale: Scale, population: Population) -> People:
    """The people numbered as `population` says."""
    draw = population.deviates
    rated = _rated(enrolment, scale, draw("trials.baseline"))
    return People(
        seed=population.seed,
        first=population.first,
        scale=scale,
        true=_true(rated, enrolment, scale, draw("trials.baseline error")),
        rated=rated,
        suicidality_item=_item(scale, draw("trials.suicidality item")),
        age_y=np.clip(enrolment.age_y[0] + enrolment.age_y[1] * draw("trials.age"), 18.0, 100.0),
        weight_kg=np.clip(enrolment.weight_kg[0] + enrolment.weight_kg[1] * draw("trials.weight"), 40.0, 200.0),
        female=(_chance(draw("trials.sex")) < enrolment.female).astype(np.float64),
        resistance_stage=np.maximum(enrolment.resistance_stage + 0.8 * draw("trials.resistance"), 0.0),
    )


def leaves_after_h(people: People, enrolment: Enrolment, severity: Mapping[float, Array]) -> Array:
    """The hour after which each person is no longer seen, shape (n,); infinite for those who stay.

    The weekly hazard at the relative severity s is `leaving_per_week` * exp(`leaving_follows_severity` * (s - 1)), held
    from one visit to the next. `severity` gives s at each visit, in order.
    """
    budget = -np.log(np.clip(_chance(people.population.deviates("trials.leaving")), 1e-12, 1.0))
    left = np.full(people.n, np.inf)
    spent, since, before = np.zeros(people.n), 0.0, np.ones(people.n)
    for visit_h, now in severity.items():
        rate = enrolment.leaving_per_week * np.exp(enrolment.leaving_follows_severity * (before - 1.0))
        spent = spent + rate * (visit_h - since) / HOURS_PER_WEEK
        left = np.where((spent > budget) & np.isinf(left), since, left)
        since, before = visit_h, now
    return left


def _rated(enrolment: Enrolment, scale: Scale, deviates: Array) -> Array:
    baseline = enrolment.baseline
    score = np.rint(baseline.mean + baseline.sd * deviates)
    return np.clip(score, max(baseline.at_least, 1.0), scale.maximum)


def _true(rated: Array, enrolment: Enrolment, scale: Scale, deviates: Array) -> Array:
    baseline = enrolment.baseline
    if baseline.sd <= scale.noise_sd:
        return np.full_like(rated, baseline.mean)
    reliability = 1.0 - (scale.noise_sd / baseline.sd) ** 2
    true = baseline.mean + reliability * (rated - baseline.mean) + scale.noise_sd * np.sqrt(reliability) * deviates
    return np.asarray(np.clip(true, 0.5, scale.maximum))


def _item(scale: Scale, deviates: Array) -> Array:
    mean, sd = (scale.suicidality_maximum / _ITEM_POINTS * value for value in SUICIDALITY_ITEM)
    return np.asarray(np.clip(mean + sd * deviates, 0.0, scale.suicidality_maximum))


def _chance(deviates: Array) -> Array:
    """Uniform on (0, 1) from standard normal deviates."""
    return np.array([0.5 * math.erfc(-z / math.sqrt(2.0)) for z in deviates])
