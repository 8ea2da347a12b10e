"""Questionnaires as data: items, answers, codes and bands; how answers become a score, and two scores an outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from daybreak.care.findings import Certainty, Finding, Refused, Severity
from daybreak.care.rules import Policy, read_toml

INSTRUMENTS = ("phq9",)
"""The instruments that are shipped with their wording."""


@dataclass(frozen=True)
class Answer:
    """One answer: its score, its wording and its LOINC answer code."""

    value: int
    text: str
    loinc: str


@dataclass(frozen=True)
class Item:
    """One question with the answers it takes. `link_id` names it in the record and in FHIR."""

    link_id: str
    text: str
    loinc: str
    answers: tuple[Answer, ...]

    def answer(self, value: int) -> Answer | None:
        """The answer with this score, or None."""
        return next((answer for answer in self.answers if answer.value == value), None)


@dataclass(frozen=True)
class Band:
    """Totals from `low` to `high`, both inside, with the word for them."""

    low: int
    high: int
    label: str


@dataclass(frozen=True)
class Instrument:
    """A questionnaire whose total is the sum of its items, higher being worse."""

    id: str
    title: str
    short_title: str
    version: str
    loinc: str
    total_loinc: str
    recall: str
    recall_days: int
    attribution: str
    source: str
    certainty: Certainty
    risk_item: str
    response_percent: int
    remission_below: int
    items: tuple[Item, ...]
    bands: tuple[Band, ...]

    @property
    def highest_total(self) -> int:
        """The worst possible total."""
        return sum(max(answer.value for answer in item.answers) for item in self.items)

    def item(self, link_id: str) -> Item:
        """The item with this link id. KeyError when there is none."""
        return {item.link_id: item for item in self.items}[link_id]

    def number(self, link_id: str) -> int:
        """The number people know the item by: 1 for the first."""
        return [item.link_id for item in self.items].index(link_id) + 1

    def band(self, total: int) -> str:
        """The word for a total. ValueError when the scale has no such total."""
        for band in self.bands:
            if band.low <= total <= band.high:
                return band.label
        raise ValueError(f"{total} is not a total of {self.short_title}; totals run from 0 to {self.highest_total}.")


@dataclass(frozen=True)
class Score:
    """A total with its band, and the answer to the item about suicidal thoughts."""

    total: int
    band: str
    risk_item: int


@dataclass(frozen=True)
class Outcome:
    """A total against the baseline. `percent_change` is negative when symptoms lessen, None from a baseline of 0."""

    response: bool
    remission: bool
    percent_change: float | None


@cache
def load(instrument_id: str) -> Instrument:
    """A shipped instrument, for example load("phq9"). ValueError when there is none of this name."""
    if instrument_id not in INSTRUMENTS:
        raise ValueError(f"There is no instrument {instrument_id!r}; there are: {', '.join(INSTRUMENTS)}.")
    raw = dict(read_toml(f"instruments/{instrument_id}.toml"))
    answers = tuple(Answer(**part) for part in raw.pop("answer"))
    items = tuple(Item(**part, answers=answers) for part in raw.pop("item"))
    bands = tuple(Band(**part) for part in raw.pop("band"))
    return Instrument(**{**raw, "certainty": Certainty(raw["certainty"])}, items=items, bands=bands)


def score(instrument: Instrument, answers: Mapping[str, int]) -> Score:
    """The score of all answers, link id to value. Refused when one is missing, unknown or not on the scale."""
    wrong = tuple(_wrong(instrument, answers))
    if wrong:
        raise Refused(wrong)
    total = sum(answers[item.link_id] for item in instrument.items)
    return Score(total, instrument.band(total), answers[instrument.risk_item])


def unanswered(instrument: Instrument, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The link ids that have no answer yet."""
    return tuple(item.link_id for item in instrument.items if answers.get(item.link_id) is None)


def outcome(baseline_total: int, total: int, instrument: Instrument) -> Outcome:
    """Response and remission against a baseline; a baseline already below the threshold cannot remit."""
    if baseline_total == 0:
        return Outcome(response=False, remission=False, percent_change=None)
    change = 100 * (total - baseline_total) / baseline_total
    remitted = total < instrument.remission_below <= baseline_total
    return Outcome(response=-change >= instrument.response_percent, remission=remitted, percent_change=change)


def risk_finding(instrument: Instrument, scored: Score, policy: Policy) -> Finding | None:
    """A review when the item about suicidal thoughts is answered with more than "not at all"."""
    rule = policy["measure.risk_item"]
    if scored.risk_item < policy.decimal(rule.id):
        return None
    number = instrument.number(instrument.risk_item)
    answer = instrument.item(instrument.risk_item).answer(scored.risk_item)
    words = f" (“{answer.text}”)" if answer else ""
    item = f"{instrument.short_title} item {number}, thoughts of being dead or of self-harm,"
    what = f"{item} was answered {scored.risk_item}{words}."
    return rule.finding(what, "Speak with the patient today, and record the assessment.")


def _wrong(instrument: Instrument, answers: Mapping[str, int]) -> Iterator[Finding]:
    missing = unanswered(instrument, answers)
    if missing:
        yield _missing(instrument, missing)
    for link_id, value in answers.items():
        yield from _not_on_the_scale(instrument, link_id, value)


def _missing(instrument: Instrument, missing: tuple[str, ...]) -> Finding:
    numbers = ", ".join(str(instrument.number(link_id)) for link_id in missing)
    which = f"Question {numbers} of {instrument.short_title} has"
    if len(missing) > 1:
        which = f"Questions {numbers} of {instrument.short_title} have"
    return _refusal(instrument, f"{which} no answer.", "Answer every question; nothing is scored as zero.")


def _not_on_the_scale(instrument: Instrument, link_id: str, value: object) -> Iterator[Finding]:
    items = {item.link_id: item for item in instrument.items}
    if link_id not in items:
        what = f"{instrument.short_title} has no question “{link_id}”."
        yield _refusal(instrument, what, "Send only the questions of this scale.")
    elif value is not None and (type(value) is not int or items[link_id].answer(value) is None):
        what = f"“{value}” is not an answer to question {instrument.number(link_id)} of {instrument.short_title}."
        allowed = ", ".join(str(answer.value) for answer in items[link_id].answers)
        yield _refusal(instrument, what, f"Choose one of {allowed}.")


def _refusal(instrument: Instrument, what: str, may_do: str) -> Finding:
    why = "A total from missing or invented answers would mislead whoever reads it."
    rule = f"measure.{instrument.id}.complete"
    return Finding(rule, Severity.STOP, what, why, instrument.source, instrument.certainty, may_do)
