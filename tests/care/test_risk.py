"""Signs of risk: the item about suicide, a suicide-risk scale, a worsening, words; what opens an alert, what not."""

import pytest

from daybreak.care import risk
from daybreak.care.risk import Answers
from daybreak.care.rules import shipped

TABLE = [
    # instrument, total, item about suicide, sheet before, baseline → kinds of alert
    ("phq9", 20, 0, None, None, []),
    ("phq9", 20, None, None, None, []),
    ("phq9", 1, 1, None, None, ["risk_item"]),
    ("phq9", 27, 3, 27, 27, ["risk_item"]),
    ("phq9", 14, 0, 10, 12, []),
    ("phq9", 15, 0, 10, 12, ["worsening"]),
    ("phq9", 15, 0, 14, 10, ["worsening"]),
    ("phq9", 16, 2, 10, 10, ["risk_item", "worsening"]),
    ("phq9", 5, 0, 10, 20, []),
    ("gad7", 21, None, 2, 2, []),
    ("cssrs", 0, 0, None, None, []),
    ("cssrs", 1, 1, None, None, ["risk_scale"]),
    ("cssrs", 3, 3, None, None, ["risk_scale"]),
]


@pytest.mark.parametrize(("instrument", "total", "item", "before", "baseline", "kinds"), TABLE)
def test_what_answers_say(
    instrument: str, total: int, item: int | None, before: int | None, baseline: int | None, kinds: list[str]
) -> None:
    found = risk.signals(Answers(instrument, total, item), shipped(), before=before, baseline=baseline)
    assert [signal.kind for signal in found] == kinds


def test_a_worsening_says_against_what() -> None:
    (signal,) = risk.signals(Answers("phq9", 19, 0), shipped(), before=12, baseline=10)
    assert signal.what == "PHQ-9 has risen to 19: 7 above the sheet before (12) and 9 above the baseline (10)."
    assert signal.rule == "alert.worsening.points"


WORDS = [
    ("I want to die.", ["want to die"]),
    ("Some days I think about SUICIDE", ["suicide"]),
    ("I don’t want to live like this", ["don't want to live"]),
    ("Ich will  sterben", ["will sterben"]),
    ("Ich möchte sterben und nicht mehr leben", ["nicht mehr leben", "möchte sterben"]),
    ("Overdosed? No, but an\noverdose crossed my mind", ["overdose"]),
    ("The dosing was fine, I slept well", []),
    ("My skill is cutting wood", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "phrases"), WORDS)
def test_phrases_are_found_as_whole_words_whatever_the_case_the_accents_and_the_line_breaks(
    text: str, phrases: list[str]
) -> None:
    assert list(risk.words_in(text)) == phrases
