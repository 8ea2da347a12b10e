"""Knows the surge of glutamate: more when interneurons fall silent, less when pyramidal cells are blocked as well.

So the surge is an inverted U of the dose, as in rats (a rise at 10 to 30 mg/kg, none at 50, a fall at 200; Moghaddam
1997) and as far as it was measured in people (prefrontal glutamate up about a third near 26 min; Milak 2016).
A benzodiazepine taken every day restores inhibition and takes a share of the surge away.
"""

from daybreak.science.mechanism.declaration import Quantity, Stage, State

STAGE = Stage(
    name="glutamate",
    title="Disinhibition and the glutamate surge",
    plainly="With their brakes off, nerve cells of the prefrontal cortex release a burst of glutamate.",
    quantities=(
        Quantity.of(
            "disinhibition",
            "Release of glutamate over its ordinary level, as a share of the most there can be",
            "hill(block_interneuron, glutamate_half_block, glutamate_steepness)"
            " * (1 - hill(block_pyramidal, glutamate_pyramidal_half, 2))"
            " * (1 - glutamate_benzodiazepine * takes_benzodiazepine)",
        ),
    ),
    states=(
        State.of(
            "glutamate",
            "Extracellular glutamate over its ordinary level, as a share of the most there can be",
            gain="log(2) / glutamate_half_life * disinhibition",
            loss="log(2) / glutamate_half_life",
        ),
    ),
)
