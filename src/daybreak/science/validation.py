"""Knows how the whole model compares with what was published: each value predicted, with its criterion and verdict.

Every prediction is of the typical person, without variability.
"""

from collections.abc import Sequence

from daybreak.science.comparison import Comparison, Verdict
from daybreak.science.validation_effects import effects
from daybreak.science.validation_kinetics import kinetics


def validate() -> tuple[Comparison, ...]:
    """Every comparison there is: concentrations, then the acute effects."""
    return (*kinetics(), *effects())


def failures(comparisons: Sequence[Comparison]) -> tuple[Comparison, ...]:
    """Those that miss their criterion."""
    return tuple(comparison for comparison in comparisons if comparison.verdict is Verdict.FAIL)
