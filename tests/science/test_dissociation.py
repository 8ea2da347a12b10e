"""From S-ketamine in the brain to a CADSS score."""

import numpy as np
import pytest

from daybreak.science.dissociation import dissociation, hill
from daybreak.science.population import Individuals, Population, Subject

TYPICAL = Individuals(Subject())


def test_without_drug_the_score_is_its_baseline_and_the_rating_zero():
    felt = dissociation(np.zeros((1, 3)), TYPICAL)
    assert felt.cadss.tolist() == [[1.0, 1.0, 1.0]]
    assert felt.rating.tolist() == [[0.0, 0.0, 0.0]]


def test_at_c50_half_of_the_largest_effect_is_there():
    felt = dissociation(np.array([[121.0]]), TYPICAL)
    assert felt.cadss[0, 0] == pytest.approx(14.5)
    assert felt.rating[0, 0] == pytest.approx(5.0)


def test_the_score_never_passes_the_top_of_the_scale():
    people = Individuals(Subject(), Population(2000))
    assert dissociation(np.full((2000, 1), 1e6), people).cadss.max() <= 92.0


def test_more_drug_never_means_less_dissociation():
    rising = dissociation(np.linspace(0, 2000, 400)[None, :], TYPICAL)
    assert (np.diff(rising.rating[0]) > 0).all()


@pytest.mark.parametrize(("steepness", "share"), [(1.0, 2 / 3), (2.0, 4 / 5)])
def test_twice_c50_gives_the_textbook_share(steepness, share):
    assert hill(np.array([20.0]), 10.0, steepness)[0] == pytest.approx(share)
