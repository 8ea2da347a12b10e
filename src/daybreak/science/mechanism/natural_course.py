"""Knows what happens anyway: patients enter at a bad time and drift, mostly towards better, each by their own amount.

Regression to the mean and the natural course cannot be told apart in trials without an untreated arm; both are here.
Each treatment that failed makes the course flatter, as the later steps of STAR*D show.
So is relapse: each person is due a new episode at some time, and then nothing pulls any more (symptoms.py).
"""

from daybreak.science.mechanism.declaration import Quantity, Stage, State

STAGE = Stage(
    name="natural",
    title="Natural course",
    plainly="Depression changes by itself as well, for better in most and for worse in some.",
    quantities=(
        Quantity.of(
            "relapsed",
            "How far a new episode has set in, 0 to 1",
            "hill(elapsed, natural_relapse_after, natural_relapse_steepness)",
        ),
    ),
    states=(
        State.of("elapsed", "Time since the first visit", gain="1", loss="0", unit="h"),
        State.of(
            "natural",
            "Pull of the natural course on symptoms; negative where the patient worsens",
            gain="log(2) / natural_half_life * natural_effect * exp(-natural_resistance * resistance)",
            loss="log(2) / natural_half_life",
        ),
    ),
)
