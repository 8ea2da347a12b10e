"""The sedation scale MOAA/S: one pinned variant, its six levels and what each means."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from daybreak.care.rules import read_toml


@dataclass(frozen=True)
class Level:
    """One level: 5 is awake, 0 is unresponsive. `label` is short enough for a button, `text` is the scale's wording."""

    score: int
    label: str
    text: str


@dataclass(frozen=True)
class Scale:
    """The scale with the id of its printed variant, which is stored with every score."""

    id: str
    title: str
    version: str
    source: str
    levels: tuple[Level, ...]


@cache
def scale() -> Scale:
    """The pinned variant, levels from 5 (awake) down to 0."""
    raw = read_toml("instruments/moaas.toml")
    levels = tuple(Level(**part) for part in raw["level"])
    return Scale(raw["id"], raw["title"], raw["version"], raw["source"], levels)


def level(score: int) -> Level:
    """The level with this score. ValueError when the scale has none."""
    for found in scale().levels:
        if found.score == score:
            return found
    raise ValueError(f"{score} is not a MOAA/S level; choose 0 to 5.")


VARIANT = scale().id
LEVELS = scale().levels
