"""The acute effects of an arm's first dose."""

import pytest

from daybreak.science.trials.acute import acute
from daybreak.science.trials.protocol_file import as_protocol
from tests.science.trials.examples import two_arms


def of(**dose):
    protocol = two_arms(arms=[{"name": "a", "n": 10, "doses": dose}])
    found = acute(protocol.arms[0], protocol.enrolment)
    assert found is not None
    return found


def test_an_arm_without_ketamine_has_none():
    assert acute(two_arms().arm("midazolam"), two_arms().enrolment) is None


def test_more_drug_is_more_dissociation_and_more_pressure():
    little, much = (of(route="im", mg_per_kg=size) for size in (0.2, 1.0))
    assert little.height["cadss"].median < much.height["cadss"].median
    assert little.height["systolic_rise"].median < much.height["systolic_rise"].median


def test_dissociation_is_over_within_two_hours_of_an_infusion():
    over = of(route="iv_infusion", mg_per_kg=0.5, duration="40min").over_min[0]
    assert over is not None
    assert 40 < over < 120


def test_the_dose_by_weight_is_that_of_the_mean_person():
    heavy = two_arms(population={"baseline": {"mean": 34, "sd": 6}, "weight_kg": {"mean": 80, "sd": 10}})
    by_weight = acute(heavy.arms[0], heavy.enrolment)
    fixed = as_protocol(
        {
            "title": "t",
            "scale": "madrs",
            "visits": ["24h"],
            "population": {"baseline": {"mean": 34, "sd": 6}, "weight_kg": {"mean": 80, "sd": 10}},
            "arms": [{"name": "a", "n": 10, "doses": {"route": "im", "mg": 40}}],
        }
    )
    assert by_weight == acute(fixed.arms[0], fixed.enrolment)


def test_the_first_of_several_doses_is_meant_whatever_the_order():
    later = {"route": "im", "mg": 100, "from": "7d"}
    protocol = two_arms(arms=[{"name": "a", "n": 10, "doses": [later, {"route": "im", "mg": 20}]}])
    assert acute(protocol.arms[0], protocol.enrolment) == of(route="im", mg=20)


def test_what_is_known_is_json_ready():
    assert set(of(route="im", mg=40).as_dict()["at_its_height"]) == {"cadss", "systolic_rise", "diastolic_rise"}
    assert of(route="im", mg=40).as_dict()["dissociation_over_min"]["median"] == pytest.approx(60, abs=60)
