"""Knows how four symptom domains become the points of a rating scale, and how the points of two scales correspond.

A patient's true score follows the domains by the shares of the scale (scales.toml):

    true(t) = true(0) * sum over domains of share_d * severity_d(t),      severity_d(0) = 1

A rating adds the rater's error, is rounded to a whole number, and cannot leave 0 .. maximum.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from daybreak.science.compartments import Array

DOMAINS = ("mood", "motivation", "suicidality", "cognition")


class ScaleError(ValueError):
    """A scale that is not known. Its text names those that are."""


@dataclass(frozen=True)
class Scale:
    """A rating scale: its points, the share of each domain in them, and the SD of one rating (points)."""

    id: str
    title: str
    items: int
    maximum: int
    noise_sd: float
    remission_at_most: int
    share: Mapping[str, float]
    certainty: str
    note: str
    suicidality_maximum: int = 0
    suicidality_absent_at_most: int = 0

    def relative(self, severities: Mapping[str, Array]) -> Array:
        """Severity of the whole scale relative to baseline, shaped as the domains are."""
        first, *rest = (self.share[domain] * severities[domain] for domain in DOMAINS)
        return np.asarray(sum(rest, first))

    def rate(self, true: Array, deviates: Array) -> Array:
        """Whole-number ratings of `true` points with the rater's error, given standard normal `deviates`."""
        return np.clip(np.rint(true + self.noise_sd * deviates), 0.0, self.maximum)


@dataclass(frozen=True)
class Link:
    """How points of one scale correspond to points of another."""

    source_scale: str
    target_scale: str
    points: tuple[tuple[float, float], ...]
    source: str
    certainty: str
    note: str

    def convert(self, score: Array | float) -> Array:
        """Points on the target scale, by straight lines between the published points."""
        known = np.array(self.points)
        return np.asarray(np.interp(score, known[:, 0], known[:, 1]))

    def convert_back(self, score: Array | float) -> Array:
        """Points on the source scale; where several correspond, the middle of them as np.interp finds it."""
        known = np.array(self.points)
        return np.asarray(np.interp(score, known[:, 1], known[:, 0]))


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("scales.toml").read_text(encoding="utf-8"))


@cache
def scales() -> Mapping[str, Scale]:
    """Every scale by id."""
    return {key: _scale(key, entry) for key, entry in _document()["scale"].items()}


@cache
def links() -> tuple[Link, ...]:
    """Every published correspondence."""
    return tuple(
        Link(
            source_scale=entry["from"],
            target_scale=entry["to"],
            points=tuple((float(a), float(b)) for a, b in entry["points"]),
            source=entry["source"],
            certainty=entry["certainty"],
            note=entry["note"],
        )
        for entry in _document()["link"]
    )


def scale(name: str) -> Scale:
    """The scale called `name`. Raises `ScaleError` naming the known ones."""
    if name not in scales():
        raise ScaleError(f"The scale {name!r} is not known: use one of {', '.join(scales())}.")
    return scales()[name]


def convert(score: Array | float, source: str, target: str) -> Array:
    """Points of `source` as points of `target`. Raises `ScaleError` where no correspondence was published."""
    if source == target:
        return np.asarray(score, dtype=np.float64)
    for link in links():
        if (link.source_scale, link.target_scale) == (source, target):
            return link.convert(score)
        if (link.source_scale, link.target_scale) == (target, source):
            return link.convert_back(score)
    raise ScaleError(f"No published correspondence from {source} to {target} is known: state the baseline on {target}.")


def _scale(key: str, entry: Mapping[str, Any]) -> Scale:
    item = entry.get("suicidality_item", {})
    kept = {name: value for name, value in entry.items() if name != "suicidality_item"}
    return Scale(
        id=key,
        suicidality_maximum=item.get("maximum", 0),
        suicidality_absent_at_most=item.get("absent_at_most", 0),
        **kept,
    )
