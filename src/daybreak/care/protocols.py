"""The protocols of treatment: how many doses, how far apart, with what around them; each number a rule with its source.

A clinic's own version replaces numbers inside their safe bounds, over its medical director's signature.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from importlib import resources
from typing import Any

from daybreak.care.findings import Certainty, Severity
from daybreak.care.rules import ClinicValue, Policy, Rule, frozen, read_toml
from daybreak.care.sentences import written

DEFAULT = "six-injections"


@dataclass(frozen=True)
class Protocol:
    """One shape of treatment. `rules` holds its numbers under their short names ("gaps")."""

    id: str
    title: str
    means: str
    rules: Policy

    @property
    def version(self) -> str:
        """Changes whenever a number or a signature does."""
        return self.rules.version.replace("policy-", f"{self.id}-")

    @property
    def doses(self) -> int:
        """Doses before the taper."""
        return int(self.rules.decimal("doses"))

    @property
    def all_doses(self) -> int:
        """Doses with those of the taper."""
        return self.doses + int(self.rules.decimal("taper_doses"))

    @property
    def preparations(self) -> int:
        """Preparation sessions before the first dose."""
        return len(self.rules.words("preparation_days"))

    @property
    def follow_ups(self) -> int:
        """Follow-up visits after the last dose."""
        return len(self.rules.words("follow_up_days"))

    @property
    def measure_points(self) -> tuple[str, ...]:
        """When scales are answered."""
        return self.rules.words("measure_points")

    def gap_before(self, dose: int, last: int | None = None) -> int:
        """Days from the dose before to this one (numbered from 1); the last gap of the taper goes on.

        `last` is the gap before that dose, whose turn is over: who begins on a Monday stays with Monday and Thursday.
        """
        if dose <= self.doses:
            gaps = [int(gap) for gap in self.rules.words("gaps")]
            return gaps[(gaps.index(last) + 1) % len(gaps)] if last in gaps else gaps[0]
        taper = self.rules.words("taper_gaps")
        return int(taper[min(dose - self.doses, len(taper)) - 1])

    def days(self, rule: str, number: int) -> int:
        """The days that `rule` ("preparation_days", "follow_up_days") says for the visit of this number.

        A visit beyond the list takes the last.
        """
        listed = self.rules.words(rule)
        return int(listed[min(number, len(listed)) - 1])

    def minutes(self, kind: str) -> int:
        """The length of an appointment of this kind."""
        lengths = self.rules.value("minutes")
        if not isinstance(lengths, Mapping):
            raise TypeError(f"The lengths of {self.id} are not a table.")
        return int(str(lengths[kind]))

    @property
    def integration_window(self) -> tuple[timedelta, timedelta]:
        """How long after a dose its integration may begin, and must have begun."""
        opens, closes = self.rules.span("integration_hours")
        return timedelta(hours=float(opens)), timedelta(hours=float(closes))

    def rule(self, name: str) -> Rule:
        """A number with its source, under its full name ("protocol.six-injections.gaps")."""
        return replace(self.rules[name], id=f"protocol.{self.id}.{name}")

    def with_clinic_values(self, values: Mapping[str, ClinicValue]) -> Protocol:
        """The clinic's own version. Refused when a number is unsigned, fixed or outside its safe bounds."""
        return replace(self, rules=self.rules.with_clinic_values(values))

    def kept(self, values: Mapping[str, Any]) -> Protocol:
        """This protocol with the numbers that a plan was made with, whatever the data says by now."""
        rules = {
            name: replace(rule, value=frozen(values[name])) if name in values else rule
            for name, rule in self.rules.items()
        }
        return replace(self, rules=Policy(rules))

    def as_values(self) -> dict[str, Any]:
        """Its numbers as JSON can hold them, for the record."""
        return {name: _plain(rule.value) for name, rule in self.rules.items()}


@cache
def shipped() -> dict[str, Protocol]:
    """Every protocol that is shipped, by its id, the default first."""
    names = (path.name for path in resources.files("daybreak.care").joinpath("protocols").iterdir())
    found = {protocol.id: protocol for protocol in map(_read, sorted(name for name in names if name.endswith(".toml")))}
    return {DEFAULT: found.pop(DEFAULT), **found}


def load(protocol_id: str) -> Protocol:
    """The shipped protocol with this id. KeyError with a sentence when there is none."""
    try:
        return shipped()[protocol_id]
    except KeyError:
        raise KeyError(f"There is no protocol {protocol_id!r}: {', '.join(shipped())}.") from None


def said(rule: Rule) -> str:
    """The value of a number as people say it: days one after the other "3, 4", the integration window "24 to 72"."""
    is_span = rule.id.endswith("integration_hours")
    if isinstance(rule.value, tuple) and not is_span:
        return ", ".join(written(part).replace("_", " ") for part in rule.value)
    return written(rule.value).replace("_", " ")


def _read(name: str) -> Protocol:
    raw = read_toml(f"protocols/{name}")
    rules = {part["id"]: _rule(part) for part in raw["rule"]}
    return Protocol(raw["id"], raw["title"], raw["means"], Policy(rules))


def _rule(raw: Mapping[str, Any]) -> Rule:
    exact = {name: frozen(value) for name, value in raw.items()}
    severity, certainty = Severity(raw.get("severity", "note")), Certainty(raw["certainty"])
    return Rule(**{**exact, "severity": severity, "certainty": certainty, "chapter": "protocol"})


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    return value if isinstance(value, str | int) else float(value)
