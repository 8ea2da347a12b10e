"""What a rule of care says about one case: a finding with its reason and source, and the refusal it can become."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum

SHORTEST_REASON = 5
"""Visible characters below which a reason is not one: "ok" explains nothing to whoever reads the record next year."""


class Severity(StrEnum):
    """How a finding binds: a stop refuses, a review asks for a documented reason, a note informs."""

    STOP = "stop"
    REVIEW = "review"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for the gravest, so that sorting by rank puts stops first."""
        return list(Severity).index(self)


class Certainty(StrEnum):
    """How well the number behind a rule is known; shown to clinicians in the words of `label`."""

    READ = "read"
    SECONDARY = "secondary"
    RECALLED = "recalled"
    DESIGN = "design"
    SIGNED = "signed"

    @property
    def label(self) -> str:
        """The words shown beside a number."""
        return {
            Certainty.READ: "read in the cited source",
            Certainty.SECONDARY: "from a secondary source",
            Certainty.RECALLED: "unverified until checked",
            Certainty.DESIGN: "a choice of this project, for the medical director to review",
            Certainty.SIGNED: "the clinic's own value, signed by its medical director",
        }[self]


class Priority(StrEnum):
    """How soon a passed threshold wants a person's eyes, in the words of IEC 60601-1-8."""

    HIGH = "high"
    MEDIUM = "medium"


@dataclass(frozen=True)
class Finding:
    """What one rule found, in sentences for the person who must decide.

    `priority` is set only for thresholds passed by a reading: a reading is always recorded, so it is never a stop.
    """

    rule: str
    severity: Severity
    what: str
    why: str
    source: str
    certainty: str
    may_do: str
    priority: str = ""

    @property
    def certainty_label(self) -> str:
        """How sure the source is, in words."""
        return Certainty(self.certainty).label

    def as_dict(self) -> dict[str, str]:
        """Plain text values, for the record and for JSON."""
        return {name: str(value) for name, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, stored: Mapping[str, str]) -> Finding:
        """A finding read back from the record, which may know more of it: the version of the rules that made it."""
        known = {field.name: stored[field.name] for field in fields(cls) if field.name in stored}
        return cls(**{**known, "severity": Severity(stored["severity"])})  # type: ignore[arg-type]  # one enum among texts


class Refused(Exception):  # noqa: N818  # "Refused" is the word people see; the exception is a refusal, not an error
    """An act was refused. `findings` says why, gravest first; as text it is a sentence for the person who tried."""

    findings: tuple[Finding, ...]

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = gravest_first(findings)
        if not self.findings:
            raise ValueError("A refusal needs at least one finding that says why.")
        super().__init__(self.findings)

    def __str__(self) -> str:
        first = self.findings[0]
        return f"{first.what} {first.may_do}".strip()


def gravest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Stops, then reviews, then notes; within each the order they were found in."""
    return tuple(sorted(findings, key=lambda finding: finding.severity.rank))


def stops(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that no reason can answer."""
    return tuple(finding for finding in findings if finding.severity is Severity.STOP)


def reviews(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that need a documented reason."""
    return tuple(finding for finding in findings if finding.severity is Severity.REVIEW)


def needs_reason(findings: Iterable[Finding]) -> bool:
    """True when something may go on only with a documented reason."""
    return bool(reviews(findings))


def is_a_reason(text: str) -> bool:
    """True when the text is long enough to explain something to a later reader."""
    return len(text.strip()) >= SHORTEST_REASON


def unanswered(findings: Iterable[Finding], reason: str) -> tuple[Finding, ...]:
    """The reviews still open: none when a reason is given, all of them when it is blank or too short."""
    return () if is_a_reason(reason) else reviews(findings)


def refuse_if_stopped(findings: Iterable[Finding]) -> None:
    """Raises Refused when any finding is a stop. Notes and reviews pass."""
    stopped = stops(findings)
    if stopped:
        raise Refused(stopped)


def refuse_if_unanswered(findings: Iterable[Finding], reason: str) -> None:
    """Raises Refused when any finding is a stop, or is a review and no reason is given."""
    found = tuple(findings)
    refuse_if_stopped(found)
    still_open = unanswered(found, reason)
    if still_open:
        raise Refused(still_open)
