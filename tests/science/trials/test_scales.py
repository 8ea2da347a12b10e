"""Scales: whole points between floor and ceiling, shares of the domains, and the published links between them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybreak.science.trials.scales import DOMAINS, ScaleError, convert, links, scale, scales

NAMES = ("madrs", "hdrs17", "qids", "phq9", "ssi")


def test_the_five_scales_are_known():
    assert tuple(scales()) == NAMES


@pytest.mark.parametrize(("name", "maximum"), [("madrs", 60), ("hdrs17", 52), ("qids", 27), ("phq9", 27), ("ssi", 38)])
def test_a_scale_ends_where_its_items_end(name, maximum):
    assert scale(name).maximum == maximum


@pytest.mark.parametrize("name", NAMES)
def test_the_shares_of_the_domains_make_the_whole(name):
    assert set(scale(name).share) == set(DOMAINS)
    assert sum(scale(name).share.values()) == pytest.approx(1.0)


@pytest.mark.parametrize("name", NAMES)
def test_a_patient_at_baseline_has_the_whole_score(name):
    unchanged = {domain: np.ones((1, 1)) for domain in DOMAINS}
    assert scale(name).relative(unchanged)[0, 0] == pytest.approx(1.0)


def test_the_ssi_follows_thoughts_of_suicide_alone():
    severities = {domain: np.array([[1.0]]) for domain in DOMAINS} | {"suicidality": np.array([[0.25]])}
    assert scale("ssi").relative(severities)[0, 0] == pytest.approx(0.25)


@given(true=st.floats(0, 60), deviate=st.floats(-6, 6), name=st.sampled_from(NAMES))
def test_a_rating_is_a_whole_number_between_nothing_and_the_maximum(true, deviate, name):
    rated = scale(name).rate(np.array([true]), np.array([deviate]))[0]
    assert rated == int(rated)
    assert 0 <= rated <= scale(name).maximum


def test_a_rating_without_error_is_the_true_score_rounded():
    assert scale("madrs").rate(np.array([20.4, 20.6]), np.zeros(2)).tolist() == [20.0, 21.0]


def test_a_rater_errs_by_the_stated_sd():
    deviates = np.random.default_rng(1).standard_normal(200_000)
    assert scale("madrs").rate(np.full(200_000, 30.0), deviates).std() == pytest.approx(2.5, rel=0.02)


def test_published_points_correspond():
    assert float(convert(15.0, "phq9", "madrs")) == 24.0
    assert float(convert(24.0, "madrs", "phq9")) == 15.0
    assert float(convert(5.0, "qids", "hdrs17")) == 7.0


@pytest.mark.parametrize("link", links(), ids=lambda link: f"{link.source_scale}-{link.target_scale}")
def test_more_on_one_scale_is_more_on_the_other(link):
    points = np.array(link.points)
    assert (np.diff(points, axis=0) > 0).all()
    assert points[-1].tolist() == [scale(link.source_scale).maximum, points[-1, 1]]


def test_scales_that_nobody_linked_are_not_converted():
    with pytest.raises(ScaleError, match="No published correspondence from ssi to madrs"):
        convert(10.0, "ssi", "madrs")


def test_an_unknown_scale_is_refused_with_those_that_are_known():
    with pytest.raises(ScaleError, match="madrs, hdrs17, qids, phq9, ssi"):
        scale("bdi")
