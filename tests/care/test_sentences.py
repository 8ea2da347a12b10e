"""Lists, articles and values in sentences."""

from decimal import Decimal
from typing import Any

import pytest

from daybreak.care.sentences import either, one, written


@pytest.mark.parametrize(
    ("words", "text"), [(["a nurse"], "a nurse"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")]
)
def test_choices_are_put_in_a_sentence(words: list[str], text: str) -> None:
    assert either(words) == text


def test_no_choice_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="nothing to choose"):
        either([])


def test_a_noun_has_its_article() -> None:
    assert [one("nurse"), one("auditor")] == ["a nurse", "an auditor"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ((20, 400), "20 to 400"),
        ((Decimal("0.50"), Decimal("1.0")), "0.5 to 1"),
        (("im", "sc"), "im, sc"),
        ({"a": 1, "b": Decimal("2.5")}, "a 1, b 2.5"),
        ("any", "any"),
        (5, "5"),
        (True, "True"),
    ],
)
def test_values_are_written_as_people_write_them(value: Any, text: str) -> None:
    assert written(value) == text
