"""Knows what psychotherapy adds: a lasting pull from each session, perhaps more while the synapses are plastic.

Each integration or CBT session adds its gain times (1 + synergy x plasticity at the session). Whether there is any
synergy has not been shown: its prior is centred on zero, as is that of the virtual room.
"""

from daybreak.science.mechanism.declaration import EventKind, Jump, Stage, State

STAGE = Stage(
    name="therapy",
    title="Psychotherapy",
    plainly=(
        "Each session leaves something that lasts for months. It may work better in the days after a dose, while the "
        "brain is plastic; this is hoped for and not yet shown."
    ),
    states=(
        State.of(
            "therapy",
            "Pull of psychotherapy on symptoms",
            gain="0",
            loss="log(2) / therapy_half_life",
        ),
    ),
    jumps=(
        Jump.of(
            EventKind.THERAPY,
            "therapy",
            "therapy + therapy_integration * (1 + therapy_synergy * plasticity)"
            " * (1 + therapy_virtual_reality * virtual_reality)",
        ),
        Jump.of(EventKind.CBT, "therapy", "therapy + therapy_cbt * (1 + therapy_synergy * plasticity)"),
    ),
)
