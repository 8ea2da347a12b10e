"""Knows what it is to hold a prediction against a published value: ratio, criterion, verdict.

A value the model was set on, or one quoted from memory, is shown and carries no weight.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """What the comparison says."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "FAIL"
    REPORTED = "reported, no criterion"
    SET_ON_IT = "used to set the model"
    RECALLED = "recalled, no weight"


@dataclass(frozen=True)
class Comparison:
    """One published value (or curve) against its prediction, with the bounds the ratio must keep, if there are any."""

    id: str
    section: str
    what: str
    regimen: str
    study: str
    source: str
    evidence: str
    certainty: str
    unit: str
    observed: tuple[float, ...]
    predicted: tuple[float, ...]
    times_min: tuple[float, ...]
    accept: tuple[float, float] | None
    set_on_it: bool
    note: str
    at_most: bool = False

    @property
    def who(self) -> str:
        """First author and year."""
        author = self.study.split(",")[0]
        words = author.split()
        if author == self.study:
            return author if len(words) < 3 or not words[1].isupper() else f"{words[0]} {words[-1]}"
        return f"{words[0]} {self.study.split()[-1]}"

    @property
    def ratio(self) -> float:
        """Geometric mean of predicted / observed; not-a-number where nothing was observed (a value of zero)."""
        if min(self.observed) <= 0:
            return math.nan
        logs = [math.log(p / o) for p, o in zip(self.predicted, self.observed, strict=True)]
        return math.exp(sum(logs) / len(logs))

    @property
    def verdict(self) -> Verdict:
        """Pass or fail where there is a criterion; otherwise why there is none."""
        if self.certainty == "recalled":
            return Verdict.RECALLED
        if self.set_on_it:
            return Verdict.SET_ON_IT
        if self.accept is None:
            return Verdict.REPORTED
        return Verdict.PASS if self.accept[0] <= self.ratio <= self.accept[1] else Verdict.FAIL

    @property
    def far_off(self) -> bool:
        """More than a quarter away, in a value that was neither used to set the model nor recalled.

        A published "at most" is not missed by staying below it.
        """
        least = 0.0 if self.at_most else 0.8
        return self.verdict in (Verdict.REPORTED, Verdict.FAIL) and not least <= self.ratio <= 1.25

    def as_dict(self) -> dict[str, Any]:
        """The comparison as JSON-ready data."""
        ratio = self.ratio
        return {
            "id": self.id,
            "section": self.section,
            "what": self.what,
            "regimen": self.regimen,
            "study": self.study,
            "source": self.source,
            "evidence": self.evidence,
            "certainty": self.certainty,
            "unit": self.unit,
            "times_min": list(self.times_min),
            "observed": list(self.observed),
            "predicted": [float(f"{value:.4g}") for value in self.predicted],
            "ratio": None if math.isnan(ratio) else round(ratio, 4),
            "accept": None if self.accept is None else list(self.accept),
            "verdict": self.verdict.value,
            "note": self.note,
        }
