"""Past trials of antidepressants: which were adequate, which failed, and the stage of resistance they come to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from daybreak.care.amounts import plain
from daybreak.care.medicines.catalogue import LeastDose, least_doses
from daybreak.care.medicines.names import recognise
from daybreak.care.rules import Policy

METHOD = "count of failed adequate trials"
"""The name of the staging: as many as failed, none weighted, of any episode unless the trial says otherwise."""


class Outcome(StrEnum):
    """How a trial ended, by the part of the symptoms that went."""

    NONE = "none"
    PARTIAL = "partial"
    RESPONSE = "response"
    INTOLERANT = "intolerant"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The outcome in words."""
        return {
            Outcome.NONE: "No response (less than 25 % better)",
            Outcome.PARTIAL: "Partial response (25 to 49 %)",
            Outcome.RESPONSE: "Response (at least 50 %)",
            Outcome.INTOLERANT: "Ended because it was not tolerated",
            Outcome.UNKNOWN: "Not known",
        }[self]


@dataclass(frozen=True)
class Trial:
    """A past trial: the medicine as typed, mg a day and weeks where they are known, and how it ended.

    `dose_judged` is what a prescriber said of a dose that the list cannot judge: adequate, inadequate, or "".
    """

    medicine: str
    daily_mg: Decimal | None
    weeks: Decimal | None
    outcome: Outcome
    dose_judged: str = ""


@dataclass(frozen=True)
class Judgement:
    """One trial judged: adequate or not, None when that cannot be said; `why` is a sentence about it."""

    trial: Trial
    adequate: bool | None
    failed: bool
    why: str

    @property
    def counts(self) -> bool:
        """Whether it is one of the failed adequate trials."""
        return self.adequate is True and self.failed


@dataclass(frozen=True)
class Stage:
    """The stage of treatment resistance: how many failed adequate trials, by which method, against which number."""

    failed: int
    needed: int
    judgements: tuple[Judgement, ...]
    method: str = METHOD

    @property
    def is_documented(self) -> bool:
        """Whether treatment resistance is documented."""
        return self.failed >= self.needed

    @property
    def label(self) -> str:
        """The stage in words, for example "2 failed adequate trials: treatment resistance documented"."""
        trials = "1 failed adequate trial" if self.failed == 1 else f"{self.failed} failed adequate trials"
        return f"{trials}: treatment resistance {'documented' if self.is_documented else 'not documented'}"


def stage(trials: Iterable[Trial], policy: Policy) -> Stage:
    """The trials judged and counted. A medicine tried twice is one medicine that failed."""
    judged = tuple(judge(trial, policy) for trial in trials)
    failed = {_medicine(one.trial) for one in judged if one.counts}
    return Stage(len(failed), int(policy.decimal("suitability.e19")), judged)


def judge(trial: Trial, policy: Policy) -> Judgement:
    """Whether the trial was adequate by dose and weeks, and whether it failed. What is not known never counts."""
    failed = trial.outcome.value in policy.words("resistance.failed")
    adequate, why = _adequate(trial, policy)
    return Judgement(trial, adequate, failed, why)


def _adequate(trial: Trial, policy: Policy) -> tuple[bool | None, str]:
    weeks = policy.decimal("resistance.weeks")
    by_dose, dose_why = _dose(trial)
    if trial.weeks is not None and trial.weeks < weeks:
        return False, f"Too short: {plain(trial.weeks)} of {plain(weeks)} weeks."
    if by_dose is False:
        return False, dose_why
    if trial.weeks is None:
        return None, "How long it was taken is not known."
    return by_dose, dose_why


def _dose(trial: Trial) -> tuple[bool | None, str]:
    if trial.dose_judged:
        return (
            trial.dose_judged == "adequate",
            f"The dose was judged {trial.dose_judged} by the person who recorded it.",
        )
    least = _least(trial)
    if least is None:
        return None, "This list holds no least adequate dose for it: judge the dose yourself."
    if trial.daily_mg is None:
        return None, "The dose is not known."
    if trial.daily_mg < least.mg:
        return False, f"Too low: {plain(trial.daily_mg)} of {plain(least.mg)} mg a day."
    unverified = " (a least dose that was not verified)" if least.source == "recalled" else ""
    return True, f"Adequate: at least {plain(least.mg)} mg a day{unverified}."


def _least(trial: Trial) -> LeastDose | None:
    known = recognise(trial.medicine).medicines
    return next((least_doses()[one.name] for one in known if one.name in least_doses()), None)


def _medicine(trial: Trial) -> str:
    known = recognise(trial.medicine).medicines
    return known[0].name if known else trial.medicine.casefold().strip()
