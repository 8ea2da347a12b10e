"""Knows how far blood pressure and heart rate rise: one saturating effect of S-ketamine near the vessels.

With C the concentration of S-ketamine at the vessels (a short delay behind the artery; S-ketamine raises cardiac
output, R-ketamine does not, Kamp 2021):

    rise = A C / (C50 + C)

one C50 for all three, one amplitude A each for systolic pressure, diastolic pressure and heart rate. The amplitudes
vary between people so as to carry two things: the spread between the patients of one clinic (Yale 2024), and the
spread between the means of different clinics, which is as large. The values come from haemodynamics_calibration.py.
"""

from dataclasses import dataclass

from daybreak.science.compartments import Array
from daybreak.science.dissociation import hill
from daybreak.science.population import Individuals


@dataclass(frozen=True)
class Rise:
    """Rise over the person's own baseline, arrays of shape (people, times): mmHg, mmHg and beats a minute."""

    systolic: Array
    diastolic: Array
    heart_rate: Array


def rise(vessels_ng_per_ml: Array, who: Individuals) -> Rise:
    """The rise from the S-ketamine concentration at the vessels, shape (people, times), for each of `who`."""
    shape = hill(vessels_ng_per_ml, who.typical("pressure.C50"), 1.0)
    return Rise(
        systolic=who["pressure.systolic"][:, None] * shape,
        diastolic=who["pressure.diastolic"][:, None] * shape,
        heart_rate=who["pressure.heart_rate"][:, None] * shape,
    )
