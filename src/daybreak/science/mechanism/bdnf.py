"""Knows the signal that follows: BDNF release, TrkB and mTORC1 within minutes, and the proteins made over hours.

In rats mTORC1 is activated at once and back near baseline within about 2 h, while synaptic proteins are raised from
2 h to beyond 72 h (Li 2010). In people plasma BDNF 4 h after the dose goes with the fall of the score (Haile 2014).
"""

from daybreak.science.mechanism.declaration import Stage, State

STAGE = Stage(
    name="bdnf",
    title="BDNF, TrkB and mTORC1",
    plainly="Growth signals are released within minutes, and over the next hours the cells make new synaptic proteins.",
    states=(
        State.of(
            "growth_signal",
            "Activity of TrkB and mTORC1 over baseline, as a share of the most there can be",
            gain="log(2) / bdnf_signal_half_life * hill(ampa, bdnf_half_throughput, 1)",
            loss="log(2) / bdnf_signal_half_life",
        ),
        State.of(
            "bdnf",
            "BDNF and the synaptic proteins made under it, over baseline, on the scale of the signal",
            gain="log(2) / bdnf_protein_half_life * growth_signal",
            loss="log(2) / bdnf_protein_half_life",
        ),
    ),
)
