"""Ratio, criterion, verdict."""

import math
from dataclasses import replace

import pytest

from daybreak.science.comparison import Comparison, Verdict

VALUE = Comparison(
    id="x",
    section="Concentrations",
    what="ketamine",
    regimen="40 mg",
    study="Kamp J, Jonkman K, et al. 2020",
    source="doi:10.1/x",
    evidence="e",
    certainty="read",
    unit="ng/mL",
    observed=(100.0,),
    predicted=(110.0,),
    times_min=(),
    accept=(0.9, 1.2),
    set_on_it=False,
    note="",
)


def test_the_ratio_of_a_curve_is_a_geometric_mean():
    curve = replace(VALUE, observed=(1.0, 4.0), predicted=(2.0, 2.0))
    assert curve.ratio == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, Verdict.PASS),
        ({"predicted": (121.0,)}, Verdict.FAIL),
        ({"predicted": (89.0,)}, Verdict.FAIL),
        ({"accept": None}, Verdict.REPORTED),
        ({"set_on_it": True, "predicted": (500.0,)}, Verdict.SET_ON_IT),
        ({"certainty": "recalled", "predicted": (500.0,)}, Verdict.RECALLED),
    ],
)
def test_the_verdict_follows_criterion_and_weight(change, verdict):
    assert replace(VALUE, **change).verdict is verdict


def test_against_zero_there_is_no_ratio():
    none = replace(VALUE, observed=(0.0,))
    assert math.isnan(none.ratio)
    assert none.as_dict()["ratio"] is None


def test_staying_below_a_published_at_most_is_not_far_off():
    below = replace(VALUE, accept=None, predicted=(50.0,))
    assert below.far_off
    assert not replace(below, at_most=True).far_off


@pytest.mark.parametrize(
    ("study", "who"),
    [
        ("Kamp J, Jonkman K, et al. 2020", "Kamp 2020"),
        ("Hirlinger WK, Dick W 1984", "Hirlinger 1984"),
        ("aan het Rot 2010", "aan het Rot 2010"),
        ("Cohort of 741 infusions", "Cohort of 741 infusions"),
        ("Yale Depression Research Program 2024", "Yale Depression Research Program 2024"),
    ],
)
def test_a_study_is_called_by_first_author_and_year(study, who):
    assert replace(VALUE, study=study).who == who
