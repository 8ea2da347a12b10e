"""Knows how drowsy a dose makes people: the expected level on the MOAA/S, 5 awake to 0 unresponsive.

S-ketamine in the brain and, less potently, R-ketamine take alertness away; a benzodiazepine taken every day makes the
same concentration count for more. The level is an expectation on the scale, not one of its whole numbers: a nurse's
score is that level rounded. After esketamine spray about a third of sessions show any sedation, 49 to 61 % of patients
at one time or another, and 0.3 % of patients become unresponsive; it is seen from 15 min, is deepest at 30 to 45 min
and over by 1 to 1.5 h. No study has set the scale against concentration, so the priors are wide. What midazolam as a
control does by itself is left out: its kinetics are not part of the model.
"""

from daybreak.science.mechanism.declaration import Quantity, Stage

STAGE = Stage(
    name="sedation",
    title="Sedation",
    plainly="Some people become drowsy within a quarter of an hour; it is over within an hour or two.",
    quantities=(
        Quantity.of(
            "sedating_drug",
            "Drug in the brain that sedates, in S-ketamine equivalents",
            "(S_brain + sedation_r_potency * R_brain) * (1 + sedation_benzodiazepine * takes_benzodiazepine)",
            unit="ng/mL",
        ),
        Quantity.of(
            "drowsiness",
            "Sedation as a share of the most there can be",
            "hill(sedating_drug, sedation_C50, sedation_gamma)",
        ),
        Quantity.of("moaas", "Expected level on the MOAA/S", "5 - 5 * drowsiness", unit="0 to 5"),
    ),
)
