"""Impossible values are refused, improbable ones ask, ordinary ones pass: tables of values at their bounds."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybreak.care import plausibility
from daybreak.care.findings import Severity
from daybreak.care.plausibility import NAMES, check, check_birth_date, check_pressure, check_time
from daybreak.care.rules import ClinicValue, shipped

STOP, ASK, PASS = "stop", "review", None
TODAY = date(2025, 11, 3)
NOW = datetime(2025, 11, 3, 10, 0, tzinfo=UTC)


def verdict(finding: Any) -> str | None:
    return None if finding is None else str(finding.severity)


VALUES = [
    # quantity, impossible low, improbable low, ordinary low, ordinary high, improbable high, impossible high
    ("weight_kg", "19.9", "34.9", "35", "150", "150.1", "400.1"),
    ("height_cm", "99", "139", "140", "205", "206", "251"),
    ("systolic", "39", "79", "80", "200", "201", "301"),
    ("diastolic", "19", "39", "40", "120", "121", "201"),
    ("heart_rate", "14", "39", "40", "150", "151", "301"),
    ("respiratory_rate", "-1", "5", "6", "35", "36", "81"),
    ("temperature_c", "24.9", "34.9", "35", "39", "39.1", "45.1"),
    ("age_y", "-1", "17", "18", "100", "101", "121"),
]


@pytest.mark.parametrize(("quantity", "values"), [(row[0], row[1:]) for row in VALUES])
def test_each_quantity_at_its_bounds(quantity: str, values: tuple[str, ...]) -> None:
    assert [verdict(check(quantity, Decimal(value))) for value in values] == [STOP, ASK, PASS, PASS, ASK, STOP]


@pytest.mark.parametrize(
    ("quantity", "value", "expected"),
    [
        ("weight_kg", 800, STOP),
        ("weight_kg", 180, ASK),
        ("weight_kg", Decimal("81.6"), PASS),
        ("spo2", 101, STOP),
        ("spo2", 100, PASS),
        ("spo2", 84, ASK),
        ("spo2", 29, STOP),
        ("dissociation", -1, STOP),
        ("dissociation", 0, PASS),
        ("dissociation", 10, PASS),
        ("dissociation", 11, STOP),
        ("dissociation", Decimal("5.5"), STOP),
        ("moaas", 0, PASS),
        ("moaas", 5, PASS),
        ("moaas", 6, STOP),
        ("respiratory_rate", 0, ASK),  # apnoea must be recordable
    ],
)
def test_more_values(quantity: str, value: Any, expected: str | None) -> None:
    assert verdict(check(quantity, value)) == expected


@pytest.mark.parametrize(
    ("quantity", "value", "expected"),
    [
        ("systolic", "120", PASS),
        ("systolic", " 120 ", PASS),
        ("systolic", "120.0", STOP),  # a typed whole number has no point, so that int() reads it too
        ("systolic", "1e2", STOP),
        ("systolic", "1_20", STOP),
        ("systolic", "", STOP),
        ("systolic", "high", STOP),
        ("systolic", True, STOP),
        ("systolic", 120.0, PASS),
        ("systolic", 120.5, STOP),
        ("weight_kg", "81.6", PASS),
        ("weight_kg", 81.6, PASS),
        ("weight_kg", "nan", STOP),
        ("weight_kg", float("inf"), STOP),
        ("weight_kg", Decimal("NaN"), STOP),
    ],
)
def test_what_is_not_a_number_is_refused(quantity: str, value: Any, expected: str | None) -> None:
    assert verdict(check(quantity, value)) == expected


def sentence(finding: Any) -> str:
    return f"{finding.what} {finding.may_do}"


def test_a_sentence_shows_the_value_its_unit_and_what_to_do() -> None:
    assert sentence(check("weight_kg", 800)) == (
        "800 kg is not a possible weight; it lies between 20 and 400 kg. "
        "Check the figure and its unit, and enter it in kg. Was it entered in pounds? 180 lb are 81.6 kg."
    )
    assert sentence(check("weight_kg", 180)) == (
        "180 kg is an unusual weight; most lie between 35 and 150 kg. "
        "If it is right, confirm it; otherwise correct it. Was it entered in pounds? 180 lb are 81.6 kg."
    )
    assert sentence(check("systolic", "high")) == (
        "“high” is not a whole number for the systolic pressure. Enter a whole number in mmHg."
    )


@pytest.mark.parametrize(
    ("quantity", "value", "hint"),
    [("height_cm", "1.75", "in metres"), ("temperature_c", "98.6", "in °F"), ("spo2", 80, "finger probe")],
)
def test_the_usual_mistake_is_named(quantity: str, value: Any, hint: str) -> None:
    found = check(quantity, value)
    assert found is not None
    assert hint in found.may_do


@pytest.mark.parametrize("value", [Decimal("1e999999999"), Decimal("1e-999999999"), 10**4000, -(10**20)])
def test_a_number_of_endless_digits_is_impossible_and_not_written_out(value: Any) -> None:
    found = check("systolic" if isinstance(value, int) else "weight_kg", value)
    assert found is not None
    assert (found.severity, found.what.split(" is ")[0]) == (Severity.STOP, "This number")


def test_a_quantity_that_does_not_exist_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="not a quantity that can be checked"):
        check("weight", 80)


def test_a_clinic_may_move_what_is_usual() -> None:
    policy = shipped().with_clinic_values({"plausible.weight_kg.usual": ClinicValue([40, 200], "Dr Ada Winter", TODAY)})
    assert check("weight_kg", 180, policy) is None


@pytest.mark.parametrize("quantity", NAMES)
def test_every_quantity_has_a_unit_or_a_scale_and_usual_lies_within_possible(quantity: str) -> None:
    policy = shipped()
    low, high = policy.span(f"plausible.{quantity}.possible")
    usual = f"plausible.{quantity}.usual"
    usual_low, usual_high = policy.span(usual) if usual in policy else (low, high)
    assert low <= usual_low < usual_high <= high
    assert bool(plausibility.unit_of(quantity)) is (quantity not in ("dissociation", "moaas"))


@given(quantity=st.sampled_from(sorted(NAMES)), value=st.decimals("-1000", "1000", places=1))
def test_a_value_between_two_that_pass_passes_and_one_beyond_a_stop_is_a_stop(quantity: str, value: Decimal) -> None:
    rank = {None: 0, ASK: 1, STOP: 2}
    low, high = shipped().span(f"plausible.{quantity}.possible")
    nearer = max(low, min(high, value.to_integral_value()))
    assert rank[verdict(check(quantity, nearer))] <= rank[verdict(check(quantity, value))]


@pytest.mark.parametrize(
    ("systolic", "diastolic", "expected"),
    [
        (120, 80, PASS),
        (80, 120, STOP),
        (120, 120, STOP),
        (95, 80, PASS),
        (94, 80, ASK),
        (190, 80, PASS),
        (191, 80, ASK),
    ],
)
def test_pressures_are_two_numbers_the_first_above_the_second(systolic: int, diastolic: int, expected: Any) -> None:
    assert verdict(check_pressure(systolic, diastolic)) == expected


def test_swapped_pressures_say_so() -> None:
    assert sentence(check_pressure(80, 120)) == (
        "80/120 mmHg cannot be: the systolic pressure must be above the diastolic. "
        "Are the two swapped? Enter systolic first."
    )


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (date(2025, 11, 4), STOP),  # tomorrow
        (date(2025, 11, 3), ASK),  # today
        (date(2007, 11, 4), ASK),  # 18 tomorrow
        (date(2007, 11, 3), PASS),  # 18 today
        (date(1980, 1, 1), PASS),
        (date(1925, 11, 3), PASS),  # 100
        (date(1924, 11, 3), ASK),  # 101
        (date(1904, 11, 4), ASK),  # still 120
        (date(1904, 11, 3), STOP),  # 121
    ],
)
def test_dates_of_birth(born: date, expected: str | None) -> None:
    assert verdict(check_birth_date(born, TODAY)) == expected


def test_a_birth_in_the_future_says_so() -> None:
    assert sentence(check_birth_date(date(2052, 1, 1), TODAY)) == (
        "A date of birth of 2052-01-01 lies in the future. Check the year, and enter the date again."
    )


@pytest.mark.parametrize(
    ("day", "age"), [(date(2025, 2, 28), 24), (date(2025, 3, 1), 25), (date(2028, 2, 28), 27), (date(2028, 2, 29), 28)]
)
def test_someone_born_on_29_february_turns_older_on_1_march(day: date, age: int) -> None:
    assert plausibility.age_on(day, date(2000, 2, 29)) == age


@given(born=st.dates(date(1900, 1, 1), date(2025, 1, 1)), days=st.integers(0, 20000))
def test_age_never_falls_as_days_pass(born: date, days: int) -> None:
    day = born + timedelta(days=days)
    older = plausibility.age_on(day + timedelta(days=1), born)
    assert 0 <= plausibility.age_on(day, born) <= older


OPENED = NOW - timedelta(hours=1)
BORN = date(1980, 5, 1)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (NOW, None),
        (NOW + timedelta(minutes=2), None),  # two clocks never agree to the second
        (NOW + timedelta(minutes=2, seconds=1), "This time lies in the future."),
        (OPENED, None),
        (OPENED - timedelta(minutes=2), None),
        (OPENED - timedelta(minutes=3), "This time is before the session was opened."),
    ],
)
def test_times_of_a_session(moment: datetime, expected: str | None) -> None:
    found = check_time(moment, NOW, session_opened_at=OPENED, birth_date=BORN)
    assert (found and found.what) == expected
    assert found is None or found.severity is Severity.STOP


def test_nothing_is_recorded_from_before_birth() -> None:
    found = check_time(datetime(1979, 1, 1, tzinfo=UTC), NOW, birth_date=BORN)
    assert found is not None
    assert sentence(found) == "This time is before the patient was born. Check the time and the date of birth."
