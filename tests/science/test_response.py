"""The whole response of one person."""

import numpy as np
import pytest

from daybreak.science.dissociation import dissociation
from daybreak.science.dosing import Dose, Route
from daybreak.science.haemodynamics import rise
from daybreak.science.pharmacokinetics import concentrations
from daybreak.science.population import Individuals, Population, Subject
from daybreak.science.response import BRAIN, VESSELS, respond

TIMES = np.arange(0.0, 241.0, 5.0)


def test_effects_follow_the_concentrations_at_their_sites():
    who, doses = Individuals(Subject(80), Population(4)), [Dose(Route.IM, 40)]
    whole, held = respond(doses, who, TIMES), concentrations(doses, who, TIMES, [BRAIN, VESSELS])
    np.testing.assert_allclose(whole["cadss"], dissociation(held[BRAIN], who).cadss, rtol=1e-12)
    np.testing.assert_allclose(whole["systolic_rise"], rise(held[VESSELS], who).systolic, rtol=1e-12, atol=1e-15)


def test_pressure_peaks_before_dissociation_and_both_after_the_artery():
    whole = respond([Dose(Route.IM, 40)], Individuals(Subject(80)), np.arange(0.0, 60.0, 0.5))
    peaks = [float(whole.time_min[np.argmax(whole[name][0])]) for name in ("ketamine", "systolic_rise", "cadss")]
    assert peaks == sorted(peaks)
    assert peaks == pytest.approx([5, 11, 17], abs=1)


def test_half_a_milligram_per_kilogram_over_forty_minutes_gives_the_derived_arterial_values():
    """The arterial values derived from Simons 2022 for 0.5 mg/kg over 40 min in 70 kg."""
    times = np.array([10, 20, 40, 60, 80, 110, 120, 180, 230.0])
    whole = respond([Dose(Route.IV_INFUSION, 35, duration_min=40)], Individuals(Subject(70)), times)
    assert np.round(whole["ketamine"][0]).tolist() == [199, 240, 298, 96, 68, 46, 42, 28, 23]
