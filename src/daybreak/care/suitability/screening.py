"""The answers held against the rules: what they find, what is missing, and whether the headset may be worn."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from daybreak.care import interactions
from daybreak.care.findings import Finding, Severity, gravest_first
from daybreak.care.interactions import Taken
from daybreak.care.rules import Policy
from daybreak.care.suitability.cases import Case, cases
from daybreak.care.suitability.questions import UNKNOWN, Answers, Question, questions

NEVER_SETTLED = "never"


@dataclass(frozen=True)
class Gap:
    """A question without an answer that tells something. `is_unknown`: it was asked, and nobody knew."""

    question: Question
    is_unknown: bool

    @property
    def sentence(self) -> str:
        """What is missing, for the person who must find it out."""
        if self.question.kind == "chart":
            return f"{self.question.text}: not in the chart."
        return f"{self.question.text} {'Not known yet: find it out.' if self.is_unknown else 'Not answered.'}"


@dataclass(frozen=True)
class Found:
    """A finding with its criterion ("E9", "medicines") and how it can be settled."""

    criterion: str
    finding: Finding
    settles: str = "by decision"
    emergency: bool = False
    headset: bool = False

    @property
    def basis(self) -> str:
        """A short name for exactly this finding: a decision about it holds only while the finding is the same."""
        said = f"{self.finding.rule}|{self.finding.severity}|{self.finding.what}"
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def binds(self) -> bool:
        """Whether it must be settled before a dose: notes inform, and what keeps the headset off keeps only that."""
        return not self.headset and self.finding.severity is not Severity.NOTE

    @property
    def can_be_settled(self) -> bool:
        """Whether a person's signed decision can settle it; otherwise only another answer can."""
        return self.binds and self.settles != NEVER_SETTLED


@dataclass(frozen=True)
class Screening:
    """What the rules say of one person. `gaps` keep the dose away, `headset_gaps` the headset."""

    found: tuple[Found, ...]
    gaps: tuple[Gap, ...]
    headset_gaps: tuple[Gap, ...]
    policy_version: str

    @property
    def is_emergency(self) -> bool:
        """Whether the emergency pathway is open."""
        return any(one.emergency for one in self.found)

    @property
    def headset_allowed(self) -> bool:
        """Whether the headset may be worn: only when every question about it is answered, and none forbids it."""
        return not self.headset_gaps and not any(one.headset for one in self.found)


def screen(answers: Answers, taken: Iterable[Taken], policy: Policy, today: date) -> Screening:
    """Holds answers and medicines against the rules. A missing answer is a gap, never a "no"."""
    relevant = _relevant(answers)
    asked = [one for one in questions().values() if one.is_asked(relevant)]
    missing = [one for one in asked if not one.is_answered(relevant)]
    gaps = [Gap(one, relevant.get(one.id) == UNKNOWN) for one in missing]
    return Screening(
        found=_gravest_first([*_by_answers(relevant, policy), *_by_medicines(taken, policy, today)]),
        gaps=tuple(gap for gap in gaps if not gap.question.vr),
        headset_gaps=tuple(gap for gap in gaps if gap.question.vr),
        policy_version=policy.version,
    )


def _relevant(answers: Answers) -> Answers:
    """The answers to what is asked: an answer left over from a question that no longer applies says nothing."""
    known = questions()
    kept: Mapping[str, str] = dict(answers)
    while True:
        still = {name: said for name, said in kept.items() if name not in known or known[name].is_asked(kept)}
        if len(still) == len(kept):
            return still
        kept = still


def _by_answers(answers: Answers, policy: Policy) -> list[Found]:
    spoken = ((case, case.finding(answers, policy)) for case in cases())
    return [_found(case, finding) for case, finding in spoken if finding is not None]


def _found(case: Case, finding: Finding) -> Found:
    return Found(case.criterion, finding, case.settles, case.emergency, case.headset)


def _by_medicines(taken: Iterable[Taken], policy: Policy, today: date) -> list[Found]:
    return [Found("medicines", finding) for finding in interactions.findings(taken, policy, today)]


def _gravest_first(found: list[Found]) -> tuple[Found, ...]:
    order = {id(finding): at for at, finding in enumerate(gravest_first(one.finding for one in found))}
    return tuple(sorted(found, key=lambda one: (not one.emergency, order[id(one.finding)])))
