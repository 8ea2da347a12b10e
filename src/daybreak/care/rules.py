"""The rules of care as data: values with unit, severity, reason, source and certainty, and the clinic's signed ones."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, TypeAlias

from daybreak.care.findings import Certainty, Finding, Refused, Severity
from daybreak.care.safe_bounds import out_of_order, outside, same_kind
from daybreak.care.sentences import written

Value: TypeAlias = "Decimal | int | str | tuple[Value, ...] | Mapping[str, Value]"

CHAPTERS = (
    *("dose", "suitability", "interactions", "resistance", "monitoring", "measures"),
    *("schedule", "consents", "vials", "ledger", "integration", "followup", "alerts", "assessment", "plausibility"),
)
"""The files of policy/ that hold rules, in the order of the reference page."""


@dataclass(frozen=True)
class Rule:
    """A value and everything a clinician needs to judge it. Without bounds or choices a clinic may not change it."""

    id: str
    title: str
    value: Value
    unit: str
    severity: Severity
    rationale: str
    source: str
    certainty: Certainty
    chapter: str = ""
    minimum: Value | None = None
    maximum: Value | None = None
    choices: tuple[str, ...] = ()
    not_above: str = ""
    quantity: str = ""
    compare: str = ""
    priority: str = ""
    hint: str = ""
    signed_by: str = ""
    signed_on: date | None = None

    @property
    def citation(self) -> str:
        """Where the value comes from: the source, or who signed the clinic's own value and when."""
        if self.signed_on is not None:
            return f"clinic policy, signed by {self.signed_by} on {self.signed_on.isoformat()}"
        return self.source

    @property
    def is_fixed(self) -> bool:
        """True when no clinic may set its own value."""
        return not self.choices and self.minimum is None and self.maximum is None

    def finding(self, what: str, may_do: str, severity: Severity | None = None) -> Finding:
        """What this rule found in one case, carrying its reason, source and certainty."""
        return Finding(
            rule=self.id,
            severity=severity or self.severity,
            what=what,
            why=self.rationale,
            source=self.citation,
            certainty=self.certainty,
            may_do=may_do,
            priority=self.priority,
        )


@dataclass(frozen=True)
class ClinicValue:
    """A clinic's own value for a rule, dated and signed by its medical director."""

    value: Any
    signed_by: str
    signed_on: date


class Policy(Mapping[str, Rule]):
    """The rules in force: id to Rule. `version` changes whenever any value or signature does."""

    def __init__(self, rules: Mapping[str, Rule]) -> None:
        self._rules = dict(rules)
        self.version = _version(self._rules)

    def __getitem__(self, rule_id: str) -> Rule:
        try:
            return self._rules[rule_id]
        except KeyError:
            raise KeyError(f"There is no rule {rule_id!r}; docs/rules.md lists them all.") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._rules)

    def __len__(self) -> int:
        return len(self._rules)

    def rule(self, rule_id: str) -> Rule:
        """The rule with this id. KeyError with a sentence when there is none."""
        return self[rule_id]

    def value(self, rule_id: str) -> Value:
        """The rule's value as it stands in the data, or as the clinic signed it."""
        return self[rule_id].value

    def decimal(self, rule_id: str) -> Decimal:
        """The rule's value as one exact number."""
        value = self.value(rule_id)
        if not isinstance(value, Decimal | int):
            raise TypeError(f"The rule {rule_id} holds {value!r}, not one number.")
        return Decimal(value)

    def minutes(self, rule_id: str) -> timedelta:
        """The rule's value, which is in minutes, as a span of time."""
        return timedelta(minutes=float(self.decimal(rule_id)))

    def days(self, rule_id: str) -> timedelta:
        """The rule's value, which is in days or in weeks, as a span of time."""
        whole = timedelta(weeks=1) if self[rule_id].unit == "weeks" else timedelta(days=1)
        return whole * float(self.decimal(rule_id))

    def span(self, rule_id: str) -> tuple[Decimal, Decimal]:
        """The rule's value as a lowest and a highest number, both inside."""
        low, high = self.words(rule_id)
        return Decimal(low), Decimal(high)

    def words(self, rule_id: str) -> tuple[Any, ...]:
        """The rule's value as a list."""
        value = self.value(rule_id)
        if not isinstance(value, tuple):
            raise TypeError(f"The rule {rule_id} holds {value!r}, not a list.")
        return value

    def under(self, prefix: str) -> tuple[Rule, ...]:
        """The rules whose id starts with the prefix, in the order of the data."""
        return tuple(rule for rule_id, rule in self.items() if rule_id.startswith(prefix))

    def with_clinic_values(self, values: Mapping[str, ClinicValue]) -> Policy:
        """A policy with the clinic's own values. Refused when one is unsigned or outside its safe bounds."""
        changed = Policy({**self._rules, **{rule_id: _signed(self, rule_id, own) for rule_id, own in values.items()}})
        broken = out_of_order({rule_id: (rule.value, rule.not_above) for rule_id, rule in changed.items()})
        if broken:
            raise Refused(_misordered(changed, lower, upper) for lower, upper in broken)
        return changed


