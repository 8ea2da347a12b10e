"""The language of the formulas: what it reads, what it refuses."""

import numpy as np
import pytest

from daybreak.science.mechanism.formula import Formula, FormulaError


def test_a_formula_computes_with_numbers_and_with_arrays():
    formula = Formula("2 * exp(-k * t) + hill(c, half, 2) - log(b) / 3 ** 2")
    known = {"k": 0.5, "t": np.array([0.0, 2.0]), "c": 3.0, "half": 3.0, "b": np.e}
    assert formula.names == {"k", "t", "c", "half", "b"}
    assert formula.value(known) == pytest.approx([2.0 + 0.5 - 1 / 9, 2.0 * np.exp(-1.0) + 0.5 - 1 / 9])


def test_hill_is_nothing_at_and_below_zero():
    assert list(Formula("hill(c, 2, 1.5)").value({"c": np.array([-1e-12, 0.0, 2.0])})) == [0.0, 0.0, 0.5]


@pytest.mark.parametrize(
    "text", ["__import__('os')", "a.b", "[1]", "a if b else c", "sin(a)", "hill(a, b)", "a +", "'x'"]
)
def test_anything_else_is_refused(text):
    with pytest.raises(FormulaError, match="The formula"):
        Formula(text)


def test_names_are_replaced_all_the_way_down():
    rules = {"p": Formula("q + 1"), "q": Formula("2 * x")}
    assert Formula("p * y").with_names(rules).value({"x": 3.0, "y": 2.0}) == 14.0


def test_a_name_may_stand_in_its_own_replacement():
    once = Formula("e + 0.5 * (1 - e)").with_values({"e": Formula("e + 0.5 * (1 - e)")})
    assert once.value({"e": 0.0}) == 0.75
