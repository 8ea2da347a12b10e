"""A stand-in for the mechanism, simple enough to compute by hand: doses relieve, and what they relieved comes back."""

from collections.abc import Mapping

import numpy as np

from daybreak.science.trials.cohort import People
from daybreak.science.trials.protocol import Arm
from daybreak.science.trials.scales import DOMAINS

RELIEF, HOPE, SPREAD, HALF_LIFE_H = "plain.relief", "plain.hope", "plain.spread", 120.0


def plain(arm: Arm, people: People, values: Mapping[str, np.ndarray], times_h: np.ndarray) -> dict[str, np.ndarray]:
    """Each session takes away hope, each dose relief as well, times a person's own lognormal factor; both fade."""
    own = np.exp(values[SPREAD] * people.population.deviates("plain person"))
    gone = np.zeros((people.n, times_h.size))
    for size, moments in ((values[RELIEF] + values[HOPE], arm.given_h), (values[HOPE], arm.sham_h)):
        for moment in moments:
            since = times_h - moment
            fading = np.where(since > 0, np.exp2(-np.maximum(since, 0.0) / HALF_LIFE_H), 0.0)
            gone = gone + (size * own)[:, None] * fading
    return dict.fromkeys(DOMAINS, np.exp(-gone))


def still(arm: Arm, people: People, values: Mapping[str, np.ndarray], times_h: np.ndarray) -> dict[str, np.ndarray]:
    """Nobody changes."""
    return {domain: np.ones((people.n, times_h.size)) for domain in DOMAINS}
