"""Draws kept as data: the same when read back, and refused when touched."""

import numpy as np
import pytest

from daybreak.science.trials import posterior
from daybreak.science.trials.posterior import PosteriorError
from tests.science.trials.examples import uncertain


def test_what_is_written_is_read_back(tmp_path):
    posterior.write(tmp_path / "p.npz", uncertain())
    again = posterior.read(tmp_path / "p.npz")
    assert again.sha256 == uncertain().sha256
    np.testing.assert_array_equal(again.values, uncertain().values)


def test_draws_that_were_changed_are_refused(tmp_path):
    path = tmp_path / "p.npz"
    posterior.write(path, uncertain())
    with np.load(path) as stored:
        content = {key: stored[key] for key in stored.files}
    content["values"] = content["values"] * 1.01
    np.savez(path, **content)
    with pytest.raises(PosteriorError, match="was changed after it was written"):
        posterior.read(path)


def test_a_file_of_something_else_is_refused(tmp_path):
    (tmp_path / "p.npz").write_text("nothing")
    with pytest.raises(PosteriorError, match="holds no draws"):
        posterior.read(tmp_path / "p.npz")


def test_the_list_of_draws_starts_over_where_it_ends():
    draws = uncertain(5).draws(3, 4)
    assert draws["plain.hope"].tolist() == uncertain(5).of("plain.hope")[[3, 4, 0, 1]].tolist()


def test_draws_without_the_spread_between_trials_are_refused():
    with pytest.raises(PosteriorError, match="not complete"):
        posterior.made(("plain.hope",), np.ones((3, 1)), "half")
