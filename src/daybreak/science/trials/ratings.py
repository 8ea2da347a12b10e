"""Knows how the state of simulated people becomes what a trial writes down: ratings at visits, of those still seen."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.trials.cohort import People, leaves_after_h
from daybreak.science.trials.heterogeneity import shifted
from daybreak.science.trials.protocol import Analysis, Arm, Protocol
from daybreak.science.trials.simulator import Simulator, Values

_ITEM_NOISE_SD = 0.4
"""SD of one rating of a single item (points); assumed."""


@dataclass(frozen=True)
class Ratings:
    """`baseline` (n,), `score` (n, visits) and `seen` (n, visits); `suicidal` says who had thoughts of suicide, with
    baseline in the first column: (n, 1 + visits)."""

    baseline: Array
    score: Array
    seen: np.typing.NDArray[np.bool_]
    suicidal: np.typing.NDArray[np.bool_]

    @property
    def change(self) -> Array:
        """Points from baseline, (n, visits); negative is better."""
        return self.score - self.baseline[:, None]

    def improved_by(self, percent: float) -> np.typing.NDArray[np.bool_]:
        """Who improved by at least `percent` of baseline."""
        return -100.0 * self.change >= percent * self.baseline[:, None]


def rate(protocol: Protocol, arm: Arm, people: People, values: Values, shift: Array, simulator: Simulator) -> Ratings:
    """What is written down of `people` in `arm` whose trial is shifted by `shift` (n,)."""
    severities = simulator(arm, people, values, np.array(protocol.visits_h))
    return rated(protocol, people, severities, shift)


def rated(protocol: Protocol, people: People, severities: Mapping[str, Array], shift: Array) -> Ratings:
    """What is written down of people whose severities (n, visits) are known, their trial shifted by `shift` (n,)."""
    moved = shifted(severities, shift, np.array(protocol.visits_h))
    relative = people.scale.relative(moved)
    visits = range(relative.shape[1])
    true = people.true[:, None] * relative
    score = [people.scale.rate(true[:, at], _deviates(people, "rating", at)) for at in visits]
    ratings = Ratings(
        baseline=people.rated,
        score=np.stack(score, axis=1),
        seen=_seen(protocol, people, relative),
        suicidal=_suicidal(people, moved),
    )
    return analysed(protocol.analysis, ratings)


def analysed(analysis: Analysis, ratings: Ratings) -> Ratings:
    """The ratings as the analysis takes them: who left is unseen, or is seen with the last rating, or with baseline."""
    if analysis is Analysis.OBSERVED:
        return ratings
    filled = ratings.score.copy()
    before = ratings.baseline
    for at in range(filled.shape[1]):
        instead = before if analysis is Analysis.LAST_OBSERVATION else ratings.baseline
        filled[:, at] = np.where(ratings.seen[:, at], filled[:, at], instead)
        before = filled[:, at]
    return Ratings(ratings.baseline, filled, np.ones_like(ratings.seen), ratings.suicidal)


def _seen(protocol: Protocol, people: People, relative: Array) -> np.typing.NDArray[np.bool_]:
    left = leaves_after_h(people, protocol.enrolment, {h: relative[:, at] for at, h in enumerate(protocol.visits_h)})
    return np.asarray(left[:, None] >= np.array(protocol.visits_h)[None, :])


def _suicidal(people: People, severities: Mapping[str, Array]) -> np.typing.NDArray[np.bool_]:
    """Whether the scale's item on thoughts of suicide is above what counts as absent; nobody on a scale without one."""
    item, scale = people.suicidality_item, people.scale
    course = np.concatenate([np.ones((people.n, 1)), severities["suicidality"]], axis=1)
    noise = np.stack([_deviates(people, "suicidality item", at) for at in range(course.shape[1])], axis=1)
    points = np.clip(np.rint(item[:, None] * course + _ITEM_NOISE_SD * noise), 0, scale.suicidality_maximum)
    return np.asarray(points > scale.suicidality_absent_at_most)


def _deviates(people: People, what: str, at: int) -> Array:
    return people.population.deviates(f"trials.{what} at visit {at}")