@cache
def shipped() -> Policy:
    """The rules as they are shipped, read once. ValueError when two rules share an id."""
    rules = [rule for chapter in CHAPTERS for rule in _read_chapter(chapter)]
    by_id = {rule.id: rule for rule in rules}
    if len(by_id) < len(rules):
        raise ValueError("Two rules in care/policy share an id; give each its own.")
    return Policy(by_id)


@cache
def read_toml(path: str) -> dict[str, Any]:
    """A data file of this room, with exact decimals. `path` is relative to care/, for example "policy/dose.toml"."""
    text = resources.files("daybreak.care").joinpath(path).read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)


def chapter_title(chapter: str) -> str:
    """The heading of a chapter of rules."""
    return str(read_toml(f"policy/{chapter}.toml")["title"])


def _read_chapter(chapter: str) -> Iterator[Rule]:
    for raw in read_toml(f"policy/{chapter}.toml")["rule"]:
        yield _rule(raw, chapter)


def _rule(raw: Mapping[str, Any], chapter: str) -> Rule:
    exact = {name: frozen(value) for name, value in raw.items()}
    enums = {"severity": Severity(raw["severity"]), "certainty": Certainty(raw["certainty"]), "chapter": chapter}
    return Rule(**{**exact, **enums})


def frozen(value: Any) -> Any:
    """A value of a data file or of the record made exact: lists become tuples, floats become decimals."""
    if isinstance(value, list | tuple):
        return tuple(frozen(part) for part in value)
    if isinstance(value, dict):
        return {name: frozen(part) for name, part in value.items()}
    return Decimal(str(value)) if isinstance(value, float) else value


def _signed(policy: Policy, rule_id: str, own: ClinicValue) -> Rule:
    if rule_id not in policy:
        raise KeyError(f"There is no rule {rule_id!r} for a clinic to change; docs/rules.md lists them all.")
    rule, value = policy[rule_id], frozen(own.value)
    complaint = _complaint(rule, value, own)
    if complaint:
        raise Refused([_stop(rule, *complaint)])
    return replace(rule, value=value, signed_by=own.signed_by, signed_on=own.signed_on, certainty=Certainty.SIGNED)


def _complaint(rule: Rule, value: Value, own: ClinicValue) -> tuple[str, str] | None:
    if rule.is_fixed:
        return f"“{rule.title}” is not for a clinic to change.", "Leave the shipped value in force."
    if not own.signed_by.strip():
        return f"The clinic's value for “{rule.title}” is not signed.", "Ask the medical director to sign it by name."
    if not same_kind(value, rule.value):
        return f"“{rule.title}” cannot be “{written(value)}”.", f"Give a value like {_with_unit(rule)}."
    beyond = outside(value, rule.minimum, rule.maximum, rule.choices)
    if beyond:
        return f"“{rule.title}”: {beyond}.", "Choose a value inside the safe bounds."
    return None


def _stop(rule: Rule, what: str, may_do: str) -> Finding:
    return replace(rule.finding(what, may_do, Severity.STOP), priority="")


def _with_unit(rule: Rule) -> str:
    return f"{written(rule.value)} {rule.unit}".strip()


def _misordered(policy: Policy, lower: str, upper: str) -> Finding:
    low, high = policy[lower], policy[upper]
    what = f"“{low.title}” ({_with_unit(low)}) would lie above “{high.title}” ({_with_unit(high)})."
    return _stop(low, what, "Change the two values together so that they keep their order.")


def _version(rules: Mapping[str, Rule]) -> str:
    text = "\n".join(
        f"{rule.id}|{rule.compare}|{rule.value}|{rule.unit}|{rule.severity}|{rule.priority}|{rule.citation}"
        for rule in rules.values()
    )
    return f"policy-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
