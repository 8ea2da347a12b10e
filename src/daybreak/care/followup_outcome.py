"""How a course turned out: response, remission and relapse, each with the moment at which an answer told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from daybreak.care.instrument import Instrument
from daybreak.care.questionnaires import outcome
from daybreak.care.rules import Policy


@dataclass(frozen=True)
class Answered:
    """One total of the depression scale, with the name of the row that holds it."""

    at: datetime
    total: int
    row: str = ""
    scale: str = "PHQ-9"


@dataclass(frozen=True)
class Relapse:
    """A response that was lost: the first answer that told of it, the one that confirmed it, and when it came back."""

    first: Answered
    confirmed: Answered | None = None
    regained: Answered | None = None

    @property
    def is_open(self) -> bool:
        """Whether the response has not come back."""
        return self.regained is None


@dataclass(frozen=True)
class Outcome:
    """What became of the course; None and empty for what no answer has told."""

    response: Answered | None = None
    remission: Answered | None = None
    relapses: tuple[Relapse, ...] = ()

    @property
    def relapse(self) -> Relapse | None:
        """The relapse that is going on."""
        last = self.relapses[-1] if self.relapses else None
        return last if last is not None and last.is_open else None


def of_answers(baseline: int, answers: Sequence[Answered], scale: Instrument, policy: Policy) -> Outcome:
    """The outcome by the answers after the first dose, in any order, against the baseline before it.

    Response and remission are the scale's own (instruments/). A relapse is an answer of a person who had responded,
    that is no response any more and reaches the scale's own ``followup.relapse.…``; a second one,
    ``followup.relapse.apart`` or more later with no response between, confirms it. Who never responded cannot relapse.
    """
    found = Outcome()
    for one in sorted(answers, key=lambda answer: answer.at):
        found = _after(found, one, baseline, scale, policy)
    return found


def _after(so_far: Outcome, one: Answered, baseline: int, scale: Instrument, policy: Policy) -> Outcome:
    told = outcome(baseline, one.total, scale)
    response = so_far.response or (one if told.response else None)
    remission = so_far.remission or (one if told.remission else None)
    relapses = so_far.relapses
    if told.response and so_far.relapse is not None:
        relapses = (*relapses[:-1], Relapse(so_far.relapse.first, so_far.relapse.confirmed, regained=one))
    elif (
        so_far.response is not None
        and not told.response
        and one.total >= policy.decimal(f"followup.relapse.{scale.id}")
    ):
        relapses = _lost(so_far, one, policy)
    return Outcome(response, remission, relapses)


def _lost(so_far: Outcome, one: Answered, policy: Policy) -> tuple[Relapse, ...]:
    going_on = so_far.relapse
    if going_on is None:
        return (*so_far.relapses, Relapse(one))
    if going_on.confirmed is None and one.at - going_on.first.at >= policy.days("followup.relapse.apart"):
        return (*so_far.relapses[:-1], Relapse(going_on.first, confirmed=one))
    return so_far.relapses
