"""What is known of ketamine in words, as tests of the typical patient."""

import numpy as np
import pytest

from daybreak.science.dosing import Dose, Route
from daybreak.science.mechanism.course import Course, People, simulate_course
from daybreak.science.mechanism.quantified import shipped
from tests.science.mechanism.courses import infusion, injections

HOURS = np.array([0.25, 0.5, 1, 1.5, 2, 3, 4, 6, 8, 12, 18, 24, 36, 48, 72, 120, 168, 240, 336.0])


def typical(course, hours=HOURS, parameters=None, **facts):
    return simulate_course(course, People.alike(**facts), parameters or {}, hours, seed=None, stages=True)


def relief(mg_per_kg, hours=HOURS):
    """How much lower mood scores with the drug than with the same expectancy and no drug, share of baseline."""
    sham = Course(sham=(0.0,))
    return typical(sham, hours).domains["mood"][0] - typical(infusion(mg_per_kg), hours).domains["mood"][0]


@pytest.fixture(scope="module")
def half():
    return dict(zip(HOURS, relief(0.5), strict=True))


def test_the_effect_begins_within_two_to_four_hours(half):
    assert half[0.5] < 0.1 * half[24.0]
    assert 0.2 * half[24.0] < half[2.0] < half[4.0]
    assert half[4.0] > 0.5 * half[24.0]


def test_the_effect_is_best_near_a_day(half):
    assert 8.0 <= max(half, key=half.get) <= 36.0
    assert half[24.0] > 0.93 * max(half.values())


def test_about_half_of_the_effect_is_left_after_a_week_and_little_after_two(half):
    assert 0.3 * half[24.0] < half[168.0] < 0.7 * half[24.0]
    assert half[336.0] < 0.22 * half[24.0]


def test_a_tenth_of_a_milligram_is_weak_and_half_a_milligram_is_near_the_plateau(half):
    at_a_day = {dose: relief(dose, np.array([24.0]))[0] for dose in (0.1, 0.5, 1.0)}
    assert at_a_day[0.1] < 0.3 * at_a_day[0.5]
    assert at_a_day[1.0] < 1.3 * at_a_day[0.5]


def test_the_glutamate_surge_is_an_inverted_u_of_the_dose():
    hours = np.linspace(0.1, 2.0, 20)
    peaks = []
    for mg in (7.0, 70.0, 1400.0):
        course = Course(doses=(Dose(Route.IV_BOLUS, mg),))
        early = typical(course, hours).stages["disinhibition"][0][:5]
        peaks.append(float(early.max()))
    assert peaks[1] > 2.0 * peaks[0]
    assert peaks[2] < 0.8 * peaks[1]


def test_a_reference_dose_gains_one_unit_of_plasticity():
    hours = np.linspace(0.5, 72.0, 144)
    assert typical(infusion(), hours).stages["plasticity"].max() == pytest.approx(1.0, abs=0.03)


def test_spines_form_between_twelve_and_twenty_four_hours_and_not_in_the_first_hours():
    found = typical(infusion(), np.arange(1.0, 49.0)).stages["nascent"][0]
    assert 12 <= 1 + int(found.argmax()) <= 24
    assert found[2] < 0.35 * found.max()


def test_growth_signals_are_back_near_baseline_within_hours_and_proteins_peak_at_two_to_six():
    hours = np.arange(0.25, 12.0, 0.25)
    found = typical(infusion(), hours).stages
    assert found["growth_signal"][0][hours == 6.0] < 0.25 * found["growth_signal"].max()
    assert 2.0 <= hours[int(found["bdnf"][0].argmax())] <= 6.5


def test_repeated_doses_prolong_and_deepen():
    weeks = np.array([24.0, 11 * 24.0, 18 * 24.0])
    once = typical(injections((0,)), weeks).domains["mood"][0]
    often = typical(injections((0, 3, 7, 10)), weeks).domains["mood"][0]
    assert often[1] < once[0]
    assert often[2] < once[2] - 0.1


def test_dissociation_is_back_by_two_hours():
    hours = np.arange(0.0, 4.01, 0.05)
    cadss = typical(infusion(), hours).acute["cadss"][0]
    assert 0.4 <= hours[cadss.argmax()] <= 0.8
    assert cadss.max() > 10
    assert cadss[hours >= 2.0].max() < 2.0


