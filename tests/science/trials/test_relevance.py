"""Which parameters can matter to a trial: those of what its arms are given; and the mechanism agrees."""

import numpy as np
import pytest

from daybreak.science.population import Population
from daybreak.science.trials.calibrated import space
from daybreak.science.trials.cohort import enrol
from daybreak.science.trials.course_simulator import simulate
from daybreak.science.trials.evidence import published_trials
from daybreak.science.trials.relevance import relevant
from daybreak.science.trials.scales import scale

TRIALS = {trial.id: trial for trial in published_trials()}


def names(trial):
    return {space().names[at] for at in relevant(TRIALS[trial], space())}


def test_a_waiting_list_knows_only_the_natural_course():
    assert names("rutherford2012") == {
        "natural.effect",
        "natural.resistance",
        "natural.relapse_after",
        "natural.effect.spread",
    }


def test_electroconvulsive_therapy_matters_where_it_is_given():
    assert [name for name in TRIALS if "comparators.ect_effect" in names(name)] == ["husain2004"]


def test_a_placebo_spray_is_inert_and_midazolam_is_not():
    assert "expectancy.midazolam" not in names("daly2018")
    assert "expectancy.inert" in names("daly2018")
    assert "expectancy.inert" not in names("murrough2013ajp")
    assert "expectancy.midazolam" in names("murrough2013ajp")


@pytest.mark.parametrize("trial", ["rutherford2012", "jones2021", "stard2006", "murrough2013ajp", "husain2004"])
def test_what_cannot_matter_changes_nothing(trial):
    asked = TRIALS[trial].protocol
    others = [at for at in range(space().mechanism) if at not in relevant(TRIALS[trial], space())]
    moved = np.zeros((1, space().mechanism))
    moved[:, others] = 1.0
    people = enrol(asked.enrolment, scale(asked.scale), Population(12))
    for arm in asked.arms:
        shown = []
        for point in (np.zeros_like(moved), moved):
            values = {name: np.repeat(value, 12) for name, value in space().values(point).items()}
            shown.append(simulate(arm, people, values, np.array(asked.visits_h))["mood"])
        np.testing.assert_allclose(shown[1], shown[0], atol=1e-6)
