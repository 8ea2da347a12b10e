"""Knows how the predicted acute effects compare with the published ones."""

import math

import numpy as np

from daybreak.science import dissociation_calibration, haemodynamics_calibration
from daybreak.science.comparison import Comparison
from daybreak.science.dissociation import PRESENT_ABOVE_CADSS, hill
from daybreak.science.population import Individuals, Subject
from daybreak.science.published_effects import PublishedFade, PublishedRise, published_effects
from daybreak.science.response import respond


def effects() -> tuple[Comparison, ...]:
    """Rises of the CADSS, times until it has faded, rises of pressure and heart rate."""
    return (*_dissociation(), *_fades(), *_rises())


def _dissociation() -> list[Comparison]:
    return [
        Comparison(
            id=f"cadss.{study.id}",
            section="Dissociation",
            what=f"Mean rise of the CADSS at {study.at_min:g} min",
            regimen=study.doses[0].route.words,
            study=study.study,
            source=f"doi:{study.doi}",
            evidence=study.evidence,
            certainty=study.certainty,
            unit="points",
            observed=(study.rise,),
            predicted=(dissociation_calibration.predicted_rise(study),),
            times_min=(study.at_min,),
            accept=None,
            set_on_it=study.id != "goldway2025",
            note=study.note,
        )
        for study in published_effects().cadss
    ]


def _fades() -> list[Comparison]:
    return [
        Comparison(
            id=f"fade.{study.id}",
            section="Dissociation",
            what=f"Time until the CADSS is back at {PRESENT_ABOVE_CADSS:g}",
            regimen=study.doses[0].route.words,
            study=study.study,
            source=f"doi:{study.doi}" if study.doi else "manufacturer's medical information",
            evidence=study.evidence,
            certainty=study.certainty,
            unit="min",
            observed=(study.by_min,),
            predicted=(_fade(study),),
            times_min=(),
            accept=None,
            set_on_it=False,
            note=study.note,
            at_most=study.at_most,
        )
        for study in published_effects().fades
    ]


def _fade(study: PublishedFade) -> float:
    times = np.arange(0.0, 480.1, 0.25)
    cadss = respond(study.doses, Individuals(Subject()), times)["cadss"][0]
    return float(times[np.flatnonzero(cadss > PRESENT_ABOVE_CADSS)[-1]])


def _rises() -> list[Comparison]:
    names = {"systolic": "systolic pressure", "diastolic": "diastolic pressure", "heart_rate": "heart rate"}
    return [
        _rise(study, quantity, names[quantity])
        for study in published_effects().rises
        for quantity in names
        if study.used and quantity in study.rise
    ]


def _rise(study: PublishedRise, quantity: str, name: str) -> Comparison:
    at = "largest" if study.at_min < 0 else f"{study.at_min:g} min"
    return Comparison(
        id=f"rise.{study.id}.{quantity}",
        section="Pressure and heart rate",
        what=f"Mean rise of {name}, {at}",
        regimen=study.doses[0].route.words,
        study=study.study,
        source=study.source,
        evidence=study.evidence,
        certainty=study.certainty,
        unit="/min" if quantity == "heart_rate" else "mmHg",
        observed=(study.rise[quantity],),
        predicted=(_mean_rise(study, quantity),),
        times_min=(),
        accept=None,
        set_on_it=True,
        note=study.note,
    )


def _mean_rise(study: PublishedRise, quantity: str) -> float:
    """The mean over people, which for a log-normal amplitude lies above the typical person's value."""
    who = Individuals(Subject())
    held = np.array([[haemodynamics_calibration.predicted_concentration(study, who)]])
    spread = haemodynamics_calibration.log_variance(f"pressure.{quantity}")
    amplitude = who.typical(f"pressure.{quantity}") * math.exp(spread / 2.0)
    return float(amplitude * hill(held, who.typical("pressure.C50"), 1.0)[0, 0])
