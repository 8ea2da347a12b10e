"""Stages make a model only when they fit together."""

import pytest

from daybreak.science.mechanism.declaration import DeclarationError, Input, Model, Quantity, Stage, State
from daybreak.science.mechanism.model import DOMAINS, mechanism

C = (Input("c", "a concentration", "ng/mL"),)


def model(*states, quantities=(), parameters=("k",), varied=()):
    stage = Stage("s", "S", "Plainly.", states=states, quantities=quantities)
    return Model((stage,), C, (), frozenset(parameters), frozenset(varied))


def state(name, gain, loss="k"):
    return State.of(name, name, gain=gain, loss=loss)


def test_a_name_nothing_declares_is_refused():
    with pytest.raises(DeclarationError, match=r"The gain of x refers to y, which nothing declares\."):
        model(state("x", "y"))


def test_a_name_declared_twice_is_refused():
    with pytest.raises(DeclarationError, match=r"Declared more than once: c\."):
        model(state("c", "1"))


def test_causes_come_before_effects_and_feedback_stands_together():
    found = model(state("late", "b"), state("a", "b + c"), state("b", "a"), state("first", "c"))
    assert found.groups == (("a", "b"), ("late",), ("first",))


def test_only_states_that_depend_on_one_another_are_swept():
    found = model(state("a", "b"), state("b", "a"), state("x", "c * (1 - x)"), varied=("k",))
    assert [group for group in found.groups if found.is_loop(group)] == [("a", "b")]


def test_a_quantity_knows_what_it_depends_on_through_others():
    quantities = (Quantity.of("p", "p", "2 * q"), Quantity.of("q", "q", "x + k"))
    assert model(state("x", "c"), quantities=quantities).known_by("p") == {"x", "k"}


def test_quantities_are_written_out():
    found = model(state("x", "q"), quantities=(Quantity.of("q", "q", "2 * c"),))
    assert found.solved["x"].gain.text == "2 * c"


def test_the_mechanism_feeds_back_only_through_the_loss_of_synapses():
    found = mechanism()
    loops = [group for group in found.groups if found.is_loop(group)]
    assert [{"consolidated", "mood"} <= set(group) for group in loops] == [True]


def test_every_domain_is_a_state_that_starts_at_one():
    assert [mechanism().states[name].initial for name in DOMAINS] == [1.0] * 4
