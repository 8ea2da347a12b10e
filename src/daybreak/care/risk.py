"""Signs of risk: in answered scales, in a change from one sheet to the next, in a patient's own words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from daybreak.care import questionnaires
from daybreak.care.instrument import TOTAL
from daybreak.care.rules import Policy, read_toml


@dataclass(frozen=True)
class Answers:
    """One filled-in scale: its total, and what it tells of suicide (None: not known)."""

    instrument: str
    total: int
    risk_item: int | None


@dataclass(frozen=True)
class Signal:
    """A sign of risk: the kind of alert it opens, the rule that found it, and the sentence for whoever holds it."""

    kind: str
    rule: str
    what: str


def signals(
    answers: Answers, policy: Policy, *, before: int | None = None, baseline: int | None = None
) -> tuple[Signal, ...]:
    """What these answers say: the item about suicide, and a rise from the sheet before or from the baseline."""
    return (*_risk_item(answers, policy), *_worsening(answers, policy, before, baseline))


def words_in(text: str) -> tuple[str, ...]:
    """The phrases of policy/risk_words.toml that stand in the text as whole words, in the order of the data."""
    folded = _folded(text)
    return tuple(phrase for phrase, sought in _phrases() if sought.search(folded))


def _risk_item(answers: Answers, policy: Policy) -> Iterator[Signal]:
    instrument = questionnaires.load(answers.instrument)
    scored = questionnaires.Score(answers.total, instrument.band(answers.total), answers.risk_item)
    found = questionnaires.risk_finding(instrument, scored, policy) if instrument.asks_about_risk else None
    if found is not None:
        yield Signal("risk_scale" if instrument.risk_item == TOTAL else "risk_item", found.rule, found.what)


def _worsening(answers: Answers, policy: Policy, before: int | None, baseline: int | None) -> Iterator[Signal]:
    rule = policy["alert.worsening.points"]
    if answers.instrument != "phq9":
        return
    points = policy.decimal(rule.id)
    against = (("the sheet before", before), ("the baseline", baseline))
    risen = [
        f"{answers.total - total} above {words} ({total})"
        for words, total in against
        if total is not None and answers.total - total >= points
    ]
    if risen:
        yield Signal("worsening", rule.id, f"PHQ-9 has risen to {answers.total}: {' and '.join(risen)}.")


@cache
def _phrases() -> tuple[tuple[str, re.Pattern[str]], ...]:
    listed = [phrase for language in read_toml("policy/risk_words.toml")["language"] for phrase in language["phrases"]]
    return tuple((phrase, re.compile(rf"(?<!\w){re.escape(_folded(phrase))}(?!\w)")) for phrase in listed)


def _folded(text: str) -> str:
    """Lower case without accents, typographic apostrophes plain, every run of white space one blank."""
    plain = unicodedata.normalize("NFKD", text.replace("\u2019", "'").replace("\u2018", "'")).casefold()
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())
