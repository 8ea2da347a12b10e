"""How answers to a questionnaire become a score, what is refused rather than guessed, and two scores an outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from daybreak.care.findings import Finding, Refused, Severity
from daybreak.care.instrument import TOTAL, Answer, Band, Instrument, Item
from daybreak.care.instrument_files import INSTRUMENTS, LANGUAGES, LICENSED, WORDED, load
from daybreak.care.rules import Policy

__all__ = [
    "INSTRUMENTS",
    "LANGUAGES",
    "LICENSED",
    "WORDED",
    "Answer",
    "Band",
    "Instrument",
    "Item",
    "Outcome",
    "Score",
    "load",
    "outcome",
    "risk_finding",
    "score",
    "subscores",
    "unanswered",
]


@dataclass(frozen=True)
class Score:
    """A total with its band, and what was answered about suicidal thoughts: None where the scale does not ask."""

    total: int
    band: str
    risk_item: int | None


@dataclass(frozen=True)
class Outcome:
    """A total against the baseline. `percent_change` is negative when the total falls, None from a baseline of 0."""

    response: bool
    remission: bool
    percent_change: float | None


def score(instrument: Instrument, answers: Mapping[str, int], sex: str = "") -> Score:
    """The score of all answers, link id to value. Refused when one is missing, unknown or not on the scale.

    `sex` ("male", "female") chooses the threshold where the scale has one for each; unknown, the more careful one.
    """
    wrong = tuple(_wrong(instrument, answers))
    if wrong:
        raise Refused(wrong)
    total = _total(instrument, answers)
    return Score(total, instrument.band(total, sex), _risk(instrument, answers, total))


def subscores(instrument: Instrument, answers: Mapping[str, int]) -> dict[str, int]:
    """The sums that are reported beside the total, by the id of the subscale; none where no items are known."""
    points = _points(instrument, answers)
    complete = [part for part in instrument.subscales if all(link_id in points for link_id in part.items)]
    return {part.id: sum(points[link_id] for link_id in part.items) for part in complete}


def unanswered(instrument: Instrument, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The link ids of the items that are asked and have no answer yet."""
    given = {link_id: value for link_id, value in answers.items() if type(value) is int}
    return tuple(item.link_id for item in instrument.asked(given) if answers.get(item.link_id) is None)


def outcome(baseline_total: int, total: int, instrument: Instrument) -> Outcome:
    """Response and remission against a baseline; a baseline already below the threshold cannot remit."""
    if baseline_total == 0:
        return Outcome(response=False, remission=False, percent_change=None)
    change = 100 * (total - baseline_total) / baseline_total
    remitted = total < instrument.remission_below <= baseline_total
    responded = bool(instrument.response_percent) and -change >= instrument.response_percent
    return Outcome(response=responded, remission=remitted, percent_change=change)


def risk_finding(instrument: Instrument, scored: Score, policy: Policy) -> Finding | None:
    """A review when what tells of suicidal thoughts reaches the threshold of the rule."""
    rule = policy["measure.risk_item"]
    if scored.risk_item is None or scored.risk_item < max(int(policy.decimal(rule.id)), instrument.risk_from):
        return None
    return rule.finding(
        _risk_told(instrument, scored, scored.risk_item), "Speak with the patient today, and record the assessment."
    )


def _risk_told(instrument: Instrument, scored: Score, value: int) -> str:
    if instrument.risk_item == TOTAL:
        return f"{instrument.short_title}, {instrument.risk_called}, comes to “{scored.band}”."
    answer = instrument.item(instrument.risk_item).answer(value)
    words = f" (“{answer.text}”)" if answer and answer.text else ""
    item = f"{instrument.short_title} item {instrument.number(instrument.risk_item)}, {instrument.risk_called},"
    return f"{item} was answered {value}{words}."


def _total(instrument: Instrument, answers: Mapping[str, int]) -> int:
    points = _points(instrument, answers)
    if instrument.levels:
        reached = [level.total for level in instrument.levels if any(points.get(link_id, 0) for link_id in level.any)]
        return max(reached, default=0)
    return instrument.multiply * sum(part.of(points) for part in instrument.counted_parts)


def _points(instrument: Instrument, answers: Mapping[str, int]) -> dict[str, int]:
    """What each asked item counts. Only complete, checked answers come here."""
    chosen = {
        item.link_id: item.answer(answers[item.link_id])
        for item in instrument.asked(answers)
        if item.link_id in answers
    }
    return {link_id: answer.counts for link_id, answer in chosen.items() if answer is not None}


def _risk(instrument: Instrument, answers: Mapping[str, int], total: int) -> int | None:
    if instrument.risk_item == TOTAL:
        return total
    return answers[instrument.risk_item] if instrument.risk_item else None


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
