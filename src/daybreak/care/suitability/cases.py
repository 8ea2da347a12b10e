"""Which answers make which rule speak, and the sentence it then says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from daybreak.care.amounts import plain
from daybreak.care.findings import Finding
from daybreak.care.rules import Policy, read_toml
from daybreak.care.suitability.questions import Answers, as_number

Condition = str | tuple[str, ...]
"""The answers it holds for; or "below" or "at_least", for a number against the rule's value."""


@dataclass(frozen=True)
class Case:
    """One way a criterion (E1 to E20) speaks. `when` must hold in full, `unless` must not.

    `emergency` opens the emergency pathway; `headset` is about the headset alone; what settles "never" has no override.
    """

    criterion: str
    rule: str
    when: Mapping[str, Condition]
    what: str
    may_do: str
    against: str = ""
    unless: Mapping[str, str] = field(default_factory=dict)
    emergency: bool = False
    headset: bool = False
    settles: str = "by decision"

    def finding(self, answers: Answers, policy: Policy) -> Finding | None:
        """What this case finds in the answers, or None."""
        limit = self.against or self.rule
        if not all(_holds(answers.get(asked), wanted, limit, policy) for asked, wanted in self.when.items()):
            return None
        if self.unless and _holds(answers.get(self.unless["answer"]), "below", self.unless["rule"], policy):
            return None
        said = {"value": _value(limit, policy), "answer": self._compared(answers)}
        return policy[self.rule].finding(self.what.format(**said), self.may_do)

    def _compared(self, answers: Answers) -> str:
        """The number that was compared; nothing where none was."""
        return next((answers[asked] for asked, wanted in self.when.items() if isinstance(wanted, str)), "")


@cache
def cases() -> tuple[Case, ...]:
    """Every case, in the order of the criteria."""
    return tuple(_case(raw) for raw in read_toml("suitability/cases.toml")["case"])


def _holds(answer: str | None, wanted: Condition, limit: str, policy: Policy) -> bool:
    if answer is None:
        return False
    if isinstance(wanted, tuple):
        return answer in wanted
    number = as_number(answer)
    if number is None:
        return False
    return number < policy.decimal(limit) if wanted == "below" else number >= policy.decimal(limit)


def _value(rule_id: str, policy: Policy) -> str:
    value = policy.value(rule_id)
    return f"{plain(Decimal(value))} {policy[rule_id].unit}".strip() if isinstance(value, Decimal | int) else ""


def _case(raw: Mapping[str, Any]) -> Case:
    when = {asked: wanted if isinstance(wanted, str) else tuple(wanted) for asked, wanted in raw["when"].items()}
    return Case(**{**raw, "when": when})
