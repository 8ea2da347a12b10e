"""The shipped crisis texts: true in every country, without a number that nobody checked."""

import pytest

from daybreak.care import crisis
from daybreak.care.questionnaires import LANGUAGES


def test_there_is_one_in_every_language_that_patients_are_asked_in() -> None:
    assert set(LANGUAGES) <= set(crisis.languages())


@pytest.mark.parametrize("language", crisis.languages())
def test_it_names_no_number_and_tells_whom_to_call(language: str) -> None:
    text = crisis.shipped(language)
    assert not any(letter.isdigit() for letter in text)
    assert {"en": "call your local emergency number", "de": "Rufen Sie jetzt den Notruf"}[language] in text


def test_a_language_without_one_gets_the_english() -> None:
    assert crisis.shipped("tlh") == crisis.shipped("en")


@pytest.mark.parametrize(
    ("phone", "good"),
    [("+00 555 0100", True), ("112", True), ("(030) 19 22 2", True), ("call us", False), ("1", False)],
)
def test_a_number_is_one_that_a_telephone_can_dial(phone: str, good: bool) -> None:
    assert crisis.is_a_number(phone) is good
