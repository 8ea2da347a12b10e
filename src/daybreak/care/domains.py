"""The four domains of the programme and what measures each: a total, some items of a questionnaire, or a task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from daybreak.care import cognition
from daybreak.care.findings import Certainty
from daybreak.care.questionnaires import load
from daybreak.care.rules import read_toml


@dataclass(frozen=True)
class Measure:
    """One curve of a domain. `items` empty: the total; `task` set: the score of a browser task."""

    id: str
    title: str
    source: str
    certainty: Certainty
    instrument: str = ""
    items: tuple[str, ...] = ()
    task: str = ""

    @property
    def higher_is(self) -> str:
        """ "better" or "worse"."""
        return cognition.task(self.task).higher_is if self.task else load(self.instrument).higher_is

    @property
    def unit(self) -> str:
        """What follows the value: "of 27", "ms"."""
        if self.task:
            return cognition.task(self.task).unit
        return f"of {self.highest}"

    @property
    def highest(self) -> int | None:
        """The highest possible value; None for a task, which has none."""
        if self.task:
            return None
        instrument = load(self.instrument)
        if not self.items:
            return instrument.highest_total
        return sum(max(answer.counts for answer in instrument.item(link_id).answers) for link_id in self.items)

    def value(self, total: int, answers: Mapping[str, int]) -> int | None:
        """The value in one response; None where the items are not known."""
        if not self.items:
            return total
        if any(link_id not in answers for link_id in self.items):
            return None
        return sum(answers[link_id] for link_id in self.items)


@dataclass(frozen=True)
class Domain:
    """One kind of symptoms; the first measure that has answers leads."""

    id: str
    title: str
    measures: tuple[Measure, ...]


@cache
def domains() -> tuple[Domain, ...]:
    """The four domains in their order."""
    return tuple(_domain(raw) for raw in read_toml("domains.toml")["domain"])


def _domain(raw: Mapping[str, Any]) -> Domain:
    measures = tuple(
        Measure(**{**part, "certainty": Certainty(part["certainty"]), "items": tuple(part.get("items", ()))})
        for part in raw["measure"]
    )
    return Domain(raw["id"], raw["title"], measures)
