"""A state is taken apart into what drives it and what multiplies it."""

import pytest

from daybreak.science.engine.own_rate import own_rate
from daybreak.science.mechanism.declaration import DeclarationError, Quantity
from daybreak.science.mechanism.model import mechanism
from tests.science.mechanism.test_declaration import model, state


def test_a_plain_filter_is_even():
    found = own_rate(model(state("x", "c")), "x")
    assert (found.free.text, found.own.text, found.even) == ("c", "k", True)


def test_a_gain_that_saturates_adds_to_the_loss():
    found = own_rate(model(state("x", "c * (1 - x / 4)")), "x")
    known = {"c": 8.0, "k": 0.5}
    assert found.free.value(known) == 8.0
    assert found.own.value(known) == 0.5 + 8.0 / 4
    assert not found.even


def test_a_loss_that_differs_between_people_is_not_even():
    assert not own_rate(model(state("x", "c"), varied=("k",)), "x").even


def test_a_quantity_that_knows_the_state_is_written_out():
    found = own_rate(model(state("x", "c * q"), quantities=(Quantity.of("q", "q", "1 - x"),)), "x")
    assert found.own.value({"c": 3.0, "k": 0.5}) == 3.5


@pytest.mark.parametrize("gain", ["x * x", "exp(x)", "c / x", "hill(x, 1, 1)"])
def test_a_state_that_is_not_linear_in_itself_is_refused(gain):
    with pytest.raises(DeclarationError, match="The rate of x must be linear in x itself"):
        own_rate(model(state("x", gain)), "x")


def test_a_loss_that_knows_its_state_is_refused():
    with pytest.raises(DeclarationError, match="its loss must not know it"):
        own_rate(model(state("x", "c", loss="k * x")), "x")


def test_every_state_of_the_mechanism_can_be_taken_apart():
    assert [name for name in mechanism().states if not own_rate(mechanism(), name).own.text] == []
