"""What is asked before a course may begin, and when a question is asked at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from daybreak.care.rules import read_toml

UNKNOWN = "unknown"
YES_NO = (("yes", "Yes"), ("no", "No"), (UNKNOWN, "Not known"))
_FILE = "suitability/questions.toml"

Answers = Mapping[str, str]
"""Question id to answer: one of its options, or digits. What the chart says stands among them under its own ids."""


@dataclass(frozen=True)
class Question:
    """One question. `options` are (value, words); a number has bounds and a unit instead; `chart` is not asked."""

    id: str
    section: str
    text: str
    kind: str = "yes_no"
    hint: str = ""
    options: tuple[tuple[str, str], ...] = YES_NO
    unit: str = ""
    minimum: int = 0
    maximum: int = 0
    accepts_unknown: bool = False
    vr: bool = False
    asked_when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def is_asked(self, answers: Answers) -> bool:
        """Whether this question is asked of someone with these answers."""
        return all(answers.get(other) in wanted for other, wanted in self.asked_when.items())

    def is_answered(self, answers: Answers) -> bool:
        """Whether it has an answer that tells something; "unknown" tells something only where it is accepted."""
        answer = answers.get(self.id, "")
        return bool(answer) and (answer != UNKNOWN or self.accepts_unknown)

    def accepts(self, answer: str) -> bool:
        """Whether this can be an answer."""
        if self.kind == "number":
            number = as_number(answer)
            return number is not None and self.minimum <= number <= self.maximum
        return answer in {value for value, _ in self.options}

    def words(self, answer: str) -> str:
        """The answer as people read it."""
        if self.kind == "number":
            return f"{answer} {self.unit}".strip()
        return dict(self.options).get(answer, answer)


@dataclass(frozen=True)
class Section:
    """Questions that are asked together."""

    id: str
    title: str
    note: str
    questions: tuple[Question, ...]


@cache
def questions() -> dict[str, Question]:
    """Every question by its id, in the order in which it is asked."""
    return {raw["id"]: _question(raw) for raw in read_toml(_FILE)["question"]}


@cache
def sections() -> tuple[Section, ...]:
    """What is asked, in its sections; what is read from the chart is in none."""
    return tuple(
        Section(raw["id"], raw["title"], raw.get("note", ""), _in_section(raw["id"]))
        for raw in read_toml(_FILE)["section"]
    )


def dependents(question_id: str) -> tuple[Question, ...]:
    """The questions that are asked or not depending on this one's answer."""
    return tuple(one for one in questions().values() if question_id in one.asked_when)


def as_number(answer: str) -> Decimal | None:
    """The answer as a finite number, or None."""
    try:
        number = Decimal(answer.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _in_section(section: str) -> tuple[Question, ...]:
    return tuple(one for one in questions().values() if one.section == section)


def _question(raw: Mapping[str, Any]) -> Question:
    options = tuple((value, words) for value, words in raw.get("options", YES_NO))
    asked_when = {other: tuple(wanted) for other, wanted in raw.get("asked_when", {}).items()}
    return Question(**{**raw, "options": options, "asked_when": asked_when})
