"""What a trial writes down: ratings of those still seen, and what the analysis makes of those who left."""

import numpy as np
import pytest

from daybreak.science.population import Population
from daybreak.science.trials.cohort import enrol
from daybreak.science.trials.protocol import Analysis
from daybreak.science.trials.ratings import Ratings, analysed, rate
from daybreak.science.trials.scales import scale
from tests.science.trials.examples import two_arms
from tests.science.trials.plain_simulator import still

BASELINE = np.array([30.0, 40.0])
SCORE = np.array([[20.0, 10.0, 12.0], [38.0, 20.0, 15.0]])
SEEN = np.array([[True, True, True], [True, False, False]])


def ratings():
    """Two people at three visits; the second leaves after the first."""
    return Ratings(BASELINE, SCORE, SEEN, np.zeros((2, 4), dtype=bool))


def test_as_observed_nothing_is_filled_in():
    assert analysed(Analysis.OBSERVED, ratings()).seen.tolist() == SEEN.tolist()


def test_the_last_observation_is_carried_on():
    assert analysed(Analysis.LAST_OBSERVATION, ratings()).score[1].tolist() == [38.0, 38.0, 38.0]


def test_those_who_left_count_as_not_improved():
    found = analysed(Analysis.NOT_IMPROVED, ratings())
    assert found.score[1].tolist() == [38.0, 40.0, 40.0]
    assert found.seen.all()


def test_half_of_baseline_is_a_response():
    assert ratings().improved_by(50.0).tolist() == [[False, True, True], [False, True, True]]


def test_a_shift_of_a_tenth_takes_a_tenth_of_the_baseline_away():
    protocol = two_arms()
    people = enrol(protocol.enrolment, scale("madrs"), Population(40_000))
    as_is, shifted = (
        rate(protocol, protocol.arms[1], people, {}, np.full(people.n, by), still).change[:, 1].mean()
        for by in (0.0, 0.1)
    )
    assert as_is - shifted == pytest.approx(3.4, abs=0.05)
