"""Knows how the movers add up to four domains of symptoms: mood, motivation and energy, suicidal thoughts, cognition.

Each domain is a severity: 1 is the patient's own baseline, 0 is well. What relieves it adds up to a pull, and the
severity follows exp(-pull) with a delay of its own: every further pull takes the same share of what is left, so that
two helps together do less than their sum and nobody falls below zero. A negative pull is worsening.

Suicidal thoughts follow the pull on mood in part and the synapses directly for the rest: about two thirds of their
fall was not explained by mood in Grunebaum 2018.
"""

from daybreak.science.mechanism.declaration import Quantity, Stage, State

STAGE = Stage(
    name="symptoms",
    title="Symptoms in four domains",
    plainly=(
        "Mood begins to lift within two to four hours, is best at about a day and returns over two weeks unless "
        "something keeps it. Suicidal thoughts fall partly for reasons of their own."
    ),
    quantities=(
        Quantity.of(
            "drug_pull",
            "Pull of the synapses on mood",
            "symptoms_relief * exp(-symptoms_resistance * (resistance - 2) - symptoms_age * decades) * plasticity",
        ),
        Quantity.of(
            "other_pull",
            "Pull of everything else on mood",
            "natural + expectancy_pull + therapy + antidepressant_pull + ect_pull",
        ),
    ),
    states=(
        State.of(
            "mood",
            "Severity of low mood, 1 at baseline",
            gain="log(2) / symptoms_mood_half_life * exp(-drug_pull - other_pull)",
            loss="log(2) / symptoms_mood_half_life",
            initial=1.0,
        ),
        State.of(
            "motivation",
            "Severity of lost motivation and energy, 1 at baseline",
            gain="log(2) / symptoms_motivation_half_life * exp(-symptoms_motivation_share * drug_pull - other_pull)",
            loss="log(2) / symptoms_motivation_half_life",
            initial=1.0,
        ),
        State.of(
            "suicidality",
            "Severity of suicidal thoughts, 1 at baseline",
            gain="log(2) / symptoms_mood_half_life"
            " * exp(-symptoms_suicidality_through_mood * (drug_pull + other_pull)"
            " - symptoms_suicidality_direct * plasticity)",
            loss="log(2) / symptoms_mood_half_life",
            initial=1.0,
        ),
        State.of(
            "cognition",
            "Severity of cognitive symptoms, 1 at baseline",
            gain="log(2) / symptoms_cognition_half_life * exp(-symptoms_cognition_share * (drug_pull + other_pull))",
            loss="log(2) / symptoms_cognition_half_life",
            initial=1.0,
        ),
    ),
)
