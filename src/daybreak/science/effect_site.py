"""Knows the delays between the blood that carries ketamine and the places where it acts or is sampled.

Each site s follows the artery without taking drug from it, in units of the arterial content:

    ds/dt = k (artery - s),   k = ln 2 / half-life

one delay for the brain (dissociation), one for the vessels (pressure and heart rate), two in a row for an arm vein.
"""

import math

from daybreak.science.compartments import Flow, Rate
from daybreak.science.population import Individuals


def flows(who: Individuals) -> tuple[Flow, ...]:
    """The sites of effect behind the model's plasma."""
    brain = math.log(2.0) / who["effect.brain_half_life"]
    vessels = math.log(2.0) / who["effect.vessels_half_life"]
    return (*_following("central", "brain", brain), *_following("central", "vessels", vessels))


def vein(who: Individuals) -> tuple[Flow, ...]:
    """An arm vein behind the artery: two equal delays."""
    rate = who["disposition.k_venous"]
    return (*_following("central", "arm", rate), *_following("arm", "vein", rate))


def _following(source: str, site: str, rate: Rate) -> tuple[Flow, Flow]:
    return Flow(source, rate, site, follows=True), Flow(site, rate)
