"""The linear solver: exact for any step, any rates, any coincidence of rates."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybreak.science.compartments import Flow, Release, propagator, reaching, solve


def chain(rates):
    """Compartments 0, 1, 2 … emptying one into the next, the last into nothing."""
    return [Flow(str(k), rate, str(k + 1)) for k, rate in enumerate(rates)]


@settings(max_examples=60, deadline=None)
@given(rate=st.floats(1e-3, 10), time=st.floats(1e-3, 500), steps=st.integers(1, 7))
def test_equal_rates_in_a_row_give_the_erlang_curve(rate, time, steps):
    if rate * time > 600:
        return
    held = solve([*chain([rate] * steps), Flow(str(steps), rate)], [Release("0", 1.0, 0.0)], [time], [str(steps)])
    exact = (rate * time) ** steps / math.factorial(steps) * math.exp(-rate * time)
    assert held[str(steps)][0, 0] == pytest.approx(exact, rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(rate=st.floats(0.01, 2), apart=st.floats(1e-15, 1e-7), time=st.floats(0.1, 100))
def test_nearly_equal_rates_lose_no_accuracy(rate, apart, time):
    other = rate * (1 + apart)
    held = solve([*chain([rate]), Flow("1", other)], [Release("0", 1.0, 0.0)], [time], ["1"])
    half = time * (other - rate) / 2
    exact = rate * time * math.exp(-(rate + other) / 2 * time) * (1 + half**2 / 6)
    assert held["1"][0, 0] == pytest.approx(exact, rel=1e-11)


def test_the_first_trace_far_down_a_cascade_is_as_accurate_as_the_peak():
    """At one thousandth of a mean transit time the sixth compartment holds 1e-21 of the dose: still right."""
    held = solve([*chain([1.0] * 6), Flow("6", 1.0)], [Release("0", 1.0, 0.0)], [1e-3], ["6"])
    exact = 1e-18 / 720 * math.exp(-1e-3)
    assert held["6"][0, 0] == pytest.approx(exact, rel=1e-12)


@settings(max_examples=40, deadline=None)
@given(
    rates=st.lists(st.floats(1e-4, 5), min_size=9, max_size=9),
    time=st.floats(0.01, 300),
)
def test_one_long_step_equals_many_short_ones(rates, time):
    matrix = np.reshape(rates, (1, 3, 3)).copy()
    matrix[0, range(3), range(3)] = -matrix[0].sum(axis=0)
    once = propagator(matrix, time)[0]
    part = propagator(matrix, time / 8)[0]
    np.testing.assert_allclose(np.linalg.matrix_power(part, 8), once, rtol=1e-10, atol=0)


@settings(max_examples=40, deadline=None)
@given(rates=st.lists(st.floats(1e-6, 20), min_size=16, max_size=16), time=st.floats(0, 1000))
def test_a_closed_system_keeps_its_content_and_is_never_negative(rates, time):
    matrix = np.reshape(rates, (1, 4, 4)).copy()
    matrix[0, range(4), range(4)] -= matrix[0].sum(axis=0)
    share = propagator(matrix, time)[0]
    assert (share >= 0).all()
    np.testing.assert_allclose(share.sum(axis=0), 1.0, rtol=1e-9)


def test_an_infusion_into_one_compartment_follows_the_textbook():
    times = np.array([0.0, 5.0, 20.0, 20.0, 31.0, 90.0])
    held = solve([Flow("a", 0.05)], [Release("a", 60.0, 0.0, 20.0)], times, ["a"])["a"][0]
    rising = 3 / 0.05 * (1 - np.exp(-0.05 * np.minimum(times, 20)))
    np.testing.assert_allclose(held, rising * np.exp(-0.05 * np.maximum(times - 20, 0)), rtol=1e-12)


def test_late_after_an_infusion_nothing_has_cancelled():
    """Superposition of step responses would lose all digits here: 1e-26 of the dose is left."""
    held = solve([Flow("a", 0.05)], [Release("a", 1.0, 0.0, 10.0)], [1200.0], ["a"])["a"][0, 0]
    exact = 0.1 / 0.05 * -math.expm1(-0.5) * math.exp(-0.05 * 1190)
    assert held == pytest.approx(exact, rel=1e-11)


def test_people_whose_infusions_end_at_their_own_time_equal_each_solved_alone():
    durations = np.array([3.0, 7.7, 12.0, 12.0, 29.9, 200.0])
    rates = np.linspace(0.02, 0.3, 6)
    flows = [Flow("a", rates, "b"), Flow("b", 0.1)]
    times = np.arange(0.0, 100.0, 4.0)
    together = solve(flows, [Release("a", 1.0, 2.0, durations)], times, ["a", "b"], subjects=6)
    for k in range(6):
        mine = [Flow("a", rates[k], "b"), Flow("b", 0.1)]
        alone = solve(mine, [Release("a", 1.0, 2.0, durations[k])], times, ["a", "b"])
        np.testing.assert_allclose(together["b"][k], alone["b"][0], rtol=1e-11)


def test_two_infusions_that_end_in_the_same_interval_are_both_respected():
    first, second = np.array([3.0, 9.0]), np.array([8.0, 2.5])
    releases = [Release("a", 1.0, 0.0, first), Release("b", 2.0, 0.0, second)]
    flows = [Flow("a", 0.1, "b"), Flow("b", 0.2)]
    together = solve(flows, releases, [20.0], ["b"], subjects=2)["b"][:, 0]
    for k in range(2):
        alone = [Release("a", 1.0, 0.0, float(first[k])), Release("b", 2.0, 0.0, float(second[k]))]
        assert together[k] == pytest.approx(solve(flows, alone, [20.0], ["b"])["b"][0, 0], rel=1e-12)


def test_a_follower_takes_nothing():
    flows = [Flow("a", 0.1), Flow("a", 0.5, "e", follows=True), Flow("e", 0.5)]
    with_it = solve(flows, [Release("a", 1.0, 0.0)], [10.0], ["a", "e"])
    assert with_it["a"][0, 0] == pytest.approx(math.exp(-1.0), rel=1e-14)
    assert with_it["e"][0, 0] == pytest.approx(0.5 / 0.4 * (math.exp(-1) - math.exp(-5)), rel=1e-13)


def test_a_value_at_the_moment_of_a_bolus_includes_it():
    held = solve([Flow("a", 0.1)], [Release("a", 5.0, 10.0)], [9.0, 10.0], ["a"])["a"][0]
    assert list(held) == [0.0, 5.0]


def test_what_cannot_reach_a_watched_compartment_is_left_out():
    flows = [Flow("a", 1.0, "b"), Flow("b", 1.0, "c"), Flow("b", 1.0, "a"), Flow("x", 1.0, "y")]
    assert reaching(flows, ["b"]) == ("a", "b")


def test_an_unknown_compartment_is_named():
    with pytest.raises(ValueError, match="No compartment is called nowhere"):
        solve([Flow("a", 1.0)], [], [1.0], ["nowhere"])


def test_times_out_of_order_are_refused():
    with pytest.raises(ValueError, match="ascending"):
        solve([Flow("a", 1.0)], [], [2.0, 1.0], ["a"])
