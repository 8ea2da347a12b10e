"""How a foretold number is told: as publications write it, and what went wrong in words."""

import math
from dataclasses import replace

import pytest

from daybreak.science.trials import evaluation, verdict
from daybreak.science.trials.evidence import Measure

ONE = evaluation.shipped().foretold[0]


@pytest.mark.parametrize(
    ("measure", "value", "said"),
    [
        (Measure.CHANGE, -16.53, "-16.5"),
        (Measure.RESPONSE, 0.638, "64"),
        (Measure.HAZARD, math.log(0.49), "0.49"),
        (Measure.D, -0.824, "-0.82"),
    ],
)
def test_a_value_is_written_as_publications_write_it(measure, value, said):
    assert verdict.number(replace(ONE, measure=measure), value) == said


def test_a_share_has_its_sign_and_points_have_none():
    share = replace(ONE, measure=Measure.REMISSION, published=0.34, interval_90=(0.1, 0.5))
    assert (verdict.published(share), verdict.interval(share)) == ("34 %", "10 to 50")
    assert verdict.published(replace(ONE, measure=Measure.SD, published=11.0)) == "11.0"


def test_a_contrast_names_both_arms():
    two = replace(ONE, arms=("a", "b"), than="c", at_h=24.0)
    assert verdict.what(replace(two, measure=Measure.D)) == "a + b minus c, difference in SDs, day 1"
    assert verdict.what(replace(two, measure=Measure.RATIO)) == "a + b over c, ratio of response, day 1"
    assert verdict.what(replace(two, measure=Measure.RESPONSE, than="")) == "a + b, response, day 1"


@pytest.mark.parametrize("measure", Measure)
def test_too_much_and_too_little_are_told_apart_for_every_measure(measure):
    above = verdict.direction(replace(ONE, measure=measure, published=0.2, median=0.6))
    below = verdict.direction(replace(ONE, measure=measure, published=0.6, median=0.2))
    assert above != below
    assert "foretold" in above
    assert "foretold" in below
