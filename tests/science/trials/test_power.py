"""Power: what is shown when there is nothing, and what when there is much; against the textbook."""

import numpy as np
import pytest
from scipy import stats

from daybreak.science.trials.outcomes import ArmOutcome
from daybreak.science.trials.power import PowerError, power
from tests.science.trials.examples import two_arms

N = 50


def arm(number, mean, sd=10.0, share=0.3, trials=4000, seed=0):
    """An arm whose changes and responses are drawn from known distributions."""
    random = np.random.default_rng(seed + number)
    changes = random.normal(mean, sd, (trials, N))
    responses = 100.0 * random.binomial(N, share, trials) / N
    shown = {
        "change": changes.mean(axis=1)[:, None],
        "sd": changes.std(axis=1, ddof=1)[:, None],
        "response": responses[:, None],
        "remission": responses[:, None],
        "seen": np.full((trials, 1), 100.0),
    }
    protocol = two_arms()
    return ArmOutcome(
        type(protocol.arms[0])(name=str(number), n=N, control=protocol.arms[number].control), (24.0,), shown
    )


def test_nothing_is_shown_in_favour_of_an_equal_arm_more_often_than_chance():
    assert power(arm(0, -8), arm(1, -8), "change", 24.0).assurance == pytest.approx(0.025, abs=0.01)


def test_the_power_for_a_known_difference_is_the_textbooks():
    found = power(arm(0, -14), arm(1, -8), "change", 24.0).assurance
    assert found == pytest.approx(stats.norm.sf(1.96 - 6 / (10 * np.sqrt(2 / N))), abs=0.025)


def test_the_power_for_known_shares_is_the_textbooks():
    found = power(arm(0, 0, share=0.6), arm(1, 0, share=0.3), "response", 24.0).assurance
    pooled = np.sqrt(2 * 0.45 * 0.55 / N)
    apart = np.sqrt((0.6 * 0.4 + 0.3 * 0.7) / N)
    assert found == pytest.approx(stats.norm.sf((1.96 * pooled - 0.3) / apart), abs=0.03)


def test_the_difference_is_of_the_first_arm_from_the_second():
    assert power(arm(0, -14), arm(1, -8), "change", 24.0).difference.median == pytest.approx(-6.0, abs=0.2)


def test_an_unknown_measure_or_visit_is_refused():
    with pytest.raises(PowerError, match="change, response, remission"):
        power(arm(0, -14), arm(1, -8), "mood", 24.0)
    with pytest.raises(PowerError, match="one of the visits"):
        power(arm(0, -14), arm(1, -8), "change", 48.0)
