"""Adverse events: the words for how grave they are, whether the drug did it and how they ended, and what cannot be."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from daybreak.care.rules import read_toml

SERIOUS = "serious"
NOT_JUDGED = "not_judged"
FATAL = "fatal"
OVER = frozenset({"recovered", "sequelae", FATAL})
"""The outcomes that have an end."""


@dataclass(frozen=True)
class Word:
    """One choice: its id in the record, its label, and what it means."""

    id: str
    label: str
    means: str = ""


@dataclass(frozen=True)
class Told:
    """One event as it is told; the ids are of adverse.toml, the moments aware."""

    grade: str
    criteria: tuple[str, ...]
    relation: str
    started_at: datetime
    ended_at: datetime | None
    action: str
    outcome: str


@cache
def words(kind: str) -> dict[str, Word]:
    """The choices of a kind ("grade", "criterion", "relation", "action", "outcome") by id, in the order of the data."""
    return {raw["id"]: Word(**raw) for raw in read_toml("adverse.toml")[kind]}


def label(kind: str, word_id: str) -> str:
    """The choice in words; an id that is no choice any more keeps its name."""
    known = words(kind).get(word_id)
    return known.label if known else word_id


def common() -> tuple[str, ...]:
    """Events that are often told, to choose from."""
    return tuple(read_toml("adverse.toml")["common"])


def problems(told: Told, now: datetime) -> dict[str, str]:
    """What cannot be: the field with a sentence saying what to do. Empty when everything fits together."""
    found = _unknown(told)
    if told.started_at > now:
        found["started_at"] = "The beginning lies in the future. Enter when it began."
    if told.ended_at is not None and told.ended_at > now:
        found["ended_at"] = "The end lies in the future. Leave it empty until it is over."
    elif told.ended_at is not None and told.ended_at < told.started_at:
        found["ended_at"] = "The end lies before the beginning. Check both."
    return {**_of_grade(told), **_of_end(told), **found}


def _unknown(told: Told) -> dict[str, str]:
    fields = {"grade": told.grade, "relation": told.relation, "action": told.action, "outcome": told.outcome}
    missing = {name: "Choose one of these." for name, value in fields.items() if value not in words(name)}
    return missing | ({"criteria": "Choose among these."} if _strange(told.criteria) else {})


def _strange(criteria: Collection[str]) -> bool:
    return not set(criteria) <= set(words("criterion"))


def _of_grade(told: Told) -> dict[str, str]:
    if told.grade == SERIOUS and not told.criteria:
        return {"criteria": "Say which of these makes it serious."}
    if told.grade != SERIOUS and told.criteria:
        return {"grade": "What you ticked below makes it serious: choose Serious, or take the tick away."}
    if (told.outcome == FATAL) != ("death" in told.criteria):
        return {"criteria": "A death is both a criterion and the outcome: choose both, or neither."}
    return {}


def _of_end(told: Told) -> dict[str, str]:
    if told.outcome in OVER and told.ended_at is None:
        return {"ended_at": "It is over: enter when it ended."}
    if told.outcome in ("ongoing", "improving") and told.ended_at is not None:
        return {"outcome": "An end is entered, yet the outcome says that it goes on. Change one of them."}
    return {}
