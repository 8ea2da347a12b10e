"""Knows the throughput of AMPA receptors: driven by glutamate, and perhaps directly by hydroxynorketamine.

Blocking AMPA receptors abolishes the antidepressant effect in animals. Whether hydroxynorketamine raises their
throughput by itself is disputed: the path is declared, with a switch that is off unless it is turned on.
"""

from daybreak.science.mechanism.declaration import Stage, State

STAGE = Stage(
    name="ampa",
    title="AMPA receptor throughput",
    plainly="The glutamate acts on AMPA receptors, the fast receivers at the synapse, and signalling increases.",
    states=(
        State.of(
            "ampa",
            "Throughput of AMPA receptors over its ordinary level, as a share of the most glutamate can do",
            gain="log(2) / ampa_half_life * (glutamate"
            " + ampa_hnk_switch * ampa_hnk_effect * hill(hydroxynorketamine, ampa_hnk_half, 1))",
            loss="log(2) / ampa_half_life",
        ),
    ),
)
