"""The two browser tasks: their scores, what makes a run unusable or less exact, and what cannot have happened."""

from dataclasses import replace
from typing import Any

import pytest

from daybreak.care.cognition import (
    DIGIT_SYMBOL,
    VIGILANCE,
    Timing,
    Trial,
    better,
    change,
    scored,
    timing_from,
    trials_from,
)
from daybreak.care.findings import Refused
from daybreak.care.rules import shipped

RULES = shipped()
GOOD = Timing(frame_median_ms=16.7, frame_p95_ms=17.1, clock_step_ms=0.1, lost_focus=0, ran_ms=180_000)


def matched(right: int, wrong: int = 0) -> list[Trial]:
    return [Trial(1500.0, 3, 3)] * right + [Trial(1200.0, 3, 4)] * wrong


def reactions(*times: float | None) -> list[Trial]:
    return [Trial(time) for time in times]


def test_symbols_matched_are_counted_and_wrong_ones_are_told() -> None:
    result = scored(DIGIT_SYMBOL, matched(40, 3), GOOD, RULES)
    assert (result.value, result.trials, result.correct, result.errors) == (40.0, 43, 40, 3)
    assert (result.median_ms, result.is_usable, result.limits) == (1500.0, True, ())


def test_the_median_reaction_lapses_and_guesses() -> None:
    seen = [300.0] * 20 + [499.9, 500.0, 812.0]
    result = scored(VIGILANCE, [*reactions(*seen, 99.0, None), Trial(None, early=True)], GOOD, RULES)
    assert (result.value, result.median_ms) == (300.0, 300.0)
    assert (result.lapses, result.false_starts, result.correct) == (3, 2, 21)
    assert result.is_usable


@pytest.mark.parametrize(
    ("rt", "lapses", "false_starts"), [(99.9, 0, 1), (100.0, 0, 0), (499.9, 0, 0), (500.0, 1, 0), (None, 1, 0)]
)
def test_limits_of_a_reaction(rt: float | None, lapses: int, false_starts: int) -> None:
    result = scored(VIGILANCE, [*reactions(*[300.0] * 20), Trial(rt)], GOOD, RULES)
    assert (result.lapses, result.false_starts) == (lapses, false_starts)


UNUSABLE = [
    (DIGIT_SYMBOL, matched(40), {"lost_focus": 1}, "The page was left once while it ran."),
    (DIGIT_SYMBOL, matched(40), {"lost_focus": 3}, "The page was left 3 times while it ran."),
    (DIGIT_SYMBOL, matched(40), {"ran_ms": 30_000.0}, "It ran 30 of 90 seconds."),
    (DIGIT_SYMBOL, matched(9), {}, "It has 9 trials; at least 10 are needed."),
    (DIGIT_SYMBOL, matched(69, 31), {}, "Only 69 % of the answers were right."),
    (VIGILANCE, reactions(*[300.0] * 19), {}, "It has 19 trials; at least 20 are needed."),
    (VIGILANCE, reactions(*[None] * 25), {}, "No light was answered."),
]


@pytest.mark.parametrize(("task", "trials", "timing", "said"), UNUSABLE)
def test_a_run_that_cannot_be_compared_says_why(
    task: str, trials: list[Trial], timing: dict[str, Any], said: str
) -> None:
    result = scored(task, trials, replace(GOOD, **timing), RULES)
    assert not result.is_usable
    assert said in result.limits


@pytest.mark.parametrize(
    ("timing", "limits"),
    [
        ({"frame_p95_ms": 34.0, "clock_step_ms": 5.0}, ()),
        ({"frame_p95_ms": 34.1}, ("One picture in twenty took 34 ms or longer to appear.",)),
        ({"clock_step_ms": 16.0}, ("The browser's clock moves in steps of 16 ms.",)),
    ],
)
def test_coarse_timing_is_told_and_does_not_forbid(timing: dict[str, float], limits: tuple[str, ...]) -> None:
    result = scored(DIGIT_SYMBOL, matched(40), replace(GOOD, **timing), RULES)
    assert (result.limits, result.is_usable) == (limits, True)


@pytest.mark.parametrize(
    "trials",
    [[Trial(-1.0, 3, 3)], [Trial(60_001.0, 3, 3)], [Trial(float("nan"), 3, 3)], [Trial(900.0, 10, 3)], matched(2001)],
)
def test_what_cannot_have_happened_is_refused(trials: list[Trial]) -> None:
    with pytest.raises(Refused, match="cannot have happened"):
        scored(DIGIT_SYMBOL, trials, GOOD, RULES)


@pytest.mark.parametrize("ran", [float("inf"), float("nan"), -1.0])
def test_a_time_that_is_none_is_refused(ran: float) -> None:
    with pytest.raises(Refused):
        scored(DIGIT_SYMBOL, matched(40), replace(GOOD, ran_ms=ran), RULES)


@pytest.mark.parametrize("raw", [["x"], [{"rt_ms": "fast"}], [{"rt_ms": [1]}], [None]])
def test_trials_of_another_form_are_refused(raw: list[Any]) -> None:
    with pytest.raises(ValueError, match="form"):
        trials_from(raw)


@pytest.mark.parametrize("raw", [{}, {"frame_median_ms": 1}, "text"])
def test_timing_of_another_form_is_refused(raw: Any) -> None:
    with pytest.raises(ValueError, match="form"):
        timing_from(raw)


def test_only_against_oneself() -> None:
    assert change(40, 50) == 25.0
    assert change(0, 50) is None
    assert (better(DIGIT_SYMBOL, 40, 50), better(VIGILANCE, 300, 350), better(VIGILANCE, 300, 300)) == (
        True,
        False,
        None,
    )
