"""The coordinates of a calibration: there and back again."""

import numpy as np
import pytest

from daybreak.science.mechanism.quantified import Law
from daybreak.science.trials.calibrated import Coordinate, space


@pytest.mark.parametrize(
    "coordinate",
    [
        Coordinate("a", "a", Law.LOG, 0.3, 0.5),
        Coordinate("b", "b", Law.LOGIT, 0.2, 1.0),
        Coordinate("c", "c", Law.NORMAL, -1.0, 2.0),
    ],
    ids=lambda coordinate: coordinate.law.value,
)
def test_a_value_leads_back_to_its_deviate(coordinate):
    z = np.array([-2.0, 0.0, 1.5])
    np.testing.assert_allclose(coordinate.deviate(coordinate.value(z)), z, atol=1e-12)
    assert coordinate.value(np.zeros(1))[0] == pytest.approx(coordinate.median)


def test_a_point_of_the_whole_space_is_found_again_from_the_numbers_it_sets():
    points = np.random.default_rng(1).standard_normal((5, len(space().coordinates)))
    np.testing.assert_allclose(space().points(space().values(points)), points, atol=1e-9)


def test_one_coordinate_may_set_several_numbers():
    values = space().values(np.zeros((2, len(space().coordinates))))
    assert (values["expectancy.inert.spread"] == values["expectancy.open.spread"]).all()
