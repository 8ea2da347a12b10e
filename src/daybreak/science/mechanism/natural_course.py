"""Knows what happens anyway: patients enter at a bad time and drift, mostly towards better, each by their own amount.

Regression to the mean and the natural course cannot be told apart in trials without an untreated arm; both are here.
"""

from daybreak.science.mechanism.declaration import Stage, State

STAGE = Stage(
    name="natural",
    title="Natural course",
    plainly="Depression changes by itself as well, for better in most and for worse in some.",
    states=(
        State.of(
            "natural",
            "Pull of the natural course on symptoms; negative where the patient worsens",
            gain="log(2) / natural_half_life * natural_effect",
            loss="log(2) / natural_half_life",
        ),
    ),
)
