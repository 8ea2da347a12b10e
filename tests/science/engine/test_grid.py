"""The grid is short after every event, grows, and is read before anything that happens at a moment."""

import numpy as np
import pytest

from daybreak.science.engine.grid import LONGEST_H, Grid, graded, grid
from tests.science.mechanism.courses import SHARED, injections


@pytest.mark.parametrize("gap", [0.001, 0.05, 1.0, 7.3, 500.0])
def test_lengths_fill_a_gap_exactly_and_grow(gap):
    lengths = graded(gap, 0.05)
    assert lengths.sum() == pytest.approx(gap, rel=1e-14)
    assert lengths[0] <= 0.05
    assert lengths.max() <= LONGEST_H
    assert list(lengths) == sorted(lengths)


def test_every_event_is_an_edge():
    course = SHARED["injections with therapy and a tablet"]
    edges = np.array(grid(course, 336.0).edges)
    moments = [0.0, 72.0, 168.0, 240.0, 24.0, 100.0, 50.0, 30.0, 336.0]
    assert [m for m in moments if np.abs(edges - m).min() > 1e-9] == []


def test_equal_gaps_are_divided_alike():
    regular = grid(injections(range(0, 56, 7)), 56 * 24.0)
    assert len(set(regular.lengths)) == len(set(grid(injections((0,)), 168.0).lengths))


def test_halving_halves_and_refining_refines():
    mesh = Grid((0.0, 1.0, 3.0))
    assert mesh.halved().edges == (0.0, 0.5, 1.0, 2.0, 3.0)
    assert mesh.refined([1]).edges == (0.0, 1.0, 2.0, 3.0)


def test_a_time_on_an_edge_is_read_where_it_ends():
    where, weights = Grid((0.0, 1.0, 3.0)).placed(np.array([0.0, 1.0, 2.0, 3.0]))
    assert list(where) == [0, 0, 1, 1]
    assert weights[1] == pytest.approx([0, 0, 0, 0, 0, 0, 0, 1], abs=1e-13)
