"""Knows what a virtual trial asks of the mechanism: an arm and some people in, four symptom domains over time out."""

from collections.abc import Mapping
from typing import Protocol

from daybreak.science.compartments import Array
from daybreak.science.trials.cohort import People
from daybreak.science.trials.protocol import Arm

Values = Mapping[str, Array]
"""Population parameters by name, each of shape (n,): one value a person, so that many draws run side by side."""


class Simulator(Protocol):
    """What runs one arm.

    Returns the severity of each domain (mood, motivation, suicidality, cognition), shape (n, times), where 1 is the
    person's own baseline and 0 is well. The result for a person depends on that person alone.
    """

    def __call__(self, arm: Arm, people: People, values: Values, times_h: Array) -> Mapping[str, Array]:
        """Severities of `people` in `arm` at `times_h` (h from the first dose)."""
        ...
