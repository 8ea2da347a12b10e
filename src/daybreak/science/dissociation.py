"""Knows how strongly a person dissociates: the CADSS score and the programme's own rating from 0 to 10.

With C the concentration of S-ketamine in the brain (R-ketamine adds nothing to altered perception, Olofsen 2022):

    f     = C^gamma / (C50^gamma + C^gamma)
    CADSS = E0 + Emax f          at most 92, the top of the 23 items
    0-10  = 10 f                 a design assumption: no study has set this rating against concentration

Emax and gamma were set on published means; they are not published numbers.
"""

from dataclasses import dataclass

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.population import Individuals

HIGHEST_CADSS = 92.0
PRESENT_ABOVE_CADSS = 4.0


@dataclass(frozen=True)
class Dissociation:
    """The course of dissociation, arrays of shape (people, times)."""

    fraction: Array
    cadss: Array

    @property
    def rating(self) -> Array:
        """The programme's rating, 0 to 10."""
        return 10.0 * self.fraction


def dissociation(brain_ng_per_ml: Array, who: Individuals) -> Dissociation:
    """Dissociation from the S-ketamine concentration in the brain, shape (people, times), for each of `who`."""
    half = who["dissociation.C50"][:, None]
    fraction = hill(brain_ng_per_ml, half, who.typical("dissociation.gamma"))
    score = who.typical("dissociation.E0") + who["dissociation.Emax"][:, None] * fraction
    return Dissociation(fraction, np.minimum(score, HIGHEST_CADSS))


def hill(concentration: Array, half: Array | float, steepness: float) -> Array:
    """C^g / (half^g + C^g), for concentrations of 0 and more."""
    power = (concentration / half) ** steepness
    return np.asarray(power / (1.0 + power))
