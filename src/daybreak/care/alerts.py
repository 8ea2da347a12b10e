"""What opens an alert, who is asked in which order, how soon, and what closes it: the kinds of policy/alerts.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from daybreak.care.findings import Priority
from daybreak.care.roles import Role
from daybreak.care.rules import Policy, read_toml


class ClosesWith(StrEnum):
    """What documents the end of an alert."""

    ASSESSMENT = "assessment"
    NOTE = "note"


@dataclass(frozen=True)
class Kind:
    """One kind of alert. `acknowledge_within` and `close_within` are ids of rules, which a clinic may change."""

    id: str
    title: str
    priority: Priority
    owner: Role
    escalate_to: tuple[Role, ...]
    acknowledge_within: str
    close_within: str
    closes_with: ClosesWith
    may_do: str

    @property
    def turn(self) -> tuple[Role, ...]:
        """The roles in the order in which they are asked."""
        return (self.owner, *self.escalate_to)

    @property
    def needs_assessment(self) -> bool:
        """Whether only a signed risk assessment ends it."""
        return self.closes_with is ClosesWith.ASSESSMENT

    @property
    def act_to_close(self) -> str:
        """The act that one must be allowed to do to end it."""
        return "alert.assess" if self.needs_assessment else "alert.acknowledge"

    def time_to_acknowledge(self, policy: Policy) -> timedelta:
        """How long its holder has to acknowledge it."""
        return policy.minutes(self.acknowledge_within)

    def time_to_close(self, policy: Policy) -> timedelta:
        """How long whoever acknowledged it has to end it."""
        return policy.minutes(self.close_within)


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its id, in the order of the data."""
    found = [_kind(raw) for raw in read_toml("policy/alerts.toml")["kind"]]
    by_id = {kind.id: kind for kind in found}
    if len(by_id) < len(found):
        raise ValueError("Two kinds in care/policy/alerts.toml share an id; give each its own.")
    return by_id


def kind(kind_id: str) -> Kind:
    """The kind with this id. ValueError when there is none: a misspelt kind must not swallow an alert."""
    try:
        return kinds()[kind_id]
    except KeyError:
        raise ValueError(f"There is no kind of alert {kind_id!r}; docs/rules.md lists them all.") from None


def _kind(raw: Mapping[str, Any]) -> Kind:
    exact = {
        "priority": Priority(raw["priority"]),
        "owner": Role(raw["owner"]),
        "escalate_to": tuple(Role(role) for role in raw["escalate_to"]),
        "closes_with": ClosesWith(raw["closes_with"]),
    }
    return Kind(**{**raw, **exact})
