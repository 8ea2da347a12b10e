"""What a screening and the decisions about it come to: whether a dose may be ordered, and what keeps it away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from daybreak.care.findings import Finding, Refused, Severity
from daybreak.care.suitability.screening import Found, Screening


class Settled(StrEnum):
    """What a person decided about a finding, and signed."""

    GO_ON = "go_on"
    DECLINE = "decline"
    OVERRIDE = "override"


class Standing(StrEnum):
    """Where someone stands, gravest first."""

    EMERGENCY = "emergency"
    STOPPED = "stopped"
    NOT_YET = "not_yet"
    UNDECIDED = "undecided"
    ELIGIBLE = "eligible"

    @property
    def label(self) -> str:
        """The standing in a few words."""
        return {
            Standing.EMERGENCY: "Emergency pathway",
            Standing.STOPPED: "Not eligible",
            Standing.NOT_YET: "Not yet eligible",
            Standing.UNDECIDED: "Waits for a decision",
            Standing.ELIGIBLE: "Eligible",
        }[self]


@dataclass(frozen=True)
class Verdict:
    """A screening with what was decided. `stopping` and `undecided` are what is still open, gravest first."""

    screening: Screening
    standing: Standing
    stopping: tuple[Found, ...]
    undecided: tuple[Found, ...]

    @property
    def is_eligible(self) -> bool:
        """Whether a dose may be ordered and given."""
        return self.standing is Standing.ELIGIBLE

    @property
    def sentence(self) -> str:
        """Why, in one sentence for the person who asked for a dose."""
        if self.standing is Standing.EMERGENCY:
            return "The emergency pathway is open: this patient needs emergency care now."
        parts = [one.finding.what for one in self.stopping[:1]]
        parts += [_count(len(self.screening.gaps), "answer is", "answers are", "missing")]
        parts += [_count(len(self.undecided), "finding waits", "findings wait", "for a decision")]
        return " ".join(part for part in parts if part) or "Every question is answered and every finding is decided."

    def require(self) -> None:
        """Raises Refused with that sentence unless a dose may be ordered."""
        if not self.is_eligible:
            raise Refused([self._refusal()])

    def _refusal(self) -> Finding:
        return Finding(
            rule="suitability.eligible",
            severity=Severity.STOP,
            what=f"{self.standing.label}. {self.sentence}",
            why="No dose is ordered or given before suitability is settled; missing answers never read as fine.",
            source=f"Suitability, {self.screening.policy_version}",
            certainty="design",
            may_do="Open the suitability page of this course, complete it, then order.",
        )


def verdict(screening: Screening, settled: Mapping[str, Settled]) -> Verdict:
    """The verdict. `settled` maps the basis of a finding to what was decided about exactly that finding."""
    open_ones = [one for one in screening.found if one.binds and not _is_settled(one, settled)]
    stopping = tuple(one for one in open_ones if _stops(one, settled))
    undecided = tuple(one for one in open_ones if one not in stopping)
    return Verdict(screening, _standing(screening, stopping, undecided), stopping, undecided)


def _is_settled(one: Found, settled: Mapping[str, Settled]) -> bool:
    decided = settled.get(one.basis) if one.can_be_settled else None
    wanted = Settled.OVERRIDE if one.finding.severity is Severity.STOP else Settled.GO_ON
    return decided is wanted


def _stops(one: Found, settled: Mapping[str, Settled]) -> bool:
    return one.finding.severity is Severity.STOP or settled.get(one.basis) is Settled.DECLINE


def _standing(screening: Screening, stopping: tuple[Found, ...], undecided: tuple[Found, ...]) -> Standing:
    if screening.is_emergency:
        return Standing.EMERGENCY
    if stopping:
        return Standing.STOPPED
    if screening.gaps:
        return Standing.NOT_YET
    return Standing.UNDECIDED if undecided else Standing.ELIGIBLE


def _count(number: int, one: str, many: str, rest: str) -> str:
    return "" if not number else f"{number} {one if number == 1 else many} {rest}."
