"""The PHQ-9: its codes, its score at every boundary, and what is refused rather than guessed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybreak.care import questionnaires
from daybreak.care.findings import Refused, Severity
from daybreak.care.questionnaires import Outcome, Score, load, outcome, risk_finding, score
from daybreak.care.rules import shipped

PHQ9 = load("phq9")
LINKS = [item.link_id for item in PHQ9.items]


def answers(total: int) -> dict[str, int]:
    """Answers that add up to the total, filling the first questions first."""
    filled = {}
    for link in LINKS:
        filled[link] = min(3, total)
        total -= filled[link]
    return filled


def test_items_and_answers_carry_their_loinc_codes() -> None:
    assert PHQ9.loinc == "44249-1"
    assert PHQ9.total_loinc == "44261-6"
    assert [item.loinc for item in PHQ9.items] == [
        "44250-9",
        "44255-8",
        "44259-0",
        "44254-1",
        "44251-7",
        "44258-2",
        "44252-5",
        "44253-3",
        "44260-8",
    ]
    assert [(a.value, a.text, a.loinc) for a in PHQ9.items[0].answers] == [
        (0, "Not at all", "LA6568-5"),
        (1, "Several days", "LA6569-3"),
        (2, "More than half the days", "LA6570-1"),
        (3, "Nearly every day", "LA6571-9"),
    ]


def check_digit(code: str) -> str:
    """The last digit of a LOINC code, by the mod-10 rule its digits obey."""
    digits = [int(digit) for digit in reversed(code)]
    doubled = [digit * 2 if place % 2 == 0 else digit for place, digit in enumerate(digits)]
    return str(-sum(sum(divmod(number, 10)) for number in doubled) % 10)


@pytest.mark.parametrize("code", [PHQ9.loinc, PHQ9.total_loinc, *(item.loinc for item in PHQ9.items)])
def test_each_loinc_code_has_its_right_check_digit(code: str) -> None:
    number, digit = code.split("-")
    assert check_digit(number) == digit


def test_the_scale_is_attributed_and_says_over_which_time_it_asks() -> None:
    assert "Spitzer" in PHQ9.attribution
    assert "No permission required" in PHQ9.attribution
    assert "last 2 weeks" in PHQ9.recall
    assert PHQ9.recall_days == 14


@pytest.mark.parametrize(
    ("total", "band"),
    [
        (0, "minimal"),
        (4, "minimal"),
        (5, "mild"),
        (9, "mild"),
        (10, "moderate"),
        (14, "moderate"),
        (15, "moderately severe"),
        (19, "moderately severe"),
        (20, "severe"),
        (27, "severe"),
    ],
)
def test_bands_at_their_boundaries(total: int, band: str) -> None:
    assert score(PHQ9, answers(total)) == Score(total, band, answers(total)[PHQ9.risk_item])


def test_every_total_has_one_band_and_others_have_none() -> None:
    for total in range(PHQ9.highest_total + 1):
        assert sum(band.low <= total <= band.high for band in PHQ9.bands) == 1
    for total in (-1, 28):
        with pytest.raises(ValueError, match="totals run from 0 to 27"):
            PHQ9.band(total)


ANSWER_SETS = st.fixed_dictionaries({link: st.integers(0, 3) for link in LINKS})


@given(given_answers=ANSWER_SETS, order=st.permutations(LINKS))
def test_the_order_of_the_answers_does_not_matter(given_answers: dict[str, int], order: list[str]) -> None:
    assert score(PHQ9, {link: given_answers[link] for link in order}) == score(PHQ9, given_answers)


@given(given_answers=ANSWER_SETS, link=st.sampled_from(LINKS))
def test_a_worse_answer_raises_the_total_by_what_it_is_worse(given_answers: dict[str, int], link: str) -> None:
    before = score(PHQ9, {**given_answers, link: 0}).total
    assert [score(PHQ9, {**given_answers, link: value}).total - before for value in range(4)] == [0, 1, 2, 3]


@given(given_answers=ANSWER_SETS, missing=st.sets(st.sampled_from(LINKS), min_size=1), absent=st.booleans())
def test_a_missing_answer_is_refused_and_never_scored_as_zero(
    given_answers: dict[str, Any], missing: set[str], absent: bool
) -> None:
    partial = {link: value for link, value in given_answers.items() if link not in missing}
    if not absent:
        partial.update(dict.fromkeys(missing))
    with pytest.raises(Refused, match="nothing is scored as zero"):
        score(PHQ9, partial)
    assert set(questionnaires.unanswered(PHQ9, partial)) == missing


def test_a_refusal_names_the_questions_by_their_number() -> None:
    partial = {link: 0 for link in LINKS if link not in ("phq9-3", "phq9-9")}
    with pytest.raises(Refused) as refusal:
        score(PHQ9, partial)
    assert str(refusal.value) == (
        "Questions 3, 9 of PHQ-9 have no answer. Answer every question; nothing is scored as zero."
    )
    with pytest.raises(Refused, match=r"Question 3 of PHQ-9 has no answer\."):
        score(PHQ9, {**partial, "phq9-9": 0})


@pytest.mark.parametrize("value", [4, -1, 1.0, True, "1"])
def test_an_answer_that_is_not_on_the_scale_is_refused(value: Any) -> None:
    with pytest.raises(Refused, match=r"is not an answer to question 2 of PHQ-9\. Choose one of 0, 1, 2, 3\."):
        score(PHQ9, {**answers(0), "phq9-2": value})


def test_a_question_that_is_not_on_the_scale_is_refused() -> None:
    with pytest.raises(Refused, match="has no question “phq9-10”"):
        score(PHQ9, {**answers(0), "phq9-10": 0})


@pytest.mark.parametrize("value", [0, 1, 2, 3])
def test_item_9_above_zero_is_found_whatever_the_total(value: int) -> None:
    scored = score(PHQ9, {**answers(0), "phq9-9": value})
    assert scored.risk_item == value
    found = risk_finding(PHQ9, scored, shipped())
    assert (found is not None) is (value > 0)


def test_item_9_is_told_in_words() -> None:
    found = risk_finding(PHQ9, score(PHQ9, {**answers(0), "phq9-9": 2}), shipped())
    assert found is not None
    assert found.severity is Severity.REVIEW
    assert f"{found.what} {found.may_do}" == (
        "PHQ-9 item 9, thoughts of being dead or of self-harm, was answered 2 (“More than half the days”). "
        "Speak with the patient today, and record the assessment."
    )


OUTCOMES = [
    # baseline, now, response, remission, change in percent
    (20, 20, False, False, 0.0),
    (20, 11, False, False, -45.0),
    (20, 10, True, False, -50.0),
    (20, 5, True, False, -75.0),
    (20, 4, True, True, -80.0),
    (20, 24, False, False, 20.0),
    (9, 5, False, False, -100 * 4 / 9),
    (8, 4, True, True, -50.0),
    (5, 4, False, True, -20.0),
    (4, 1, True, False, -75.0),  # below the remission threshold already at baseline: nothing to remit from
    (0, 0, False, False, None),
    (0, 9, False, False, None),
]


@pytest.mark.parametrize(("baseline", "now", "response", "remission", "change"), OUTCOMES)
def test_outcomes(baseline: int, now: int, response: bool, remission: bool, change: float | None) -> None:
    assert outcome(baseline, now, PHQ9) == Outcome(response, remission, change)


def test_an_instrument_that_is_not_shipped_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="There is no instrument 'bdi'"):
        load("bdi")
