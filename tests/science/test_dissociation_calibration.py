"""The stored spreads of dissociation are what the calibration finds."""

import math

import pytest

from daybreak.science.dissociation_calibration import calibrated, predicted_rise
from daybreak.science.parameters import shipped
from daybreak.science.published_effects import published_effects


def test_the_stored_spreads_are_the_calibrated_ones_rounded():
    fit = calibrated()
    assert shipped()["dissociation.Emax"].spread.between_people == round(fit.emax_sd**2, 3)
    assert math.sqrt(shipped()["dissociation.C50"].spread.between_people) == pytest.approx(fit.c50_sd)


def test_the_mean_rise_of_aan_het_rot_on_which_emax_was_set_is_met():
    study = next(study for study in published_effects().cadss if study.id == "aanhetrot2010")
    assert predicted_rise(study) == pytest.approx(study.rise, rel=0.03)


def test_goldway_is_underpredicted_and_it_is_known():
    study = next(study for study in published_effects().cadss if study.id == "goldway2025")
    assert predicted_rise(study) / study.rise == pytest.approx(0.68, abs=0.03)
