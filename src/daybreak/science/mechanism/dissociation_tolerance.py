"""Knows how dissociation weakens from session to session while the antidepressant effect does not.

The dissociation of the acute model (dissociation.py) is divided by 1 + tolerance, which grows with the time spent
dissociated and fades over weeks. Under 1 mg/kg once or twice a week the CADSS score fell from 20 in week 1 to 8.8 in
week 14 (Glue 2018).
"""

from daybreak.science.mechanism.declaration import Quantity, Stage, State

STAGE = Stage(
    name="tolerance",
    title="Dissociation and tolerance to it",
    plainly="Feeling detached begins within minutes, is gone within two hours, and weakens over the sessions.",
    quantities=(
        Quantity.of(
            "felt",
            "Dissociation as a share of the most there can be",
            "hill(S_brain, dissociation_C50, dissociation_gamma)",
        ),
        Quantity.of(
            "cadss",
            "Dissociation on the CADSS",
            "dissociation_E0 + dissociation_Emax * felt / (1 + tolerance)",
            unit="points",
        ),
    ),
    states=(
        State.of(
            "tolerance",
            "Tolerance to dissociation",
            gain="tolerance_growth * felt",
            loss="log(2) / tolerance_half_life",
        ),
    ),
)
