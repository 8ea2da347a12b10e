"""Knows how the predicted concentrations compare with the published ones."""

from dataclasses import replace

import numpy as np

from daybreak.science.comparison import Comparison
from daybreak.science.compartments import Array
from daybreak.science.disposition import Enantiomer
from daybreak.science.pharmacokinetics import Analyte, concentrations
from daybreak.science.population import Individuals
from daybreak.science.published_kinetics import PublishedKinetics, Statistic, published_kinetics
from daybreak.science.units import (
    HYDROXYNORKETAMINE_G_PER_MOL,
    KETAMINE_G_PER_MOL,
    NG_PER_ML_IN_MG_PER_L,
    NORKETAMINE_G_PER_MOL,
)

_G_PER_MOL = {
    Analyte.KETAMINE: KETAMINE_G_PER_MOL,
    Analyte.NORKETAMINE: NORKETAMINE_G_PER_MOL,
    Analyte.HYDROXYNORKETAMINE: HYDROXYNORKETAMINE_G_PER_MOL,
}


def kinetics() -> tuple[Comparison, ...]:
    """Every published concentration, against the typical person of its regimen."""
    return tuple(_compared(published) for published in published_kinetics())


def _compared(published: PublishedKinetics) -> Comparison:
    study = published.study
    return Comparison(
        id=published.id,
        section="Concentrations",
        what=published.what,
        regimen=published.regimen.words,
        study=study.citation,
        source=f"doi:{study.doi}" if study.doi else study.where,
        evidence=published.evidence,
        certainty=published.certainty,
        unit=published.unit,
        observed=published.observed,
        predicted=tuple(float(value) for value in predicted(published)),
        times_min=published.times_min,
        accept=published.accept,
        set_on_it=published.set_on_it,
        note=published.note,
    )


def predicted(published: PublishedKinetics) -> Array:
    """The model's value of a published statistic, in the published unit."""
    who = Individuals(published.regimen.subject)
    if published.statistic is Statistic.CLEARANCE:
        return _clearance(who, published)
    if published.statistic is Statistic.AREA:
        return _area(who, published)
    if published.statistic in (Statistic.CURVE, Statistic.AT):
        return _in_unit(_curve(who, published, np.array(published.times_min)), published)
    moment, highest = _peak(who, published)
    return _in_unit(np.array([highest]), published) if published.statistic is Statistic.PEAK else np.array([moment])


def _peak(who: Individuals, published: PublishedKinetics) -> tuple[float, float]:
    """Time and height of the curve's highest point: found to the minute, then to a twentieth of one."""
    coarse = np.arange(0.0, 481.0)
    near = float(coarse[int(np.argmax(_curve(who, published, coarse)))])
    fine = np.linspace(max(near - 1.0, 0.0), near + 1.0, 41)
    curve = _curve(who, published, fine)
    top = int(np.argmax(curve))
    return float(fine[top]), float(curve[top])


def _curve(who: Individuals, published: PublishedKinetics, times: Array) -> Array:
    curve: Array = concentrations(published.regimen.doses, who, times, [published.signal])[published.signal][0]
    return curve


def _area(who: Individuals, published: PublishedKinetics) -> Array:
    signal = replace(published.signal, area=True)
    area = concentrations(published.regimen.doses, who, np.array([published.area_min]), [signal])[signal][0]
    return np.asarray(area / 60.0 if published.unit == "ng h/mL" else area)


def _clearance(who: Individuals, published: PublishedKinetics) -> Array:
    """mL/min for each kg of the subject."""
    clearance = who["disposition.CL"]
    if published.signal.enantiomer is Enantiomer.R:
        clearance = clearance * who["disposition.R_over_S"]
    return np.asarray(clearance * NG_PER_ML_IN_MG_PER_L / who.subject.weight_kg)


def _in_unit(ng_per_ml: Array, published: PublishedKinetics) -> Array:
    return ng_per_ml / _G_PER_MOL[published.signal.analyte] if published.unit == "nmol/mL" else ng_per_ml
