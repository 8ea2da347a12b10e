"""Knows how far blood pressure and heart rate rise: the acute model (haemodynamics.py), as a stage of the mechanism.

One saturating effect of S-ketamine at the vessels, a few minutes behind the artery; the amplitudes are those of the
acute model and differ between people there. No number of its own.
"""

from daybreak.science.mechanism.declaration import Quantity, Stage

STAGE = Stage(
    name="circulation",
    title="Pressure and heart rate",
    plainly="Blood pressure and heart rate rise with the dose within minutes and are back within one to two hours.",
    quantities=(
        Quantity.of("vascular_effect", "Effect at the vessels, share of the most", "hill(S_vessels, pressure_C50, 1)"),
        Quantity.of("systolic_rise", "Rise of systolic pressure", "pressure_systolic * vascular_effect", "mmHg"),
        Quantity.of("diastolic_rise", "Rise of diastolic pressure", "pressure_diastolic * vascular_effect", "mmHg"),
        Quantity.of("heart_rate_rise", "Rise of heart rate", "pressure_heart_rate * vascular_effect", "1/min"),
    ),
)
