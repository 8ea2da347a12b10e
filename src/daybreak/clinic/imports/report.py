"""What became of each part of a file, line by line."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from daybreak.clinic.imports.origin import Origin

LONGEST = 500
"""Characters of a reason: it may quote the file, and a file may hold anything."""


class Outcome(StrEnum):
    """What became of one resource."""

    TAKEN = "taken"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    PART = "part"
    NOT_TAKEN = "not taken"


@dataclass(frozen=True)
class Line:
    """One resource of the file and what became of it; ``why`` is a sentence, always there when it was not taken."""

    entry: int
    resource: str
    outcome: Outcome
    why: str = ""

    @classmethod
    def left_out(cls, origin: Origin, why: str) -> "Line":
        """A resource that was not taken, and why."""
        short = why if len(why) <= LONGEST else f"{why[: LONGEST - 1]}…"
        return cls(origin.entry, origin.name, Outcome.NOT_TAKEN, short)


@dataclass(frozen=True)
class Report:
    """The whole file. ``dry_run``: this is what would have been done; nothing was."""

    file_sha256: str
    lines: Sequence[Line]
    dry_run: bool

    def count(self, outcome: Outcome) -> int:
        """How many resources came out so."""
        return Counter(line.outcome for line in self.lines)[outcome]

    @property
    def reported(self) -> tuple[Line, ...]:
        """What was not taken."""
        return tuple(line for line in self.lines if line.outcome is Outcome.NOT_TAKEN)

    def counts(self) -> dict[str, int]:
        """Numbers by outcome, for the log and for programs."""
        return {outcome.name.lower(): self.count(outcome) for outcome in Outcome}

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "file_sha256": self.file_sha256,
            "dry_run": self.dry_run,
            "counts": self.counts(),
            "lines": [asdict(line) for line in self.lines],
        }
