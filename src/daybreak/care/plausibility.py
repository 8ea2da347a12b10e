"""What a measured value can be: the impossible is refused, the improbable asks, the rest passes in silence."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from daybreak.care.amounts import plain
from daybreak.care.findings import Finding
from daybreak.care.rules import Policy, Rule, shipped

NAMES = {
    "weight_kg": "weight",
    "height_cm": "height",
    "systolic": "systolic pressure",
    "diastolic": "diastolic pressure",
    "heart_rate": "heart rate",
    "spo2": "oxygen saturation",
    "respiratory_rate": "breathing rate",
    "temperature_c": "temperature",
    "dissociation": "dissociation rating",
    "moaas": "sedation score (MOAA/S)",
    "age_y": "age",
}
"""The quantities that can be checked, with the words used in sentences."""

LONGEST_SHOWN = 12
"""Digits before or after the mark that a sentence repeats."""

_TYPED = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_TYPED_WHOLE = re.compile(r"[+-]?[0-9]+")


def unit_of(quantity: str, policy: Policy | None = None) -> str:
    """The unit the quantity is recorded in, for example "mmHg"."""
    return _possible(quantity, policy or shipped()).unit


def check(quantity: str, value: Decimal | int | float | str, policy: Policy | None = None) -> Finding | None:
    """A stop when the value is impossible, a review when it is improbable, None when it is ordinary.

    `quantity` is a key of NAMES; ValueError when it is not. Text that is not a number is impossible.
    """
    rules = policy or shipped()
    possible, usual = _possible(quantity, rules), f"plausible.{quantity}.usual"
    number = _number(value, whole=possible.compare == "whole")
    if number is None:
        return _not_a_number(possible, value)
    if not _inside(number, rules.span(possible.id)):
        return _impossible(possible, number, rules)
    if usual in rules and not _inside(number, rules.span(usual)):
        return _improbable(rules[usual], number, rules)
    return None


def check_pressure(systolic: int, diastolic: int, policy: Policy | None = None) -> Finding | None:
    """A stop when diastolic is not below systolic, a review when the two are improbably close or far apart."""
    rules = policy or shipped()
    given = f"{systolic}/{diastolic} mmHg"
    if diastolic >= systolic:
        what = f"{given} cannot be: the systolic pressure must be above the diastolic."
        return rules["plausible.pulse_pressure.possible"].finding(what, "Are the two swapped? Enter systolic first.")
    usual = rules["plausible.pulse_pressure.usual"]
    if not _inside(Decimal(systolic - diastolic), rules.span(usual.id)):
        what = f"{given}: the two pressures are {systolic - diastolic} mmHg apart, which is unusual."
        return usual.finding(what, "If it is right, confirm it; otherwise measure again.")
    return None


def check_birth_date(birth_date: date, today: date, policy: Policy | None = None) -> Finding | None:
    """A stop for a birth in the future or longer ago than anyone lived, a review for a child or a very old person."""
    rules = policy or shipped()
    if birth_date > today:
        what = f"A date of birth of {birth_date.isoformat()} lies in the future."
        return rules["plausible.age_y.possible"].finding(what, "Check the year, and enter the date again.")
    return check("age_y", age_on(today, birth_date), rules)


def age_on(day: date, birth_date: date) -> int:
    """Whole years lived by that day; someone born on 29 February turns older on 1 March in other years."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def check_time(
    moment: datetime,
    now: datetime,
    *,
    session_opened_at: datetime | None = None,
    birth_date: date | None = None,
    policy: Policy | None = None,
) -> Finding | None:
    """A stop for a time in the future, before the session, or before the patient was born. Times carry a zone."""
    rule = (policy or shipped())["plausible.clock_skew"]
    allowed = (policy or shipped()).minutes(rule.id)
    if moment > now + allowed:
        return rule.finding(
            "This time lies in the future.", "Enter the time at which it happened, or set the device's clock."
        )
    if session_opened_at is not None and moment < session_opened_at - allowed:
        return rule.finding(
            "This time is before the session was opened.", "Enter the time at which it happened in this session."
        )
    if birth_date is not None and moment.date() < birth_date:
        return rule.finding("This time is before the patient was born.", "Check the time and the date of birth.")
    return None


def _possible(quantity: str, policy: Policy) -> Rule:
    if quantity not in NAMES:
        raise ValueError(f"{quantity!r} is not a quantity that can be checked: {', '.join(NAMES)}.")
    return policy[f"plausible.{quantity}.possible"]


def _number(value: Decimal | int | float | str, *, whole: bool) -> Decimal | None:
    """The value as an exact number. Typed text must be plain digits, so that int() and Decimal() both read it."""
    text = str(value).strip()
    if isinstance(value, bool) or (isinstance(value, str) and not (_TYPED_WHOLE if whole else _TYPED).fullmatch(text)):
        return None
    number = Decimal(text)
    if not number.is_finite() or (whole and number != number.to_integral_value()):
        return None
    return number


def _inside(number: Decimal, span: tuple[Decimal, Decimal]) -> bool:
    return span[0] <= number <= span[1]


def _not_a_number(rule: Rule, value: object) -> Finding:
    kind = "a whole number" if rule.compare == "whole" else "a number"
    return rule.finding(f"“{value}” is not {kind} for the {NAMES[rule.quantity]}.", f"Enter {kind} {_in_unit(rule)}.")


def _impossible(rule: Rule, number: Decimal, policy: Policy) -> Finding:
    what = f"{_shown(rule, number)} is not a possible {NAMES[rule.quantity]}; it lies between {_range(rule, policy)}."
    return rule.finding(what, f"Check the figure and its unit, and enter it {_in_unit(rule)}. {rule.hint}".strip())


def _improbable(rule: Rule, number: Decimal, policy: Policy) -> Finding:
    what = f"{_shown(rule, number)} is an unusual {NAMES[rule.quantity]}; most lie between {_range(rule, policy)}."
    return rule.finding(what, f"If it is right, confirm it; otherwise correct it. {rule.hint}".strip())


def _shown(rule: Rule, number: Decimal) -> str:
    """The value with its unit; one of endless digits (1e999999999) is not written out."""
    return f"{plain(number)} {rule.unit}".strip() if abs(number.adjusted()) < LONGEST_SHOWN else "This number"


def _range(rule: Rule, policy: Policy) -> str:
    low, high = policy.span(rule.id)
    return f"{plain(low)} and {plain(high)} {rule.unit}".strip()


def _in_unit(rule: Rule) -> str:
    return f"in {rule.unit}" if rule.unit else "on its scale"
