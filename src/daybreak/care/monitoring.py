"""Watching over an injected patient: when readings fall due, and which of the clinic's thresholds a reading passed.

Readings are episodic and accepted by a person. A passed threshold is a secondary notice; the monitor is the alarm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from decimal import Decimal

from daybreak.care.amounts import plain
from daybreak.care.findings import Finding, Priority, gravest_first
from daybreak.care.plausibility import NAMES
from daybreak.care.rules import Policy, Rule

_PASSED = {
    "at_least": lambda value, limit: value >= limit,
    "above": lambda value, limit: value > limit,
    "at_most": lambda value, limit: value <= limit,
    "below": lambda value, limit: value < limit,
}
_WORDS = {"at_least": "at or above", "above": "above", "at_most": "at or below", "below": "below"}


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was measured at one moment; None is "not measured" and never reads as fine.

    Pressures in mmHg, heart and breathing rate per minute, saturation in %, dissociation 0–10, MOAA/S 0–5.
    `symptoms` is True when there is chest pain, breathlessness or a neurological sign.
    """

    systolic: int | None = None
    diastolic: int | None = None
    heart_rate: int | None = None
    spo2: int | None = None
    respiratory_rate: int | None = None
    moaas: int | None = None
    dissociation: int | None = None
    symptoms: bool = False

    def value(self, quantity: str) -> Decimal | None:
        """The measured value of one quantity, or None when it was not measured."""
        measured = getattr(self, quantity)
        return None if measured is None else Decimal(int(measured))


QUANTITIES = tuple(field.name for field in fields(Reading) if field.name != "symptoms")


def findings(reading: Reading, policy: Policy) -> tuple[Finding, ...]:
    """The thresholds a reading passed, the most urgent one for each quantity and direction, high priority first.

    Every finding is a review with a priority: it asks for eyes on the patient, and never keeps a reading out.
    """
    return tuple(sorted(_most_urgent(reading, policy), key=_urgency))


def missing(reading: Reading, policy: Policy) -> tuple[str, ...]:
    """The quantities a full reading holds that this one does not."""
    return tuple(quantity for quantity in policy.words("monitor.full_reading") if reading.value(quantity) is None)


def before_dose(
    systolic: int | None, diastolic: int | None, policy: Policy, age: timedelta | None = None
) -> tuple[Finding, ...]:
    """What the blood pressure before the dose says: missing or old is a stop, high is a review for a prescriber.

    `age` is how long ago the pressure was measured; without it, its age is not judged.
    """
    if systolic is None or diastolic is None:
        rule = policy["monitor.before.measured"]
        return (rule.finding("No blood pressure was recorded before the dose.", "Measure it and record it first."),)
    measured = (("systolic", systolic), ("diastolic", diastolic))
    high = (finding for name, value in measured for finding in _high(policy[f"monitor.before.{name}"], value, policy))
    return (*high, *_old(policy["monitor.before.within"], "blood pressure before the dose", age, policy))


def next_due(injected_at: datetime, last_reading_at: datetime | None, policy: Policy) -> datetime:
    """When the next reading falls due: one interval after the injection, or after the last reading since.

    The early interval holds until `monitor.early_until` after the injection, then the late one, until the session ends.
    """
    last = max(injected_at, last_reading_at or injected_at)
    early = last - injected_at < policy.minutes("monitor.early_until")
    return last + policy.minutes("monitor.early_every" if early else "monitor.late_every")


def due_times(injected_at: datetime, policy: Policy, until: datetime | None = None) -> tuple[datetime, ...]:
    """Every moment a reading falls due when each is taken in time, up to the end of the observation, or `until`."""
    end = until or observation_ends(injected_at, policy)
    times, due = [], next_due(injected_at, None, policy)
    while due <= end:
        times.append(due)
        due = next_due(injected_at, due, policy)
    return tuple(times)


def overdue_by(due_at: datetime, now: datetime) -> timedelta:
    """How long a reading has been overdue; zero while there is time left."""
    return max(now - due_at, timedelta(0))


def overdue(due_at: datetime, now: datetime, policy: Policy) -> Finding | None:
    """A finding when a reading is overdue by more than the grace the policy gives: absence is an event too."""
    rule, late = policy["monitor.overdue"], overdue_by(due_at, now)
    if late <= policy.minutes(rule.id):
        return None
    what = f"A reading has been due for {int(late.total_seconds() // 60)} minutes."
    return rule.finding(what, "Look at the patient, take the reading and record it.")


