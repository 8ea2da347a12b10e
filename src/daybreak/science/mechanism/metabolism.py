"""Knows how fast each patient's CYP2B6 removes ketamine: normal, intermediate or poor, and what that does to clearance.

Under steady infusion carriers of the slow allele cleared ketamine far more slowly (Li 2015); after one small oral dose
ten volunteers of each genotype did not differ (Rao 2016). So the difference of the first is taken in part only, with a
wide prior. Published clearances are those of mixed groups: the geometric mean over the phenotypes is kept,
and what the phenotypes explain is taken out of the published variance, so that people differ no more than was measured.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.mechanism.quantified import shipped

NORMAL, INTERMEDIATE, POOR = 0.0, 1.0, 2.0
UNKNOWN = -1.0
PHENOTYPES = (NORMAL, INTERMEDIATE, POOR)
SLOWED = ("disposition.CL", "spray.kmet")
"""What the enzyme removes: ketamine in the arterial model, and in the liver of the esketamine spray's."""
_LEAST = 0.1
"""The share of the published variance that phenotypes never explain away."""


@dataclass(frozen=True)
class Metabolism:
    """How common the phenotypes are, and the logarithm of each one's clearance over the normal one's."""

    shares: tuple[float, float, float]
    logs: tuple[float, float, float]

    @classmethod
    def of(cls, parameters: Mapping[str, float | Array]) -> "Metabolism":
        """From the numbers called population.cyp2b6_*; those of `parameters` in place of the shipped ones."""
        intermediate, poor = (_number(parameters, f"{name}_share") for name in ("intermediate", "poor"))
        seen = _number(parameters, "seen")
        logs = tuple(seen * math.log(_number(parameters, f"{name}_clearance")) for name in ("intermediate", "poor"))
        return cls((1.0 - intermediate - poor, intermediate, poor), (0.0, logs[0], logs[1]))

    @property
    def mean(self) -> float:
        """Of the logarithm, over the population."""
        return sum(share * log for share, log in zip(self.shares, self.logs, strict=True))

    @property
    def variance(self) -> float:
        """Of the logarithm, between people, explained by the phenotypes."""
        return sum(share * (log - self.mean) ** 2 for share, log in zip(self.shares, self.logs, strict=True))

    def unexplained(self, variance: float) -> float:
        """The standard deviation left of a published `variance` when that of the phenotypes is taken out."""
        return math.sqrt(max(variance - self.variance, _LEAST * variance))

    def drawn(self, deviates: Array) -> Array:
        """Phenotypes, (n,), of people whose places in the population are standard normal `deviates`."""
        below = np.cumsum(self.shares)[:-1].tolist()
        return np.searchsorted([NormalDist().inv_cdf(share) for share in below], deviates).astype(np.float64)

    def factors(self, phenotypes: Array) -> Array:
        """Each person's clearance over the typical one, (n,); 1 where the phenotype is not known."""
        each = np.exp(np.append(np.array(self.logs) - self.mean, 0.0))
        return np.asarray(each[phenotypes.astype(np.intp)])


def _number(parameters: Mapping[str, float | Array], name: str) -> float:
    """One number for all: a share of the population is nobody's own."""
    key = f"population.cyp2b6_{name}"
    value = np.asarray(parameters.get(key, shipped()[key].value))
    if np.ptp(value) > 0:
        raise ValueError(f"{key} must be one number for all people of a call.")
    return float(value.flat[0])
