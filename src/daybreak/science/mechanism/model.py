"""Knows the whole mechanism: its stages in the order of cause and effect, with their inputs and parameters."""

from functools import cache

from daybreak.science.mechanism import (
    ampa,
    bdnf,
    brain,
    circulation,
    comparators,
    dissociation_tolerance,
    expectancy,
    glutamate,
    natural_course,
    nmda,
    plasticity,
    psychotherapy,
    sedation,
    symptoms,
)
from daybreak.science.mechanism.declaration import Model
from daybreak.science.mechanism.inputs import COURSES, FACTS
from daybreak.science.mechanism.quantified import shipped

MODULES = (
    brain,
    nmda,
    glutamate,
    ampa,
    bdnf,
    plasticity,
    expectancy,
    natural_course,
    psychotherapy,
    comparators,
    symptoms,
    dissociation_tolerance,
    sedation,
    circulation,
)
DOMAINS = ("mood", "motivation", "suicidality", "cognition")
ACUTE = ("felt", "cadss", "moaas")
_DRAWN = ("therapy.half_life", "plasticity.established_half_life")
"""Drawn anew for each simulated trial although no trial tells of them: may differ between those solved together."""


@cache
def mechanism() -> Model:
    """The declared model, put together once."""
    known = shipped()
    return Model(
        stages=tuple(module.STAGE for module in MODULES),
        courses=COURSES,
        facts=FACTS,
        parameters=frozenset(number.name for number in known.values()),
        varied=frozenset(n.name for n in known.values() if n.between_people > 0 or n.fit or n.id in _DRAWN),
    )
