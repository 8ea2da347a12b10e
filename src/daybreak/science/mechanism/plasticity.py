"""Knows the synapses: potentiated within hours, new within a day, kept for days to weeks, lost under depression.

    potentiated    existing synapses made stronger: the first hours
    nascent        new spines, 12 to 24 h after the dose (Moda-Sava 2019); most are lost again
    consolidated   those that stay: raised for up to two weeks in mice (Phoumthipphavong 2016)
    waning         the second half of their life: so what one dose leaves holds for days and then goes, as in trials,
                   where relief is much the same at day 3 and lost by day 10 to 12 (Kishimoto 2016)
    established    the few that become part of the lasting network: one dose leaves little of it, six leave more

The five are in one unit: 1 is what one infusion of 0.5 mg/kg over 40 min leaves at its best in the typical patient.
Potentiation and consolidation slow towards ceilings, and depression itself speeds the loss of synapses: the one
feedback from the symptoms to the brain.
"""

from daybreak.science.mechanism.declaration import Quantity, Stage, State

_AGEING = "log(2) / plasticity_consolidated_half_life * (1 + plasticity_loss_under_depression * severity * mood)"

STAGE = Stage(
    name="plasticity",
    title="Synapses: potentiated, nascent, consolidated",
    plainly=(
        "Existing synapses grow stronger within hours and new ones form within a day. Some last for a week or two; "
        "while depression lasts they are lost faster. Repeated doses add to them, up to a ceiling."
    ),
    quantities=(
        Quantity.of(
            "lasting", "Strength of the new synapses that outlive the first days", "consolidated + waning + established"
        ),
        Quantity.of(
            "plasticity",
            "Synaptic strength gained, 1 being the best after one infusion of 0.5 mg/kg",
            "potentiated + nascent + lasting",
        ),
    ),
    states=(
        State.of(
            "potentiated",
            "Strength gained by existing synapses",
            gain="plasticity_potentiation * growth_signal * (1 - potentiated / plasticity_potentiated_ceiling)",
            loss="log(2) / plasticity_potentiated_half_life",
        ),
        State.of(
            "nascent",
            "Strength of new spines not yet consolidated",
            gain="plasticity_formation * hill(bdnf, plasticity_half_protein, 1)",
            loss="log(2) / plasticity_nascent_half_life",
        ),
        State.of(
            "consolidated",
            "Strength of consolidated new synapses",
            gain="plasticity_consolidation * nascent * (1 - (consolidated + waning) / plasticity_ceiling)",
            loss=_AGEING,
        ),
        State.of(
            "waning",
            "Strength of consolidated synapses in the second half of their life",
            gain=f"{_AGEING} * consolidated",
            loss=_AGEING,
        ),
        State.of(
            "established",
            "Strength of synapses that became part of the lasting network",
            gain=f"plasticity_established_share * {_AGEING} * waning",
            loss="log(2) / plasticity_established_half_life",
        ),
    ),
)