def observation_ends(injected_at: datetime, policy: Policy) -> datetime:
    """The earliest time the observation after an injection may end without a reason."""
    return injected_at + policy.minutes("monitor.observation")


def before_end(
    injected_at: datetime, now: datetime, last: Reading | None, policy: Policy, age: timedelta | None = None
) -> tuple[Finding, ...]:
    """What speaks against ending now: too early, no or an old sedation score, or not yet fully awake.

    `last` is the last reading since the injection that holds a sedation score, `age` how long ago it was taken; without
    `age`, its age is not judged. This is not a discharge decision: a person signs the end, and absent values never read
    as ready.
    """
    old = _old(policy["monitor.awake_within"], "last sedation score (MOAA/S)", age, policy)
    return gravest_first([*_too_early(injected_at, now, policy), *_not_awake(last, policy), *old])


def _most_urgent(reading: Reading, policy: Policy) -> Iterator[Finding]:
    told: set[tuple[str, bool]] = set()
    for rule in sorted(policy.under("monitor.threshold."), key=_urgency):
        direction = (rule.quantity, rule.compare in ("at_least", "above"))
        value = reading.value(rule.quantity)
        if value is not None and direction not in told and _PASSED[rule.compare](value, policy.decimal(rule.id)):
            told.add(direction)
            yield _passed(rule, value, policy)
    if reading.symptoms:
        rule = policy["monitor.symptoms"]
        yield rule.finding("Chest pain, breathlessness or a neurological sign was recorded.", _LOOK)


_LOOK = "Look at the patient and the monitor, repeat the reading, and call the prescriber as the procedure says."


def _urgency(told: Rule | Finding) -> int:
    return list(Priority).index(Priority(told.priority))


def _passed(rule: Rule, value: Decimal, policy: Policy) -> Finding:
    limit = f"{_WORDS[rule.compare]} {plain(policy.decimal(rule.id))} {rule.unit}".strip()
    name = NAMES[rule.quantity]
    what = f"{name[0].upper()}{name[1:]} {plain(value)} {rule.unit}".strip()
    return rule.finding(f"{what}: the threshold set here was passed ({limit}).", _LOOK)


def _high(rule: Rule, value: int, policy: Policy) -> Iterator[Finding]:
    limit = policy.decimal(rule.id)
    if _PASSED[rule.compare](Decimal(value), limit):
        low, high = policy.span("monitor.before.recheck")
        what = f"The {NAMES[rule.quantity]} before the dose is {value} mmHg, above {plain(limit)} mmHg."
        again = f"Measure again after {plain(low)} to {plain(high)} minutes."
        yield rule.finding(what, f"{again} If it stays high, a prescriber weighs it and signs.")


def _old(rule: Rule, measured: str, age: timedelta | None, policy: Policy) -> Iterator[Finding]:
    if age is not None and age > policy.minutes(rule.id):
        what = f"The {measured} is {int(age.total_seconds() // 60)} minutes old."
        yield rule.finding(what, f"Take it again; it counts for {plain(policy.decimal(rule.id))} minutes.")


def _too_early(injected_at: datetime, now: datetime, policy: Policy) -> Iterator[Finding]:
    rule = policy["monitor.observation"]
    since = int((now - injected_at).total_seconds() // 60)
    if now < observation_ends(injected_at, policy):
        needed = plain(policy.decimal(rule.id))
        what = f"Only {since} of {needed} minutes of observation have passed since the injection."
        yield rule.finding(what, "Keep watching, or give the reason for ending now.")


def _not_awake(last: Reading | None, policy: Policy) -> Iterator[Finding]:
    rule = policy["monitor.awake"]
    if last is None or last.moaas is None:
        what = "No sedation score was recorded since the injection."
        yield rule.finding(what, "Score it now, or give the reason for ending without it.")
    elif last.moaas < policy.decimal(rule.id):
        what = f"The last sedation score (MOAA/S) was {last.moaas}, not {plain(policy.decimal(rule.id))}."
        yield rule.finding(what, "Score it again, or give the reason for ending now.")
