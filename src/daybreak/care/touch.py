"""Where touch may be offered: the regions of the body map, and a map as one number that can only be made less."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from daybreak.care.rules import read_toml

NOWHERE = 0
"""The map on which nothing is marked."""
FIELD = (200, 440)
"""Width and height of the field in which the shapes are drawn."""


@dataclass(frozen=True)
class Shapes:
    """How a region is drawn from one side: lines x1, y1, x2, y2, width and ovals x, y, radius x, radius y."""

    lines: tuple[tuple[int, ...], ...] = ()
    ovals: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True)
class Region:
    """A place of the body, on both sides of it."""

    id: str
    bit: int
    label: str
    front: Shapes
    back: Shapes

    @property
    def mask(self) -> int:
        """The region as a map of its own."""
        return 1 << self.bit


@cache
def regions() -> tuple[Region, ...]:
    """Every region, from head to feet."""
    return tuple(_region(raw) for raw in read_toml("documents/body.toml")["region"])


def mask_of(ids: Iterable[str]) -> int:
    """The map on which these regions are marked. ValueError for a region that does not exist."""
    known, asked = {region.id: region.mask for region in regions()}, set(ids)
    unknown = sorted(asked - set(known))
    if unknown:
        raise ValueError(f"There is no region {', '.join(unknown)} on the body map.")
    return sum(known[one] for one in asked)


def marked(mask: int) -> tuple[Region, ...]:
    """The regions of a map, from head to feet."""
    return tuple(region for region in regions() if mask & region.mask)


def widens(before: int, after: int) -> bool:
    """Whether ``after`` marks a region that ``before`` does not."""
    return bool(after & ~before)


def in_words(mask: int) -> str:
    """The map as people say it: "hands, shoulders"; "nowhere" when nothing is marked."""
    labels = [region.label for region in marked(mask)]
    return ", ".join([labels[0], *(label[0].lower() + label[1:] for label in labels[1:])]) if labels else "nowhere"


def _region(raw: dict[str, Any]) -> Region:
    return Region(**{**raw, "front": _shapes(raw["front"]), "back": _shapes(raw["back"])})


def _shapes(raw: dict[str, Any]) -> Shapes:
    return Shapes(**{name: tuple(tuple(shape) for shape in shapes) for name, shapes in raw.items()})
