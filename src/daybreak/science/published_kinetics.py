"""Knows the published concentrations (published_kinetics.toml) that the kinetics are held against."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from daybreak.science.disposition import Enantiomer
from daybreak.science.dosing import Dose, stepped_infusion
from daybreak.science.pharmacokinetics import Analyte, Signal, Site
from daybreak.science.population import Subject
from daybreak.science.published_effects import dose_of


class Statistic(StrEnum):
    """What was reported of a curve."""

    CURVE = "curve"
    AT = "at"
    PEAK = "peak"
    TIME_OF_PEAK = "time_of_peak"
    AREA = "area"
    CLEARANCE = "clearance"


@dataclass(frozen=True)
class Study:
    """Who measured; `where` is the journal when there is no DOI."""

    id: str
    citation: str
    doi: str
    note: str
    where: str = ""


@dataclass(frozen=True)
class Regimen:
    """Who was given what."""

    words: str
    subject: Subject
    doses: tuple[Dose, ...]


@dataclass(frozen=True)
class PublishedKinetics:
    """One published value, or one curve, with the criterion the prediction must meet, if there is one."""

    id: str
    study: Study
    regimen: Regimen
    what: str
    evidence: str
    signal: Signal
    statistic: Statistic
    times_min: tuple[float, ...]
    area_min: float
    observed: tuple[float, ...]
    unit: str
    certainty: str
    accept: tuple[float, float] | None
    set_on_it: bool
    note: str


@cache
def published_kinetics() -> tuple[PublishedKinetics, ...]:
    """The comparisons in the package, in the order of the file, read once."""
    content = resources.files(__package__).joinpath("published_kinetics.toml").read_text(encoding="utf-8")
    document = tomllib.loads(content)
    studies = {key: Study(id=key, **entry) for key, entry in document["study"].items()}
    regimens = {key: _regimen(entry) for key, entry in document["regimen"].items()}
    return tuple(_comparison(entry, studies, regimens) for entry in document["comparison"])


def _regimen(entry: dict[str, Any]) -> Regimen:
    weight = float(entry["weight_kg"])
    subject = Subject(weight_kg=weight, age_y=entry.get("age_y"), sex=entry.get("sex", ""))
    if "steps" in entry:
        steps = entry["steps"]
        doses = stepped_infusion([rate * weight for rate in steps["mg_per_kg_per_hour"]], steps["minutes_each"])
    else:
        doses = tuple(dose_of(dose, weight) for dose in entry["doses"])
    return Regimen(entry["words"], subject, doses)


def _comparison(
    entry: dict[str, Any], studies: Mapping[str, Study], regimens: Mapping[str, Regimen]
) -> PublishedKinetics:
    accept = entry.get("accept")
    return PublishedKinetics(
        id=entry["id"],
        study=studies[entry["study"]],
        regimen=regimens[entry["regimen"]],
        what=entry["what"],
        evidence=entry["evidence"],
        signal=_signal(entry["signal"]),
        statistic=Statistic(entry["statistic"]),
        times_min=tuple(float(time) for time in entry.get("times_min", ())),
        area_min=float(entry.get("area_min", 0.0)),
        observed=tuple(float(value) for value in entry["observed"]),
        unit=entry["unit"],
        certainty=entry["certainty"],
        accept=None if accept is None else (float(accept[0]), float(accept[1])),
        set_on_it=bool(entry.get("set_on_it", False)),
        note=entry.get("note", ""),
    )


def _signal(entry: dict[str, str]) -> Signal:
    enantiomer = entry.get("enantiomer")
    return Signal(
        analyte=Analyte(entry["analyte"]),
        enantiomer=None if enantiomer is None else Enantiomer(enantiomer),
        site=Site(entry.get("site", "plasma")),
    )
