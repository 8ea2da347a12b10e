"""Knows the published acute effects (published_effects.toml) that the model is set on or held against."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from daybreak.science.dosing import Dose, Form, Route

REFERENCE_WEIGHT_KG = 70.0
AT_THE_PEAK = -1.0


@dataclass(frozen=True)
class PublishedRise:
    """A mean rise of blood pressure (mmHg) and heart rate (/min) in `n` people; what was not measured is absent."""

    id: str
    study: str
    doi: str
    evidence: str
    doses: tuple[Dose, ...]
    at_min: float
    n: int
    rise: Mapping[str, float]
    used: bool
    certainty: str
    note: str
    where: str = ""

    @property
    def source(self) -> str:
        """The DOI, or the journal where none is known."""
        return f"doi:{self.doi}" if self.doi else self.where


@dataclass(frozen=True)
class PublishedPeak:
    """The window (min) in which rises of pressure or heart rate were seen most often."""

    id: str
    study: str
    doi: str
    evidence: str
    doses: tuple[Dose, ...]
    from_min: float
    to_min: float


@dataclass(frozen=True)
class PublishedCadss:
    """A mean rise of the CADSS score over its baseline."""

    id: str
    study: str
    doi: str
    evidence: str
    doses: tuple[Dose, ...]
    at_min: float
    rise: float
    certainty: str
    note: str


@dataclass(frozen=True)
class PublishedFade:
    """When (min) dissociation was reported to be over, or by when at the latest (`at_most`)."""

    id: str
    study: str
    doi: str
    evidence: str
    doses: tuple[Dose, ...]
    by_min: float
    at_most: bool
    certainty: str
    note: str


@dataclass(frozen=True)
class PublishedEffects:
    """All of them, and the published spreads between people."""

    rises: tuple[PublishedRise, ...]
    peaks: tuple[PublishedPeak, ...]
    cadss: tuple[PublishedCadss, ...]
    fades: tuple[PublishedFade, ...]
    pressure_spread: Mapping[str, float]
    cadss_spread: Mapping[str, float]


@cache
def published_effects() -> PublishedEffects:
    """The records in the package, read once."""
    content = resources.files(__package__).joinpath("published_effects.toml").read_text(encoding="utf-8")
    document = tomllib.loads(content)
    return PublishedEffects(
        rises=tuple(_rise(entry) for entry in document["rise"]),
        peaks=tuple(_peak(entry) for entry in document["peak"]),
        cadss=tuple(_cadss(entry) for entry in document["cadss"]),
        fades=tuple(_fade(entry) for entry in document["fade"]),
        pressure_spread={key: value for key, value in document["spread"].items() if key != "note"},
        cadss_spread={key: value for key, value in document["cadss_spread"].items() if key != "note"},
    )


def dose_of(entry: Mapping[str, Any], weight_kg: float = REFERENCE_WEIGHT_KG) -> Dose:
    """A dose as the data files write it: `mg`, or `mg_per_kg` of a person of `weight_kg`."""
    return Dose(
        route=Route(entry["route"]),
        mg=float(entry["mg"]) if "mg" in entry else float(entry["mg_per_kg"]) * weight_kg,
        start_min=float(entry.get("start_min", 0.0)),
        duration_min=float(entry.get("duration_min", 0.0)),
        form=Form(entry.get("form", "racemic")),
    )


def _rise(entry: dict[str, Any]) -> PublishedRise:
    quantities: tuple[str, ...] = ("systolic", "diastolic", "heart_rate")
    measured = {name: float(entry[name]) for name in quantities if name in entry}
    kept = {key: entry[key] for key in ("id", "study", "doi", "evidence", "n", "used", "certainty", "note")}
    return PublishedRise(
        doses=(dose_of(entry["dose"]),),
        at_min=float(entry["at_min"]),
        rise=measured,
        where=entry.get("where", ""),
        **kept,
    )


def _peak(entry: dict[str, Any]) -> PublishedPeak:
    kept = {key: value for key, value in entry.items() if key != "dose"}
    return PublishedPeak(doses=(dose_of(entry["dose"]),), **kept)


def _cadss(entry: dict[str, Any]) -> PublishedCadss:
    kept = {key: value for key, value in entry.items() if key != "doses"}
    return PublishedCadss(doses=tuple(dose_of(dose) for dose in entry["doses"]), **kept)


def _fade(entry: dict[str, Any]) -> PublishedFade:
    kept = {key: value for key, value in entry.items() if key != "dose"}
    return PublishedFade(doses=(dose_of(entry["dose"]),), **kept)
