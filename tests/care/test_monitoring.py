"""Monitoring: when readings fall due, which thresholds they pass, and what speaks against dosing or ending now."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybreak.care import monitoring
from daybreak.care.findings import Severity
from daybreak.care.monitoring import Reading
from daybreak.care.rules import ClinicValue, shipped

POLICY = shipped()
INJECTED = datetime(2025, 11, 3, 10, 0, tzinfo=UTC)


def after(minutes: float) -> datetime:
    return INJECTED + timedelta(minutes=minutes)


def minutes(moment: datetime) -> float:
    return (moment - INJECTED).total_seconds() / 60


def test_readings_fall_due_every_10_minutes_for_an_hour_and_then_every_15() -> None:
    due = [minutes(moment) for moment in monitoring.due_times(INJECTED, POLICY)]
    assert due == [10, 20, 30, 40, 50, 60, 75, 90, 105, 120]


def test_readings_go_on_falling_due_when_the_observation_goes_on() -> None:
    due = monitoring.due_times(INJECTED, POLICY, until=after(160))
    assert [minutes(moment) for moment in due][-3:] == [120, 135, 150]


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (None, 10),
        (-5, 10),  # the baseline is not a reading after the dose
        (0, 10),
        (8, 18),  # early is not punished: an interval after the reading that was taken
        (13, 23),
        (59, 69),
        (60, 75),
        (75, 90),
        (300, 315),
    ],
)
def test_the_next_reading_is_due_one_interval_after_the_last(last: float | None, due: float) -> None:
    last_at = None if last is None else after(last)
    assert minutes(monitoring.next_due(INJECTED, last_at, POLICY)) == due


def test_a_clinic_may_watch_more_closely() -> None:
    closer = POLICY.with_clinic_values({"monitor.early_every": ClinicValue(5, "Dr Ada Winter", date(2025, 11, 3))})
    assert minutes(monitoring.next_due(INJECTED, None, closer)) == 5


@given(last=st.none() | st.integers(-600, 36000))
def test_the_next_reading_is_due_strictly_later_than_the_last_and_within_the_longest_interval(last: int | None) -> None:
    last_at = None if last is None else INJECTED + timedelta(seconds=last)
    start = max(INJECTED, last_at or INJECTED)
    due = monitoring.next_due(INJECTED, last_at, POLICY)
    assert start < due <= start + POLICY.minutes("monitor.late_every")


@pytest.mark.parametrize(("now", "late"), [(9, 0), (10, 0), (11, 1), (25, 15)])
def test_how_long_a_reading_is_overdue(now: float, late: float) -> None:
    assert monitoring.overdue_by(after(10), after(now)) == timedelta(minutes=late)


def test_an_overdue_reading_is_told_after_the_grace() -> None:
    assert monitoring.overdue(after(10), after(12), POLICY) is None
    told = monitoring.overdue(after(10), after(13), POLICY)
    assert told is not None
    assert (told.what, told.priority) == ("A reading has been due for 3 minutes.", "medium")


THRESHOLDS = [
    # reading, what is passed
    ({}, set()),
    ({"systolic": 159, "diastolic": 99, "heart_rate": 110, "spo2": 94, "respiratory_rate": 25, "moaas": 5}, set()),
    ({"systolic": 160}, {("systolic.medium", "medium")}),
    ({"systolic": 179}, {("systolic.medium", "medium")}),
    ({"systolic": 180}, {("systolic.high", "high")}),
    ({"systolic": 90}, set()),
    ({"systolic": 89}, {("systolic.low", "medium")}),
    ({"diastolic": 100}, {("diastolic.medium", "medium")}),
    ({"diastolic": 110}, {("diastolic.high", "high")}),
    ({"heart_rate": 111}, {("heart_rate.fast", "medium")}),
    ({"heart_rate": 50}, set()),
    ({"heart_rate": 49}, {("heart_rate.slow", "medium")}),
    ({"spo2": 93}, {("spo2.medium", "medium")}),
    ({"spo2": 90}, {("spo2.medium", "medium")}),
    ({"spo2": 89}, {("spo2.high", "high")}),
    ({"respiratory_rate": 26}, {("respiratory_rate.fast", "medium")}),
    ({"respiratory_rate": 10}, set()),
    ({"respiratory_rate": 9}, {("respiratory_rate.slow", "medium")}),
    ({"respiratory_rate": 8}, {("respiratory_rate.slow", "medium")}),
    ({"respiratory_rate": 7}, {("respiratory_rate.high", "high")}),
    ({"respiratory_rate": 0}, {("respiratory_rate.high", "high")}),
    ({"moaas": 4}, set()),
    ({"moaas": 3}, {("moaas.medium", "medium")}),
    ({"moaas": 2}, {("moaas.medium", "medium")}),
    ({"moaas": 1}, {("moaas.high", "high")}),
    ({"moaas": 0}, {("moaas.high", "high")}),
    ({"dissociation": 10}, set()),
    ({"systolic": 184, "diastolic": 104}, {("systolic.high", "high"), ("diastolic.medium", "medium")}),
]


@pytest.mark.parametrize(("values", "expected"), THRESHOLDS)
def test_thresholds(values: dict[str, Any], expected: set[tuple[str, str]]) -> None:
    found = monitoring.findings(Reading(**values), POLICY)
    assert {(f.rule.removeprefix("monitor.threshold."), f.priority) for f in found} == expected


def test_a_passed_threshold_asks_for_eyes_and_not_for_treatment() -> None:
    told = monitoring.findings(Reading(moaas=3, systolic=184), POLICY)
    assert [f.what for f in told] == [
        "Systolic pressure 184 mmHg: the threshold set here was passed (at or above 180 mmHg).",
        "Sedation score (MOAA/S) 3: the threshold set here was passed (at or below 3).",
    ]
    assert told[0].may_do == (
        "Look at the patient and the monitor, repeat the reading, and call the prescriber as the procedure says."
    )


def test_symptoms_are_urgent_at_any_pressure() -> None:
    told = monitoring.findings(Reading(systolic=125, diastolic=80, symptoms=True), POLICY)
    assert [(f.rule, f.priority) for f in told] == [("monitor.symptoms", "high")]


READINGS = st.builds(
    Reading,
    systolic=st.none() | st.integers(40, 300),
    diastolic=st.none() | st.integers(20, 200),
    heart_rate=st.none() | st.integers(15, 300),
    spo2=st.none() | st.integers(30, 100),
    respiratory_rate=st.none() | st.integers(0, 80),
    moaas=st.none() | st.integers(0, 5),
    symptoms=st.booleans(),
)


@given(reading=READINGS)
def test_no_reading_is_ever_kept_out_of_the_record(reading: Reading) -> None:
    found = monitoring.findings(reading, POLICY)
    assert {f.severity for f in found} <= {Severity.REVIEW}
    assert [f.priority for f in found] == sorted((f.priority for f in found), key=["high", "medium"].index)


@given(reading=READINGS, higher=st.integers(0, 100))
def test_a_higher_systolic_pressure_is_never_less_urgent_once_it_is_raised(reading: Reading, higher: int) -> None:
    systolic = max(reading.systolic or 0, 160)
    urgency = {"high": 2, "medium": 1}

    def told(value: int) -> int:
        found = monitoring.findings(Reading(systolic=value), POLICY)
        return max(urgency[f.priority] for f in found)

    assert told(systolic + higher) >= told(systolic)


def test_what_was_not_measured_is_named() -> None:
    assert monitoring.missing(Reading(systolic=120, diastolic=80, heart_rate=70), POLICY) == ("spo2", "moaas")
    assert monitoring.missing(Reading(systolic=120, diastolic=80, heart_rate=0, spo2=0, moaas=0), POLICY) == ()


BEFORE_DOSE = [
    (140, 90, set()),
    (141, 90, {("monitor.before.systolic", "review")}),
    (140, 91, {("monitor.before.diastolic", "review")}),
    (150, 95, {("monitor.before.systolic", "review"), ("monitor.before.diastolic", "review")}),
    (None, 80, {("monitor.before.measured", "stop")}),
    (120, None, {("monitor.before.measured", "stop")}),
    (None, None, {("monitor.before.measured", "stop")}),
]


@pytest.mark.parametrize(("systolic", "diastolic", "expected"), BEFORE_DOSE)
def test_pressure_before_the_dose(systolic: int | None, diastolic: int | None, expected: set[tuple[str, str]]) -> None:
    found = monitoring.before_dose(systolic, diastolic, POLICY)
    assert {(f.rule, f.severity.value) for f in found} == expected


def test_a_high_pressure_before_the_dose_says_to_measure_again() -> None:
    told = monitoring.before_dose(150, 80, POLICY)[0]
    assert f"{told.what} {told.may_do}" == (
        "The systolic pressure before the dose is 150 mmHg, above 140 mmHg. Measure again after 5 to 15 minutes. "
        "If it stays high, a prescriber weighs it and signs."
    )


@pytest.mark.parametrize(("age", "expected"), [(None, set()), (30, set()), (31, {"monitor.before.within"})])
def test_a_pressure_before_the_dose_grows_old(age: int | None, expected: set[str]) -> None:
    taken = None if age is None else timedelta(minutes=age)
    assert {f.rule for f in monitoring.before_dose(120, 80, POLICY, taken)} == expected


@pytest.mark.parametrize(("age", "expected"), [(None, set()), (15, set()), (16, {"monitor.awake_within"})])
def test_a_sedation_score_grows_old(age: int | None, expected: set[str]) -> None:
    taken = None if age is None else timedelta(minutes=age)
    assert {f.rule for f in monitoring.before_end(INJECTED, after(120), AWAKE, POLICY, taken)} == expected


def test_what_is_old_says_how_old_and_how_long_it_counts() -> None:
    told = monitoring.before_dose(120, 80, POLICY, timedelta(minutes=47))[0]
    assert f"{told.what} {told.may_do}" == (
        "The blood pressure before the dose is 47 minutes old. Take it again; it counts for 30 minutes."
    )


AWAKE, DROWSY, UNSCORED = Reading(moaas=5), Reading(moaas=4), Reading(systolic=120, diastolic=80)


@pytest.mark.parametrize(
    ("at", "last", "expected"),
    [
        (120, AWAKE, set()),
        (119, AWAKE, {"monitor.observation"}),
        (120, DROWSY, {"monitor.awake"}),
        (120, UNSCORED, {"monitor.awake"}),
        (120, None, {"monitor.awake"}),
        (30, None, {"monitor.observation", "monitor.awake"}),
    ],
)
def test_what_speaks_against_ending_now(at: float, last: Reading | None, expected: set[str]) -> None:
    found = monitoring.before_end(INJECTED, after(at), last, POLICY)
    assert {f.rule for f in found} == expected
    assert {f.severity for f in found} <= {Severity.REVIEW}


def test_ending_too_early_says_how_early() -> None:
    told = monitoring.before_end(INJECTED, after(95), AWAKE, POLICY)[0]
    assert told.what == "Only 95 of 120 minutes of observation have passed since the injection."
