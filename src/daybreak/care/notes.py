"""What a note may hold, what became of homework, and who may open a psychotherapy note."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from daybreak.care.findings import Finding, Refused, Severity
from daybreak.care.roles import ROLES, Role
from daybreak.care.rules import Policy, read_toml
from daybreak.care.sentences import either

READERS = "notes.psychotherapy.readers"
AUTHOR = "author"


class NoteKind(StrEnum):
    """A progress note is part of the chart; a psychotherapy note is its author's, kept apart and sealed."""

    PROGRESS = "progress"
    PSYCHOTHERAPY = "psychotherapy"

    @property
    def label(self) -> str:
        """In words."""
        return f"{self.value} note"

    @property
    def act_to_write(self) -> str:
        """The act that one must be allowed to do to write one."""
        return "note.write" if self is NoteKind.PROGRESS else "psychotherapy.write"


@dataclass(frozen=True)
class Option:
    """Something that can be chosen. `final` says of an outcome that it is not asked about again."""

    id: str
    label: str
    final: bool = False


@cache
def options(of: str) -> tuple[Option, ...]:
    """The options of "occasion", "theme" or "outcome", in the order of the data. KeyError for another word."""
    return tuple(Option(**raw) for raw in read_toml("notes.toml")[of])


def label(of: str, option_id: str) -> str:
    """The words of one option; the id itself for one that is no longer offered."""
    return next((option.label for option in options(of) if option.id == option_id), option_id)


def is_final(outcome_id: str) -> bool:
    """Whether homework with this outcome is not asked about again."""
    return any(option.id == outcome_id and option.final for option in options("outcome"))


def may_open(roles: Iterable[str], policy: Policy, *, is_author: bool) -> bool:
    """Whether someone with these roles may open a psychotherapy note: its author, and whom the rule names."""
    return is_author or not set(roles).isdisjoint(policy.words(READERS))


def permit_open(roles: Iterable[str], policy: Policy, *, is_author: bool) -> None:
    """Raises Refused, naming who may, unless the note may be opened."""
    if not may_open(roles, policy, is_author=is_author):
        named = [f"a {Role(role).label}" for role in policy.words(READERS) if role in ROLES]
        who = either(["its author", *named])
        raise Refused([_closed(policy, f"A psychotherapy note is opened by {who} alone.")])


def _closed(policy: Policy, what: str) -> Finding:
    return policy[READERS].finding(what, "Ask the therapist who wrote it.", Severity.STOP)