def test_dissociation_weakens_over_fourteen_weeks_of_sessions():
    days = [3.5 * k for k in range(28)]
    course = Course(doses=tuple(Dose(Route.SC, 1.0, 1440.0 * day) for day in days), per_kg=True)
    hours = np.array([0.45, 24 * days[-1] + 0.45])
    first, last = typical(course, hours).acute["cadss"][0]
    assert 0.35 < last / first < 0.6


def test_the_antidepressant_effect_does_not_weaken_with_dissociation():
    weeks = np.array([7 * 24.0, 14 * 24.0, 28 * 24.0])
    mood = typical(injections(tuple(3.5 * k for k in range(9))), weeks).domains["mood"][0]
    assert mood[2] <= mood[1] <= mood[0]


def test_suicidal_thoughts_improve_partly_beyond_mood():
    found = typical(infusion(), np.array([24.0])).domains
    assert found["suicidality"][0, 0] < found["mood"][0, 0]
    through = {"symptoms.suicidality_direct": 1e-9}
    without = typical(infusion(), np.array([24.0]), through).domains["suicidality"][0, 0]
    sham = typical(Course(sham=(0.0,)), np.array([24.0]), through).domains["suicidality"][0, 0]
    share = np.log(sham / without) / np.log(sham / found["suicidality"][0, 0])
    assert 0.25 < share < 0.5


def test_an_ssri_has_a_third_of_its_six_week_effect_after_one_week():
    weeks = np.array([7.0, 42.0]) * 24.0
    found = typical(Course(antidepressant_from_h=0.0), weeks).stages["antidepressant"][0]
    assert found[0] / found[1] == pytest.approx(1 / 3, abs=0.005)


def test_an_antidepressant_helps_less_after_every_failure():
    six_weeks = np.array([42.0 * 24.0])
    course = Course(antidepressant_from_h=0.0)
    fresh, failed = (typical(course, six_weeks, resistance=k).domains["mood"][0, 0] for k in (0.0, 3.0))
    assert fresh < failed


def test_a_benzodiazepine_takes_some_of_the_effect():
    day = np.array([24.0])
    assert typical(infusion(benzodiazepine=True), day).domains["mood"] > typical(infusion(), day).domains["mood"]


def test_psychotherapy_gains_more_in_the_window_only_if_there_is_synergy():
    late = np.array([40 * 24.0])
    near, far = infusion(cbt=(24.0,)), infusion(cbt=(20 * 24.0,))

    def gain(course, synergy):
        return typical(course, late, {"therapy.synergy": synergy, "therapy.half_life": 1e7}).stages["therapy"][0, 0]

    assert gain(near, 0.0) == pytest.approx(gain(far, 0.0), rel=1e-3)
    assert gain(near, 0.5) > 1.3 * gain(far, 0.5)


def test_midazolam_does_more_than_saline():
    day = np.array([24.0])
    saline, midazolam = (
        typical(Course(control=control, sham=(0.0,)), day).domains["mood"][0, 0] for control in ("saline", "midazolam")
    )
    assert midazolam < saline < 1.0


def test_electroconvulsive_therapy_adds_up_over_its_treatments():
    treatments = tuple(24.0 * day for day in (0, 2, 4, 7, 9, 11, 14, 16, 18, 21))
    mood = typical(Course(ect=treatments), np.array([7 * 24.0, 14 * 24.0, 22 * 24.0])).domains["mood"][0]
    assert mood[0] > mood[1] > mood[2]
    assert mood[2] < 0.35


def test_the_hydroxynorketamine_path_does_nothing_until_it_is_switched_on():
    day = np.array([24.0])
    off = typical(infusion(), day, {"ampa.hnk_effect": 5.0}).domains["mood"][0, 0]
    on = typical(infusion(), day, {"ampa.hnk_effect": 5.0, "ampa.hnk_switch": 1.0}).domains["mood"][0, 0]
    assert off == typical(infusion(), day).domains["mood"][0, 0]
    assert on < off


def test_the_old_gain_less_by_age():
    day = np.array([24.0])
    assert typical(infusion(), day, age_y=75.0).domains["mood"] > typical(infusion(), day, age_y=45.0).domains["mood"]


def test_the_prior_of_synergy_allows_harm_and_benefit():
    low, high = shipped()["therapy.synergy"].prior.interval(0.0)
    assert low < 0 < high
