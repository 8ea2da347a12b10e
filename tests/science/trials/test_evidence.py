"""The published trials: each observation against the evidence, and nothing counted twice."""

import math
from collections import Counter

import pytest

from daybreak.science.trials.evidence import EvidenceError, Measure, Role, calibration_trials, parse, published_trials

TRIALS = {trial.id: trial for trial in published_trials()}
EVERY = [observed for trial in published_trials() for observed in trial.observed]

MINIMAL = """
[[trial]]
id = "t"
study = "S"
doi = ""
url = "u"
role = "calibration"
baseline = "read"
note = ""
[trial.protocol]
title = "T"
scale = "madrs"
control = "saline"
visits = ["24h"]
population = { baseline = { mean = 30, sd = 5 } }
arms = [{ name = "a", n = 10, doses = { route = "im", mg = 40 } }, { name = "b", n = 10, sham = [0] }]
[[trial.observed]]
"""


def test_every_trial_says_where_it_was_published():
    assert [trial.id for trial in TRIALS.values() if not trial.source] == []


def test_an_observation_has_a_name_of_its_own():
    assert [name for name, times in Counter(observed.id for observed in EVERY).items() if times > 1] == []


def test_checks_have_no_weight():
    assert [one.id for t in TRIALS.values() if t.role is Role.CHECK for one in t.observed if one.counted] == []


def test_a_result_is_counted_at_most_once_for_the_same_patients_and_time():
    sources = Counter(
        (name.strip(), observed.arms, observed.measure, observed.at_h)
        for observed in EVERY
        if observed.counted
        for name in observed.evidence.split(",")
    )
    assert [key for key, times in sources.items() if times > 1] == []


def test_pools_that_share_the_first_day_with_counted_trials_are_checks():
    pools = [*TRIALS["han2016"].observed, *(o for o in TRIALS["wilkinson2019"].observed if "midazolam" in o.id)]
    assert [one.id for one in pools if one.counted and one.at_h == 24.0] == []


@pytest.mark.parametrize(
    ("trial", "arm", "measure", "at_h", "value"),
    [
        ("murrough2013ajp", "ketamine", Measure.CHANGE, 24.0, -16.5),
        ("murrough2013ajp", "midazolam", Measure.RESPONSE, 24.0, 28.0),
        ("murrough2013bp", "ketamine", Measure.CHANGE, 2.0, -18.9),
        ("singh2016", "saline three times a week", Measure.SD, 336.0, 5.7),
        ("daly2018", "84 mg", Measure.CHANGE, 168.0, -15.3),
        ("hull2022", "ketamine", Measure.REMISSION, 672.0, 32.6),
        ("grunebaum2018", "midazolam", Measure.RESPONSE, 24.0, 30.0),
        ("sustain1", "esketamine", Measure.HAZARD, 8064.0, 0.49),
        ("husain2004", "ECT", Measure.REMISSION, 528.0, 65.0),
    ],
)
def test_a_published_number_is_as_published(trial, arm, measure, at_h, value):
    found = [o.value for o in TRIALS[trial].observed if o.arms == (arm,) and o.measure is measure and o.at_h == at_h]
    assert found == [value]


def test_joined_strata_are_weighted_by_their_numbers():
    esketamine = (215 * -20.3 + 95 * -18.3) / 310
    found = next(o for o in TRIALS["transform12"].observed if o.measure is Measure.CHANGE and "esketamine" in o.arms)
    assert found.value == pytest.approx(esketamine, abs=0.005)


def test_a_hazard_ratio_carries_the_standard_error_of_its_printed_interval():
    found = next(o for o in TRIALS["sustain1"].observed if o.measure is Measure.HAZARD)
    assert found.se == pytest.approx((math.log(0.84) - math.log(0.29)) / (2 * 1.96), abs=0.01)


def test_the_standard_error_of_a_mean_comes_from_its_sd_and_n():
    found = next(o for o in TRIALS["murrough2013ajp"].observed if o.measure is Measure.CHANGE and "ketamine" in o.arms)
    assert found.compared_se == pytest.approx(10.97 / math.sqrt(47))


def test_percentages_are_compared_as_shares_and_ratios_as_logarithms():
    hazard = next(o for o in EVERY if o.measure is Measure.HAZARD)
    assert hazard.compared == pytest.approx(math.log(0.49))
    assert next(o for o in EVERY if o.measure is Measure.RESPONSE).compared == 0.64


def test_twenty_one_sets_of_patients_set_the_model():
    assert len(calibration_trials()) == 21
    assert sum(len(trial.counted) for trial in calibration_trials()) == 77


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (
            'arm="a"\nmeasure="change"\nat="24h"\nvalue=-5\ncertainty="recalled"\nevidence="e"',
            "only numbers that were read",
        ),
        ('arm="a"\nmeasure="change"\nat="2h"\nvalue=-5\nevidence="e"', "not a visit"),
        ('arm="c"\nmeasure="change"\nat="24h"\nvalue=-5\nevidence="e"', "There is no arm 'c'"),
        ('arm="a"\nmeasure="d"\nat="24h"\nvalue=-1\nse=0.2\nevidence="e"', "names the arm it is against"),
        ('arm="a"\nthan="b"\nmeasure="d"\nat="24h"\nvalue=-1\nevidence="e"', "needs its standard error"),
        ('arm="a"\nmeasure="relapse"\nat="24h"\nvalue=50\nevidence="e"', "what a relapse is"),
        ('arm="a"\nmeasure="mood"\nat="24h"\nvalue=50\nevidence="e"', "mood"),
    ],
)
def test_an_entry_that_cannot_be_used_is_refused_by_name(entry, said):
    with pytest.raises(EvidenceError, match=said):
        parse(MINIMAL + entry)
