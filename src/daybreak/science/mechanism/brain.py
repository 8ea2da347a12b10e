"""Knows how much ketamine is free to act in the brain, in units of S-ketamine.

The concentrations at the brain come exactly from the kinetics (pharmacokinetics.py, effect_site.py). A share of the
total is free in the brain's water, and each molecule counts by how well it blocks the NMDA receptor.
"""

from daybreak.science.mechanism.declaration import Quantity, Stage

STAGE = Stage(
    name="brain",
    title="Ketamine at the brain",
    plainly="The drug reaches the brain within minutes. Only the part not bound to proteins can act there.",
    quantities=(
        Quantity.of(
            "free_drug",
            "Free drug in the brain, in S-ketamine equivalents",
            "brain_access * (S_brain + brain_r_potency * R_brain + brain_nk_potency * S_norketamine)"
            " / brain_molar_mass",
            unit="umol/L",
        ),
    ),
)
