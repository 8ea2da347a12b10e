"""Rules of when, how often and how much in all, as tables: what was given before, what is asked for, what is found."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from daybreak.care import dose, exposure
from daybreak.care.exposure import Exposure, GivenDose
from daybreak.care.findings import Severity, unanswered
from daybreak.care.rules import shipped
from tests.care.test_dose import ORDINARY

TODAY = date(2026, 6, 1)
PAUSE = shipped().decimal("dose.series.pause")


def given(*days_ago: int, mg: str = "40") -> Exposure:
    """What was given so far, as 40 mg on each of those days before today."""
    doses = [GivenDose(TODAY - timedelta(days=days), Decimal(mg)) for days in days_ago]
    return exposure.reckon(doses, TODAY, PAUSE)


def found(before: Exposure, mg: str = "40") -> set[tuple[str, str]]:
    request = replace(ORDINARY, mg_per_kg=None, mg=Decimal(mg), before=before)
    return {(finding.rule, finding.severity.value) for finding in dose.findings(request, shipped())}


EXPOSURES = [
    # days ago, sessions, mg, days since the last, days since the series began, sessions in the series
    ((), (0, "0", None, None, 0)),
    ((7,), (1, "40", 7, 7, 1)),
    ((40, 30, 7), (3, "120", 7, 40, 3)),
    ((200, 190, 7), (3, "120", 7, 7, 1)),  # a pause of half a year: a new series
    ((67, 7), (2, "80", 7, 67, 2)),  # exactly the longest pause
    ((68, 7), (2, "80", 7, 7, 1)),
    ((61,), (1, "40", 61, None, 0)),  # today begins another series
]


@pytest.mark.parametrize(("days_ago", "expected"), EXPOSURES)
def test_what_was_given_so_far(days_ago: tuple[int, ...], expected: tuple[int, str, int, int, int]) -> None:
    before = given(*days_ago)
    sessions, mg, last, began, in_series = expected
    assert (before.sessions, before.mg) == (sessions, Decimal(mg))
    assert (before.days_since_last, before.days_since_series_began, before.sessions_in_series) == (
        last,
        began,
        in_series,
    )


def test_doses_are_counted_in_the_order_of_time_whatever_order_they_come_in() -> None:
    assert given(7, 40, 30) == given(40, 30, 7)


SPACING = [
    # doses so many days ago, what is found
    ((29, 22, 3), set()),  # day 29 of the series: twice a week is still usual
    ((30, 23, 3), {("dose.spaced.after", "review")}),
    ((30, 23, 6), {("dose.spaced.after", "review")}),
    ((30, 23, 7), set()),  # weekly
    ((90, 60, 30, 0), {("dose.spaced.after", "review")}),  # twice on one day
    ((200, 190, 3), set()),  # a new series after a pause
]


@pytest.mark.parametrize(("days_ago", "expected"), SPACING)
def test_from_the_second_month_of_a_series_on_doses_are_weekly(
    days_ago: tuple[int, ...], expected: set[tuple[str, str]]
) -> None:
    assert found(given(*days_ago)) == expected


TOTALS = [
    # doses of so many mg before this one of 40 mg, what is found
    (11, "40", set()),
    (12, "40", {("dose.total.sessions", "review")}),
    (13, "40", set()),  # asked at each multiple, not at each dose
    (24, "29", {("dose.total.sessions", "review")}),
    (11, "64.5", set()),  # 709.5 + 40 = 749.5 mg
    (11, "65", {("dose.total.mg", "review")}),  # 715 + 40 = 755 mg
    (18, "40", {("dose.total.mg", "review")}),  # 720 + 40 = 760 mg
    (19, "40", set()),
]


@pytest.mark.parametrize(("count", "mg", "expected"), TOTALS)
def test_the_whole_is_looked_at_each_time_a_total_passes_its_step(
    count: int, mg: str, expected: set[tuple[str, str]]
) -> None:
    weekly = tuple(7 * (number + 1) for number in range(count))
    assert found(given(*weekly, mg=mg)) == expected


RISES = [
    # last dose in mg, this one, what is found
    ("40", "60", set()),  # half as much again
    ("40", "60.5", {("dose.rise", "review"), ("dose.im.ask_mg", "review"), ("dose.im.soft", "review")}),
    ("4", "40", {("dose.rise", "review")}),  # a slipped point that stays below every limit
    ("60", "5", set()),  # less is no step up
]


@pytest.mark.parametrize(("last", "mg", "expected"), RISES)
def test_a_dose_far_above_the_last_one_needs_a_reason(last: str, mg: str, expected: set[tuple[str, str]]) -> None:
    assert found(given(14, mg=last), mg) - {("dose.im.soft", "review")} == expected - {("dose.im.soft", "review")}


def test_every_finding_of_the_schedule_is_answered_by_a_reason_and_says_what_to_do() -> None:
    request = replace(ORDINARY, doses_in_last_7_days=2, before=given(30, 23, 16, *range(10, 1, -1), mg="20"))
    findings = dose.findings(request, shipped())
    assert {finding.rule for finding in findings} == {
        "dose.per_week",
        "dose.spaced.after",
        "dose.total.sessions",
        "dose.rise",
    }
    assert all(finding.severity is Severity.REVIEW and finding.may_do and finding.source for finding in findings)
    assert unanswered(findings, "relapse after two weeks without a dose; weighed with the patient") == ()


def test_the_sentences_name_the_numbers() -> None:
    request = replace(ORDINARY, before=given(35, 28, 21, 14, 3))
    assert [finding.what for finding in dose.findings(request, shipped())] == [
        "The series began 35 days ago and the last dose was 3 days ago: "
        "from day 30 on, doses stand at least 7 days apart."
    ]
