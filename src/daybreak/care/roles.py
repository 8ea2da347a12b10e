"""Who may do what: the roles of the clinic team and the acts each role may do, as data in policy/roles.toml."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from daybreak.care.findings import Certainty, Finding, Refused, Severity
from daybreak.care.rules import read_toml
from daybreak.care.sentences import either, one


class Role(StrEnum):
    """A part someone plays in the clinic. One person may hold several."""

    PRESCRIBER = "prescriber"
    NURSE = "nurse"
    THERAPIST = "therapist"
    COORDINATOR = "coordinator"
    MEDICAL_DIRECTOR = "medical_director"
    AUDITOR = "auditor"
    RESEARCHER = "researcher"

    @property
    def label(self) -> str:
        """The role in words, for example "medical director"."""
        return str(_roles()[self.value]["label"])

    @property
    def does(self) -> str:
        """What the role is there for, in one sentence."""
        return str(_roles()[self.value]["does"])


@dataclass(frozen=True)
class Act:
    """Something a person can do in the record. `label` completes "may …", `doing` opens "… needs a nurse"."""

    id: str
    label: str
    doing: str
    roles: tuple[Role, ...]
    why: str


@cache
def acts() -> dict[str, Act]:
    """Every act by its id, in the order of the data."""
    raw_acts = read_toml("policy/roles.toml")["act"]
    return {raw["id"]: Act(**{**raw, "roles": tuple(Role(role) for role in raw["roles"])}) for raw in raw_acts}


def act(act_id: str) -> Act:
    """The act with this id. ValueError when there is none: a misspelt act is neither allowed nor refused in silence."""
    try:
        return acts()[act_id]
    except KeyError:
        raise ValueError(f"There is no act {act_id!r}; docs/rules.md lists them all.") from None


def may(roles: Iterable[str], act_id: str) -> bool:
    """True when any of the roles may do the act. A role that is not known may do nothing."""
    return not set(roles).isdisjoint(act(act_id).roles)


def may_do(roles: Iterable[str]) -> frozenset[str]:
    """Every act these roles may do, for pages that show only what can be done."""
    held = tuple(roles)
    return frozenset(act_id for act_id in ACTS if may(held, act_id))


def permit(roles: Iterable[str], act_id: str) -> None:
    """Raises Refused, with a sentence naming who may, unless one of the roles may do the act."""
    held = tuple(roles)
    if not may(held, act_id):
        raise Refused([_refusal(act(act_id), held)])


def _refusal(wanted: Act, held: tuple[str, ...]) -> Finding:
    who = either([one(role.label) for role in wanted.roles])
    return Finding(
        rule=f"roles.{wanted.id}",
        severity=Severity.STOP,
        what=f"{wanted.doing} needs {who}. You are signed in {_signed_in(held)}.",
        why=wanted.why,
        source="Who may do what, policy/roles.toml",
        certainty=Certainty.DESIGN,
        may_do="",
    )


def _signed_in(held: tuple[str, ...]) -> str:
    labels = [Role(role).label if role in ROLES else role for role in held]
    return f"as {' and '.join(labels)}" if labels else "without a role"


@cache
def _roles() -> dict[str, dict[str, str]]:
    return {raw["id"]: raw for raw in read_toml("policy/roles.toml")["role"]}


ROLES: tuple[str, ...] = tuple(role.value for role in Role)
ACTS: tuple[str, ...] = tuple(acts())
