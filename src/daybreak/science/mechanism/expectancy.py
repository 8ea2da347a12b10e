"""Knows what being treated does: expectancy raised at each session, by what the patient believes was given; it fades.

Expectancy is raised at every dosing session, sham or real, by a share of what is missing to its full height, and fades
between sessions. Its pull depends on the arm: inert control, midazolam (which patients feel), blinded drug (which most
guess), open label. On the day of a session there is a lift on top of it, the same in every arm and gone the next day:
ratings two hours after a placebo spray are better than those of the day after (Daly 2018).
"""

from daybreak.science.mechanism.declaration import EventKind, Jump, Quantity, Stage, State

STAGE = Stage(
    name="expectancy",
    title="Expectancy and placebo",
    plainly="Hope and attention help too, more so when the treatment is felt or known to be real, and fade with time.",
    quantities=(
        Quantity.of(
            "expectancy_pull",
            "Pull of expectancy on symptoms",
            "expectancy * (expectancy_inert * arm_inert + expectancy_midazolam * arm_midazolam"
            " + expectancy_drug * arm_drug + expectancy_open * arm_open) + expectancy_lift * lift",
        ),
    ),
    states=(
        State.of(
            "expectancy",
            "Expectancy, as a share of its full height",
            gain="0",
            loss="log(2) / expectancy_half_life",
        ),
        State.of(
            "lift",
            "Lift of the day of a session, 1 at the session",
            gain="0",
            loss="log(2) / expectancy_lift_half_life",
        ),
    ),
    jumps=(
        Jump.of(EventKind.SESSION, "expectancy", "expectancy + expectancy_raise * (1 - expectancy)"),
        Jump.of(EventKind.SESSION, "lift", "1"),
    ),
)
