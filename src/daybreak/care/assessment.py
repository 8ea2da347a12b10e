"""The structured assessment of suicide risk: its questions, levels and actions, and what does not go together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from daybreak.care.findings import Finding
from daybreak.care.rules import Policy, read_toml
from daybreak.care.sentences import either

AT_RISK = ("moderate", "high", "imminent")
"""Levels after which a patient counts as at risk."""


@dataclass(frozen=True)
class Question:
    """What is asked. `answers` maps each answer's id to its words."""

    id: str
    text: str
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Level:
    """One level of risk, and when it is right."""

    id: str
    label: str
    means: str


@dataclass(frozen=True)
class Action:
    """Something done for the patient's safety."""

    id: str
    text: str


@dataclass(frozen=True)
class Form:
    """The whole of the assessment."""

    questions: tuple[Question, ...]
    levels: tuple[Level, ...]
    actions: tuple[Action, ...]

    def question(self, question_id: str) -> Question:
        """The question with this id. KeyError when there is none."""
        return {question.id: question for question in self.questions}[question_id]

    def level(self, level_id: str) -> Level:
        """The level with this id. KeyError when there is none."""
        return {level.id: level for level in self.levels}[level_id]

    def action(self, action_id: str) -> Action:
        """The action with this id. KeyError when there is none."""
        return {action.id: action for action in self.actions}[action_id]


@dataclass(frozen=True)
class Judged:
    """One assessment as it was entered. `next_contact_in` is None where none was arranged."""

    level: str
    answers: Mapping[str, str]
    actions: Sequence[str]
    next_contact_in: timedelta | None


@cache
def form() -> Form:
    """The assessment as data, read once."""
    raw = read_toml("policy/assessment.toml")
    return Form(
        questions=tuple(Question(**part) for part in raw["question"]),
        levels=tuple(Level(**part) for part in raw["level"]),
        actions=tuple(Action(**part) for part in raw["action"]),
    )


def findings(judged: Judged, policy: Policy) -> tuple[Finding, ...]:
    """What does not go together in an assessment; empty when all of it does."""
    return (
        *_emergency(judged, policy),
        *_something_done(judged, policy),
        *_next(judged, policy),
        *_low(judged, policy),
    )


def next_contact_by(level: str, at: datetime, policy: Policy) -> datetime | None:
    """The latest moment of the next contact at this level; None where the level asks for none."""
    rule = _contact_rule(level)
    return at + timedelta(hours=float(policy.decimal(rule))) if rule else None


def _emergency(judged: Judged, policy: Policy) -> Iterator[Finding]:
    rule = policy["assessment.imminent.emergency"]
    if judged.level == "imminent" and rule.value not in judged.actions:
        action = form().action(str(rule.value)).text
        yield rule.finding("An imminent risk is not held by the clinic alone.", f"Do and mark “{action}”.")


def _something_done(judged: Judged, policy: Policy) -> Iterator[Finding]:
    rule = policy["assessment.high.actions"]
    wanted = [str(action) for action in policy.words(rule.id)]
    if judged.level == "high" and not set(wanted) & set(judged.actions):
        words = either([f"“{form().action(action).text}”" for action in wanted])
        yield rule.finding("Nothing that makes a high risk safer is marked.", f"Do and mark {words}.")


def _next(judged: Judged, policy: Policy) -> Iterator[Finding]:
    rule_id = _contact_rule(judged.level)
    if rule_id is None:
        return
    hours = policy.decimal(rule_id)
    if judged.next_contact_in is None or judged.next_contact_in > timedelta(hours=float(hours)):
        level = form().level(judged.level).label
        yield policy[rule_id].finding(
            f"The next contact at a {level} risk is not arranged within {hours} h.", "Enter when it will be."
        )


def _low(judged: Judged, policy: Policy) -> Iterator[Finding]:
    rule = policy["assessment.low.intent"]
    speaking = {"intent", "preparation", "past"}
    against = [
        form().question(question).answers[answer]
        for question, answer in judged.answers.items()
        if question in speaking and answer in policy.words(rule.id)
    ]
    if judged.level == "low" and against:
        yield rule.finding(
            f"A low risk beside “{'”, “'.join(against)}”.", "Look again, and confirm it or change the level."
        )


def _contact_rule(level: str) -> str | None:
    if level in ("high", "imminent"):
        return "assessment.high.contact"
    return "assessment.moderate.contact" if level == "moderate" else None
