"""Knows how trials differ beyond chance: by a shift of everybody in one, and a shift of those on the drug.

A shift is in units of relative severity (0.1 is a tenth of the baseline) and is there a few hours after the first dose:

    severity(t) = model(t) - (setting + treatment [if the arm is active]) * (1 - exp(-t / 3 h)),  at least 0
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.population import Population

SETTLES_H = 3.0


@dataclass(frozen=True)
class Shifts:
    """The shift of each simulated trial: `setting` of all its arms, `treatment` of its active arms; shape (draws,)."""

    setting: Array
    treatment: Array

    def of(self, active: bool) -> Array:
        """What the people of an arm improve by, shape (draws,)."""
        return self.setting + self.treatment if active else self.setting


def draw_shifts(setting_sd: Array, treatment_sd: Array, seed: int, first: int) -> Shifts:
    """The shifts of trials numbered from `first`; a trial's own do not depend on how many are drawn."""
    trials = Population(int(np.size(setting_sd)), seed, first)
    return Shifts(
        setting=setting_sd * trials.deviates("trials.setting"),
        treatment=treatment_sd * trials.deviates("trials.treatment"),
    )


def shifted(severities: Mapping[str, Array], shift: Array, times_h: Array) -> dict[str, Array]:
    """The severities (n, times) of people whose trial is shifted by `shift`, shape (n,)."""
    there = 1.0 - np.exp(-times_h / SETTLES_H)
    by = shift[:, None] * there[None, :]
    return {domain: np.maximum(value - by, 0.0) for domain, value in severities.items()}
