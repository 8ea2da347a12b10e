"""The stored pressure parameters are what the calibration finds."""

import math

import pytest

from daybreak.science.haemodynamics_calibration import Amplitude, calibrated, predicted_concentration
from daybreak.science.parameters import shipped
from daybreak.science.population import Individuals, Subject
from daybreak.science.published_effects import published_effects


@pytest.fixture(scope="module")
def fit():
    """The calibration, once."""
    return calibrated()


def test_the_stored_delay_is_the_one_that_places_the_peaks_best(fit):
    assert fit.half_life_min == shipped()["effect.vessels_half_life"].value


def test_the_stored_c50_is_the_most_likely_one_rounded(fit):
    assert round(fit.c50) == shipped()["pressure.C50"].value


@pytest.mark.parametrize("quantity", ["systolic", "diastolic", "heart_rate"])
def test_the_stored_amplitudes_and_spreads_are_the_calibrated_ones_rounded(fit, quantity):
    stored, found = shipped()[f"pressure.{quantity}"], fit.amplitudes[quantity]
    assert stored.value == round(found.median, 1)
    assert stored.spread.between_people == round(found.variance, 2)


def test_studies_of_the_same_infusion_differ_by_four_mmhg(fit):
    assert fit.tau_systolic == pytest.approx(4.0, abs=0.3)


def test_a_log_normal_amplitude_keeps_its_mean():
    amplitude = Amplitude(mean=12.0, between_studies=0.4, between_people=0.7)
    assert amplitude.median * math.exp(amplitude.variance / 2) == pytest.approx(12.0)


def test_the_concentration_is_taken_when_the_study_reported():
    study = {rise.id: rise for rise in published_effects().rises}
    who = Individuals(Subject())
    early, late = (predicted_concentration(study[name], who) for name in ("yale2024", "szarmach2020"))
    assert early > 5 * late
