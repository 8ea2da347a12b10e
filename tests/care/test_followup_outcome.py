"""Response, remission and relapse: every row is a baseline with the answers after it, and what they tell."""

from datetime import UTC, datetime, timedelta

import pytest

from daybreak.care import questionnaires
from daybreak.care.followup_outcome import Answered, Outcome, of_answers
from daybreak.care.rules import ClinicValue, shipped

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def answers(*told: tuple[float, int]) -> list[Answered]:
    """(day, total) each."""
    return [Answered(START + timedelta(days=day), total, f"day {day}") for day, total in told]


def judged(baseline: int, *told: tuple[float, int]) -> Outcome:
    """By the shipped rules."""
    return of_answers(baseline, answers(*told), questionnaires.load("phq9"), shipped())


def days(found: Outcome) -> tuple:
    """Day of response, of remission, and of each relapse: first, confirmed, regained."""

    def of(one: Answered | None) -> float | None:
        return None if one is None else (one.at - START) / timedelta(days=1)

    relapses = [(of(one.first), of(one.confirmed), of(one.regained)) for one in found.relapses]
    return of(found.response), of(found.remission), relapses


BY_MADRS = [
    (34, [(7, 18)], (None, None, [])),
    (34, [(7, 17)], (7, None, [])),
    (34, [(7, 9)], (7, 7, [])),
    (34, [(7, 9), (14, 21)], (7, 7, [])),
    (34, [(7, 9), (14, 22)], (7, 7, [(14, None, None)])),
    (34, [(7, 9), (14, 22), (20, 24)], (7, 7, [(14, 20, None)])),
    (60, [(7, 30), (14, 29)], (7, None, [])),
]


@pytest.mark.parametrize(("baseline", "told", "found"), BY_MADRS)
def test_by_a_clinicians_ratings_a_relapse_has_a_total_of_its_own(baseline, told, found):
    assert days(of_answers(baseline, answers(*told), questionnaires.load("madrs"), shipped())) == found


CASES = [
    # response is a fall of half or more
    (20, [(7, 11)], (None, None, [])),
    (20, [(7, 10)], (7, None, [])),
    (20, [(7, 10), (14, 9)], (7, None, [])),
    # remission is a total below 5
    (20, [(7, 5)], (7, None, [])),
    (20, [(7, 4)], (7, 7, [])),
    (4, [(7, 3)], (None, None, [])),
    (0, [(7, 12)], (None, None, [])),
    # who never responded cannot relapse
    (20, [(7, 15), (14, 20)], (None, None, [])),
    # a response that is lost, by the threshold
    (20, [(7, 8), (14, 10)], (7, None, [])),
    (20, [(7, 8), (14, 11)], (7, None, [(14, None, None)])),
    (16, [(7, 8), (14, 9)], (7, None, [])),
    (16, [(7, 8), (14, 10)], (7, None, [(14, None, None)])),
    # confirmed by a second answer five days on or later
    (20, [(7, 8), (14, 15), (18, 15)], (7, None, [(14, None, None)])),
    (20, [(7, 8), (14, 15), (19, 15)], (7, None, [(14, 19, None)])),
    (20, [(7, 8), (14, 15), (60, 12)], (7, None, [(14, 60, None)])),
    # regained, and lost again
    (20, [(7, 8), (14, 15), (21, 9)], (7, None, [(14, None, 21)])),
    (20, [(7, 4), (14, 15), (21, 15), (28, 3), (35, 14)], (7, 7, [(14, 21, 28), (35, None, None)])),
]


@pytest.mark.parametrize(("baseline", "told", "expected"), CASES)
def test_what_the_answers_tell(baseline: int, told: list, expected: tuple) -> None:
    assert days(judged(baseline, *told)) == expected
    assert days(judged(baseline, *reversed(told))) == expected


def test_a_relapse_that_is_over_is_not_going_on() -> None:
    assert judged(20, (7, 8), (14, 15), (21, 9)).relapse is None
    lost = judged(20, (7, 8), (14, 15)).relapse
    assert lost is not None
    assert (lost.first.row, lost.is_open) == ("day 14", True)


def test_a_clinic_may_set_its_own_threshold() -> None:
    own = shipped().with_clinic_values({"followup.relapse.phq9": ClinicValue(15, "Dr Dana", START.date())})
    found = of_answers(20, answers((7, 8), (14, 14)), questionnaires.load("phq9"), own)
    assert found.relapses == ()
