"""Knows the other treatments: a newly started antidepressant with its delay, and electroconvulsive therapy.

An SSRI has a third of its 6-week effect after one week (Taylor 2006): with 1 - exp(-k t) this sets its half-life to
14.1 days. It helps less for every earlier trial that failed (STAR*D), and less in older patients, as the
drug does (both arms of TRANSFORM-3 had it). CBT is in psychotherapy.py, the benzodiazepine in
glutamate.py.
"""

from daybreak.science.mechanism.declaration import EventKind, Jump, Quantity, Stage, State

STAGE = Stage(
    name="comparators",
    title="Antidepressants and ECT",
    plainly="An ordinary antidepressant takes weeks. ECT adds up over two to four weeks of treatments.",
    quantities=(
        Quantity.of(
            "antidepressant_pull",
            "Pull of a new antidepressant on symptoms",
            "comparators_antidepressant_effect"
            " * exp(-comparators_antidepressant_resistance * resistance - symptoms_age * decades) * antidepressant",
        ),
        Quantity.of("ect_pull", "Pull of electroconvulsive therapy on symptoms", "comparators_ect_effect * ect"),
    ),
    states=(
        State.of(
            "antidepressant",
            "Effect of the antidepressant, as a share of its full height",
            gain="log(2) / comparators_antidepressant_half_life * antidepressant_taken",
            loss="log(2) / comparators_antidepressant_half_life",
        ),
        State.of(
            "ect",
            "Effect of electroconvulsive therapy, as a share of its full height",
            gain="0",
            loss="log(2) / comparators_ect_half_life",
        ),
    ),
    jumps=(Jump.of(EventKind.ECT, "ect", "ect + comparators_ect_step * (1 - ect)"),),
)
