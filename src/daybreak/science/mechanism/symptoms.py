"""Knows how the movers add up to four domains of symptoms: mood, motivation and energy, suicidal thoughts, cognition.

Each domain is a severity: 1 is the patient's own baseline, 0 is well. What relieves it adds up to a pull, and the
severity follows exp(-pull) with a delay of its own: every further pull takes the same share of what is left, so that
two helps together do less than their sum and nobody falls below zero. A negative pull is worsening.

How much of the symptoms the drug can reach at all differs from person to person: some lose nearly all of them, some
hardly any, and that is what tells responders from others. It is less after failed treatments and in old age. Synapses
relieve the reachable part along a Hill curve, so that a little strength left does little. Once a new episode has set in
nothing pulls any more.

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
            "reachable",
            "Share of the symptoms that the drug can relieve in this person",
            "exp(-symptoms_resistance * resistance - symptoms_age * decades) / (1 + exp(-symptoms_reach))",
        ),
        Quantity.of(
            "relieved",
            "Share of the reachable symptoms that the synapses relieve",
            "hill(plasticity, symptoms_half_relief, symptoms_steepness)",
        ),
        Quantity.of("drug_pull", "Pull of the synapses on mood", "-log(1 - reachable * relieved) * (1 - relapsed)"),
        Quantity.of(
            "other_pull",
            "Pull of everything else on mood",
            "(natural + expectancy_pull + therapy + antidepressant_pull + ect_pull) * (1 - relapsed)",
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
            " - symptoms_suicidality_direct * plasticity * (1 - relapsed))",
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
