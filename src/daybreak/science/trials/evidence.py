"""Knows the published trials (published_trials.toml): each a protocol, what was observed, and what has weight."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from daybreak.science.trials.clock import read_hours
from daybreak.science.trials.protocol import Protocol
from daybreak.science.trials.protocol_file import as_protocol


class EvidenceError(ValueError):
    """The file of published trials is not usable. Its text names the entry and what is wrong with it."""


class Role(StrEnum):
    """What a trial is for: to set the model, or to hold it against."""

    CALIBRATION = "calibration"
    CHECK = "check"


class Measure(StrEnum):
    """What was reported."""

    CHANGE = "change"
    SD = "sd"
    RESPONSE = "response"
    REMISSION = "remission"
    RELAPSE = "relapse"
    DIFFERENCE = "difference"
    D = "d"
    RATIO = "ratio"
    HAZARD = "hazard"

    @property
    def contrast(self) -> bool:
        """Whether it compares two arms."""
        return self in (Measure.DIFFERENCE, Measure.D, Measure.RATIO, Measure.HAZARD)

    @property
    def percent(self) -> bool:
        """Whether it is a share of the patients of an arm."""
        return self in (Measure.RESPONSE, Measure.REMISSION, Measure.RELAPSE)

    @property
    def on_log_scale(self) -> bool:
        """Whether it is a ratio, which is compared on the log scale."""
        return self in (Measure.RATIO, Measure.HAZARD)

    @property
    def unit(self) -> str:
        """How the value is written."""
        if self.percent:
            return "%"
        return "points" if self in (Measure.CHANGE, Measure.SD, Measure.DIFFERENCE) else ""


@dataclass(frozen=True)
class Observed:
    """One reported number of one trial.

    `value` and `se` are in the unit of the measure; the `se` of a ratio is that of its logarithm. `se` is 0 where none
    is printed or derived: then it follows from `sd` or, for a share, from the share itself and `n`.
    """

    trial: str
    arms: tuple[str, ...]
    measure: Measure
    at_h: float
    value: float
    n: int
    than: str = ""
    sd: float = 0.0
    se: float = 0.0
    counted: bool = True
    certainty: str = "read"
    evidence: str = ""

    @property
    def id(self) -> str:
        """A name that no other observation has."""
        against = f" against {self.than}" if self.than else ""
        return f"{self.trial}: {' + '.join(self.arms)}{against}, {self.measure.value} at {self.at_h:g} h"

    @property
    def compared(self) -> float:
        """The value on the scale on which it is compared: the logarithm of a ratio, a share of 1 for a percentage."""
        if self.measure.on_log_scale:
            return math.log(self.value)
        return self.value / 100.0 if self.measure.percent else self.value

    @property
    def compared_se(self) -> float:
        """The standard error on that scale; 0 where it has to come from the model."""
        if self.se > 0:
            return self.se / 100.0 if self.measure.percent else self.se
        return self.sd / math.sqrt(self.n) if self.sd > 0 and self.measure is Measure.CHANGE else 0.0


@dataclass(frozen=True)
class PublishedTrial:
    """A trial, where it was published, and how it was read."""

    id: str
    study: str
    doi: str
    url: str
    role: Role
    baseline: str
    studies: int
    cohort: bool
    note: str
    protocol: Protocol
    observed: tuple[Observed, ...]

    @property
    def source(self) -> str:
        """The DOI, or the page that was read."""
        return f"doi:{self.doi}" if self.doi else self.url

    @property
    def counted(self) -> tuple[Observed, ...]:
        """The observations with weight."""
        return tuple(observed for observed in self.observed if observed.counted)


@cache
def published_trials() -> tuple[PublishedTrial, ...]:
    """Every trial in the package, read once."""
    return parse(resources.files(__package__).joinpath("published_trials.toml").read_text(encoding="utf-8"))


def calibration_trials() -> tuple[PublishedTrial, ...]:
    """Those that set the model."""
    return tuple(trial for trial in published_trials() if trial.role is Role.CALIBRATION)


def parse(content: str) -> tuple[PublishedTrial, ...]:
    """The trials in a TOML document. Raises `EvidenceError` naming the entry that is wrong."""
    trials = tuple(_trial(entry) for entry in tomllib.loads(content)["trial"])
    names = [trial.id for trial in trials]
    if len(set(names)) != len(names):
        raise EvidenceError("Two trials have the same id.")
    return trials


def _trial(entry: Mapping[str, Any]) -> PublishedTrial:
    name = str(entry.get("id", "without an id"))
    try:
        protocol = as_protocol(entry["protocol"], id=name)
        role = Role(entry["role"])
        observed = tuple(_observed(one, name, protocol, role) for one in entry["observed"])
        trial = PublishedTrial(
            id=name,
            study=entry["study"],
            doi=entry["doi"],
            url=entry["url"],
            role=role,
            baseline=entry["baseline"],
            studies=int(entry.get("studies", 1)),
            cohort=bool(entry.get("cohort", False)),
            note=entry["note"],
            protocol=protocol,
            observed=observed,
        )
    except (KeyError, ValueError) as problem:
        raise EvidenceError(f"Trial {name}: {problem}") from problem
    _check(trial)
    return trial


def _observed(entry: Mapping[str, Any], trial: str, protocol: Protocol, role: Role) -> Observed:
    arms = tuple(entry["arms"]) if "arms" in entry else (str(entry["arm"]),)
    than = str(entry.get("than", ""))
    people = sum(protocol.arm(name).n for name in arms)
    return Observed(
        trial=trial,
        arms=arms,
        measure=Measure(entry["measure"]),
        at_h=read_hours(entry["at"]),
        value=float(entry["value"]),
        n=int(entry.get("n", people)),
        than=protocol.arm(than).name if than else "",
        sd=float(entry.get("sd", 0.0)),
        se=float(entry.get("se", 0.0)),
        counted=role is Role.CALIBRATION and bool(entry.get("counted", True)),
        certainty=str(entry.get("certainty", "read")),
        evidence=str(entry["evidence"]),
    )


def _check(trial: PublishedTrial) -> None:
    if trial.baseline not in ("read", "assumed"):
        raise EvidenceError(f"Trial {trial.id}: its baseline is neither read nor assumed.")
    for observed in trial.observed:
        if observed.certainty not in ("read", "derived"):
            raise EvidenceError(f"{observed.id}: only numbers that were read, or derived from those, belong here.")
        if observed.at_h not in trial.protocol.visits_h:
            raise EvidenceError(f"{observed.id}: this is not a visit of the protocol.")
        if observed.measure.contrast != bool(observed.than):
            raise EvidenceError(f"{observed.id}: a contrast, and nothing else, names the arm it is against.")
        if observed.measure.contrast and observed.se <= 0:
            raise EvidenceError(f"{observed.id}: a contrast needs its standard error.")
        if observed.measure in (Measure.RELAPSE, Measure.HAZARD) and trial.protocol.relapse is None:
            raise EvidenceError(f"{observed.id}: the protocol does not say what a relapse is.")
