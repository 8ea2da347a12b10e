"""What a preparation session may cover, the parts of a safety plan, and what can be preferred, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from daybreak.care.rules import read_toml


@dataclass(frozen=True)
class Option:
    """Something that can be chosen."""

    id: str
    label: str


@dataclass(frozen=True)
class PlanPart:
    """One part of a safety plan: its heading in the patient's voice, and whether it may stay empty."""

    id: str
    label: str
    hint: str
    required: bool


@cache
def options(of: str) -> tuple[Option, ...]:
    """The options of "topic", "headset", "music" or "eyes", in the order of the data. KeyError for another word."""
    return tuple(Option(**raw) for raw in read_toml("preparation.toml")[of])


def label(of: str, option_id: str) -> str:
    """The words of one option; the id itself for one that is no longer offered."""
    return next((option.label for option in options(of) if option.id == option_id), option_id)


@cache
def plan_parts() -> tuple[PlanPart, ...]:
    """The parts of a safety plan, in order."""
    return tuple(PlanPart(**raw) for raw in read_toml("preparation.toml")["part"])


def unwritten(plan: Mapping[str, str]) -> tuple[PlanPart, ...]:
    """The required parts that are empty."""
    return tuple(part for part in plan_parts() if part.required and not plan.get(part.id, "").strip())
