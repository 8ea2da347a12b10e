"""The four domains: each has a measure that is shipped, and knows which way is better."""

import pytest

from daybreak.care.domains import Measure, domains
from daybreak.care.questionnaires import load


def measure(name: str) -> Measure:
    return next(one for domain in domains() for one in domain.measures if one.id == name)


def test_the_four_domains_each_have_a_measure_without_a_licence() -> None:
    assert [domain.title for domain in domains()] == ["Mood", "Motivation and energy", "Suicidal thoughts", "Cognition"]
    for domain in domains():
        assert [one.id for one in domain.measures if one.task or not load(one.instrument).is_licensed]


@pytest.mark.parametrize(
    ("name", "higher_is", "highest", "unit"),
    [
        ("phq9-total", "worse", 27, "of 27"),
        ("phq9-interest-energy", "worse", 6, "of 6"),
        ("phq9-item-9", "worse", 3, "of 3"),
        ("who5-energy", "better", 15, "of 15"),
        ("digit-symbol", "better", None, "correct"),
        ("vigilance", "worse", None, "ms"),
    ],
)
def test_which_way_is_better(name: str, higher_is: str, highest: int | None, unit: str) -> None:
    found = measure(name)
    assert (found.higher_is, found.highest, found.unit) == (higher_is, highest, unit)


def test_items_are_read_together_and_unknown_items_tell_nothing() -> None:
    both = measure("phq9-interest-energy")
    assert both.value(9, {"phq9-1": 2, "phq9-4": 3}) == 5
    assert both.value(9, {"phq9-1": 2}) is None
    assert both.value(9, {}) is None
    assert measure("phq9-total").value(9, {}) == 9
