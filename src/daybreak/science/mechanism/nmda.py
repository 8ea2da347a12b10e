"""Knows how far ketamine blocks NMDA receptors, on inhibitory interneurons and on pyramidal cells.

Ketamine enters open channels and is trapped there. Interneurons fire more and carry GluN2C/2D subunits, which ketamine
blocks about four times as readily in the presence of magnesium (Kotermanski 2009), so they are blocked first. Trapping
makes the block follow the concentration with a delay. How much of the human receptor is occupied is not known: PET
found no consistent change (van der Aart 2018), so access and both half-blocking concentrations have wide priors.
"""

from daybreak.science.mechanism.declaration import Stage, State

STAGE = Stage(
    name="nmda",
    title="NMDA receptor block",
    plainly=(
        "Ketamine plugs NMDA receptors, first those on the cells that normally hold other nerve cells back. "
        "Nobody has measured in people how many receptors it takes."
    ),
    states=(
        State.of(
            "block_interneuron",
            "Share of NMDA receptors blocked on interneurons",
            gain="log(2) / nmda_trapping_half_life * hill(free_drug, nmda_half_interneuron, 1)",
            loss="log(2) / nmda_trapping_half_life",
        ),
        State.of(
            "block_pyramidal",
            "Share of NMDA receptors blocked on pyramidal cells",
            gain="log(2) / nmda_trapping_half_life * hill(free_drug, nmda_half_pyramidal, 1)",
            loss="log(2) / nmda_trapping_half_life",
        ),
    ),
)
