"""What a questionnaire is: its items with their answers, how answers become a total, and what totals are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from daybreak.care.findings import Certainty

TOTAL = "total"
"""In place of an item: the total itself is what tells of risk."""


@dataclass(frozen=True)
class Answer:
    """One answer: its value in the record, its wording, its LOINC answer code, and what it counts."""

    value: int
    text: str = ""
    loinc: str = ""
    points: int | None = None

    @property
    def counts(self) -> int:
        """What the answer adds to a total: its value unless the scale scores it otherwise."""
        return self.value if self.points is None else self.points


@dataclass(frozen=True)
class When:
    """An item that is asked only when another one was answered above a value."""

    item: str
    above: int

    def holds(self, answers: Mapping[str, int]) -> bool:
        """True when the other item was answered so."""
        given = answers.get(self.item)
        return given is not None and given > self.above


@dataclass(frozen=True)
class Item:
    """One question with the answers it takes. `link_id` names it in the record and in FHIR."""

    link_id: str
    text: str
    loinc: str
    answers: tuple[Answer, ...]
    when: When | None = None

    def answer(self, value: int) -> Answer | None:
        """The answer with this value, or None."""
        return next((answer for answer in self.answers if answer.value == value), None)


@dataclass(frozen=True)
class Part:
    """Items that count together: all of them ("sum") or only the worst ("max")."""

    rule: str
    title: str
    items: tuple[str, ...]

    def of(self, points: Mapping[str, int]) -> int:
        """What the part adds to the total. Items that were not asked count in neither way."""
        counted = [points[link_id] for link_id in self.items if link_id in points]
        return max(counted, default=0) if self.rule == "max" else sum(counted)


@dataclass(frozen=True)
class Level:
    """A total that is reached when any of the items was answered with more than 0: a triage, not a sum."""

    total: int
    any: tuple[str, ...]


@dataclass(frozen=True)
class Band:
    """Totals from `low` to `high`, both inside, with the word for them; `sex` when only for one."""

    low: int
    high: int
    label: str
    sex: str = ""


@dataclass(frozen=True)
class Subscale:
    """The sum of some items, reported beside the total."""

    id: str
    title: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Instrument:
    """A questionnaire in one language. Its total: a sum of items or `parts`, times `multiply`, or the level reached."""

    id: str
    title: str
    short_title: str
    version: str
    wording: str
    attribution: str
    source: str
    certainty: Certainty
    items: tuple[Item, ...]
    bands: tuple[Band, ...]
    recall: str = ""
    recall_days: int = 0
    minutes: int = 2
    loinc: str = ""
    total_loinc: str = ""
    rated_by: str = "patient"
    higher_is: str = "worse"
    multiply: int = 1
    risk_item: str = ""
    risk_from: int = 1
    risk_called: str = ""
    response_percent: int = 0
    remission_below: int = 0
    parts: tuple[Part, ...] = ()
    levels: tuple[Level, ...] = ()
    subscales: tuple[Subscale, ...] = ()
    language: str = "en"

    @property
    def is_worded(self) -> bool:
        """True when every question has its words, so that it can be shown to someone."""
        return all(item.text and all(answer.text for answer in item.answers) for item in self.items)

    @property
    def is_licensed(self) -> bool:
        """True when the wording is not ours to ship and comes from the clinic."""
        return self.wording == "imported"

    @property
    def asks_about_risk(self) -> bool:
        """True when an item, or the total, tells of suicidal thoughts."""
        return bool(self.risk_item)

    @property
    def highest_total(self) -> int:
        """The highest possible total."""
        if self.levels:
            return max(level.total for level in self.levels)
        return self.multiply * sum(part.of(self._extreme(highest=True)) for part in self.counted_parts)

    @property
    def lowest_total(self) -> int:
        """The lowest possible total."""
        if self.levels:
            return 0
        return self.multiply * sum(part.of(self._extreme(highest=False)) for part in self.counted_parts)

    @property
    def counted_parts(self) -> tuple[Part, ...]:
        """The parts of the total; one sum over every item where the data names none."""
        return self.parts or (Part("sum", "", tuple(item.link_id for item in self.items)),)

    def item(self, link_id: str) -> Item:
        """The item with this link id. KeyError when there is none."""
        return {item.link_id: item for item in self.items}[link_id]

    def number(self, link_id: str) -> int:
        """The number people know the item by: 1 for the first."""
        return [item.link_id for item in self.items].index(link_id) + 1

    def asked(self, answers: Mapping[str, int]) -> tuple[Item, ...]:
        """The items that are asked, given these answers: one whose condition does not hold is not."""
        return tuple(item for item in self.items if item.when is None or item.when.holds(answers))

    def band(self, total: int, sex: str = "") -> str:
        """The word for a total. ValueError when the scale has no such total."""
        own = [band for band in self.bands if sex and band.sex == sex]
        for band in own or [band for band in self.bands if not band.sex]:
            if band.low <= total <= band.high:
                return band.label
        low, high = self.lowest_total, self.highest_total
        raise ValueError(f"{total} is not a total of {self.short_title}; totals run from {low} to {high}.")

    def _extreme(self, *, highest: bool) -> dict[str, int]:
        pick = max if highest else min
        chosen = {item.link_id: pick(answer.counts for answer in item.answers) for item in self.items}
        return chosen if highest else {item.link_id: chosen[item.link_id] for item in self.items if item.when is None}
