"""The exact solution against a tight general solver, for every route; and what linear kinetics must always obey."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daybreak.science.disposition import Enantiomer
from daybreak.science.dosing import Dose, DosingError, Form, Route
from daybreak.science.pharmacokinetics import Analyte, Signal, Site, concentrations, is_venous
from daybreak.science.population import Individuals, Population, Subject
from tests.science.plain_equations import esketamine_curves, ketamine_curves

TIMES = np.array([0.5, 1, 2, 5, 9, 10, 17, 20, 31, 40, 45, 60, 75, 90, 120, 180, 240, 480, 1440], dtype=float)
ROUTES = {
    "a bolus": [Dose(Route.IV_BOLUS, 20)],
    "an infusion": [Dose(Route.IV_INFUSION, 40, duration_min=40)],
    "an infusion of esketamine that ends between times": [
        Dose(Route.IV_INFUSION, 20, 3.3, duration_min=41.7, form=Form.ESKETAMINE)
    ],
    "intramuscular": [Dose(Route.IM, 40)],
    "subcutaneous": [Dose(Route.SC, 70)],
    "a lozenge": [Dose(Route.SUBLINGUAL, 100)],
    "a film": [Dose(Route.SUBLINGUAL, 50, form=Form.ESKETAMINE)],
    "swallowed": [Dose(Route.ORAL, 100)],
    "by nose": [Dose(Route.INTRANASAL, 50)],
    "twice, intramuscular": [Dose(Route.IM, 40), Dose(Route.IM, 20, 37.5)],
    "three overlapping infusions": [Dose(Route.IV_INFUSION, 10 * k, 20.0 * (k - 1), 30) for k in (1, 2, 3)],
    "two lozenges": [Dose(Route.SUBLINGUAL, 100), Dose(Route.SUBLINGUAL, 100, 7)],
    "seven times by mouth, every three hours": [Dose(Route.ORAL, 100, 180.0 * k) for k in range(7)],
}
SIGNALS = {
    "plasma": (Analyte.KETAMINE, Site.PLASMA, False),
    "vein": (Analyte.KETAMINE, Site.VEIN, False),
    "brain": (Analyte.KETAMINE, Site.BRAIN, False),
    "vessels": (Analyte.KETAMINE, Site.VESSELS, False),
    "area": (Analyte.KETAMINE, Site.PLASMA, True),
    "norketamine": (Analyte.NORKETAMINE, Site.PLASMA, False),
    "hydroxynorketamine": (Analyte.HYDROXYNORKETAMINE, Site.PLASMA, False),
}
PERSON = Individuals(Subject(83.0, 40, "female"), Population(n=1, seed=7, first=11))


def solved(doses, who, enantiomer, times, names=tuple(SIGNALS)):
    """Our curves of the first person, by name."""
    signals = {name: Signal(SIGNALS[name][0], enantiomer, SIGNALS[name][1], SIGNALS[name][2]) for name in names}
    found = concentrations(doses, who, times, signals.values())
    return {name: found[signal][0] for name, signal in signals.items()}


def worst(ours, theirs):
    """The largest relative difference over all curves, where there is anything."""
    there = {name: theirs[name] > 1e-9 for name in ours}
    return max(np.max(np.abs(ours[name][there[name]] / theirs[name][there[name]] - 1)) for name in ours)


@pytest.mark.parametrize("doses", ROUTES.values(), ids=ROUTES.keys())
def test_every_route_agrees_with_a_tight_general_solver_to_1e_10(doses):
    ours = solved(doses, PERSON, Enantiomer.S, TIMES)
    assert worst(ours, ketamine_curves(doses, PERSON, Enantiomer.S, TIMES)) < 1e-10


def test_r_ketamine_agrees_with_a_tight_general_solver_to_1e_10():
    doses = ROUTES["three overlapping infusions"]
    ours = solved(doses, PERSON, Enantiomer.R, TIMES)
    assert worst(ours, ketamine_curves(doses, PERSON, Enantiomer.R, TIMES)) < 1e-10


@pytest.mark.parametrize(
    ("doses", "shares"),
    [
        ([(Route.INTRANASAL, 28, 0)], [1.0]),
        ([(Route.INTRANASAL, 28, 0), (Route.INTRANASAL, 28, 5), (Route.INTRANASAL, 28, 10)], [1.0, 0.62, 0.62]),
        ([(Route.ORAL, 84, 0)], [0.0]),
    ],
    ids=["one device", "three devices five minutes apart", "by mouth"],
)
def test_esketamine_by_nose_or_mouth_agrees_with_a_tight_general_solver_to_1e_10(doses, shares):
    given_doses = [Dose(route, mg, start, form=Form.ESKETAMINE) for route, mg, start in doses]
    nasal = [PERSON["spray.FRn"][0] * share for share in shares]
    names = ("plasma", "brain", "vessels", "area", "norketamine")
    ours = solved(given_doses, PERSON, Enantiomer.S, TIMES, names)
    assert worst(ours, esketamine_curves(given_doses, nasal, PERSON, TIMES)) < 1e-10


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    route=st.sampled_from([Route.IM, Route.SUBLINGUAL, Route.ORAL, Route.INTRANASAL]),
    mg=st.floats(1, 200),
    start=st.floats(0, 100),
    person=st.integers(0, 10_000),
    weight=st.floats(40, 160),
)
def test_any_dose_in_any_person_agrees_with_a_tight_general_solver_to_1e_10(route, mg, start, person, weight):
    who = Individuals(Subject(weight), Population(1, seed=3, first=person))
    doses = [Dose(route, mg, start)]
    times = start + np.array([0.25, 4.0, 33.0, 150.0, 600.0])
    ours = solved(doses, who, Enantiomer.S, times)
    assert worst(ours, ketamine_curves(doses, who, Enantiomer.S, times)) < 1e-10


@settings(max_examples=30, deadline=None)
@given(
    mg=st.floats(0.1, 500), factor=st.floats(0.01, 50), route=st.sampled_from([Route.IM, Route.ORAL, Route.IV_BOLUS])
)
def test_twice_the_dose_gives_twice_the_concentration(mg, factor, route):
    who, signal, times = Individuals(Subject()), Signal(Analyte.KETAMINE), np.arange(0.0, 300.0, 20.0)
    one = concentrations([Dose(route, mg)], who, times, [signal])[signal]
    more = concentrations([Dose(route, mg * factor)], who, times, [signal])[signal]
    np.testing.assert_allclose(more, one * factor, rtol=1e-12)


@settings(max_examples=30, deadline=None)
@given(starts=st.lists(st.floats(0, 200), min_size=2, max_size=4), seed=st.integers(0, 99))
def test_doses_together_are_the_sum_of_doses_alone(starts, seed):
    who, times = Individuals(Subject(), Population(3, seed)), np.arange(0.0, 400.0, 25.0)
    signal = Signal(Analyte.NORKETAMINE)
    doses = [Dose(Route.SUBLINGUAL, 50, start) for start in starts]
    together = concentrations(doses, who, times, [signal])[signal]
    alone = sum(concentrations([dose], who, times, [signal])[signal] for dose in doses)
    np.testing.assert_allclose(together, alone, rtol=1e-10, atol=1e-12)


def test_the_area_of_an_infusion_is_the_dose_over_the_clearance():
    who, signal = Individuals(Subject(70)), Signal(Analyte.KETAMINE, Enantiomer.S, area=True)
    dose = Dose(Route.IV_INFUSION, 20, duration_min=20, form=Form.ESKETAMINE)
    area = concentrations([dose], who, np.array([200_000.0]), [signal])[signal][0, 0]
    assert area == pytest.approx(20 / 1.48 * 1000, rel=1e-10)


def test_the_area_after_an_injection_into_muscle_shows_its_bioavailability():
    who, signal = Individuals(Subject(70)), Signal(Analyte.KETAMINE, Enantiomer.S, area=True)
    times = np.array([200_000.0])
    muscle = concentrations([Dose(Route.IM, 40)], who, times, [signal])[signal]
    vein = concentrations([Dose(Route.IV_BOLUS, 40)], who, times, [signal])[signal]
    assert (muscle / vein)[0, 0] == pytest.approx(0.93, rel=1e-10)


def test_every_delayed_site_has_the_area_of_the_artery():
    who, times = Individuals(Subject()), np.array([200_000.0])
    areas = [Signal(Analyte.KETAMINE, Enantiomer.S, site, area=True) for site in Site]
    found = concentrations([Dose(Route.IM, 40)], who, times, areas)
    np.testing.assert_allclose([found[a][0, 0] for a in areas], found[areas[0]][0, 0], rtol=1e-9)


def test_half_of_a_racemic_dose_is_each_enantiomer():
    who, times = Individuals(Subject()), np.array([0.0])
    s, r = (Signal(Analyte.KETAMINE, enantiomer) for enantiomer in Enantiomer)
    both = concentrations([Dose(Route.IV_BOLUS, 40)], who, times, [s, r])
    assert both[s][0, 0] == both[r][0, 0] == pytest.approx(20 / 11.6 * 1000)


def test_esketamine_has_no_r_ketamine():
    who, signal = Individuals(Subject()), Signal(Analyte.KETAMINE, Enantiomer.R)
    dose = Dose(Route.IM, 40, form=Form.ESKETAMINE)
    assert not concentrations([dose], who, TIMES, [signal])[signal].any()


def test_nothing_is_there_before_the_dose():
    who, signal = Individuals(Subject()), Signal(Analyte.KETAMINE)
    curve = concentrations([Dose(Route.IM, 40, start_min=30)], who, np.array([0.0, 29.9, 31.0]), [signal])[signal][0]
    assert list(curve[:2]) == [0.0, 0.0]
    assert curve[2] > 0


def test_the_spray_model_calls_its_plasma_venous():
    assert is_venous([Dose(Route.INTRANASAL, 84, form=Form.ESKETAMINE)])
    assert not is_venous([Dose(Route.INTRANASAL, 50)])


def test_in_the_spray_model_plasma_and_vein_are_the_same():
    who = Individuals(Subject())
    plasma, vein = Signal(Analyte.KETAMINE), Signal(Analyte.KETAMINE, site=Site.VEIN)
    found = concentrations([Dose(Route.INTRANASAL, 84, form=Form.ESKETAMINE)], who, TIMES, [plasma, vein])
    np.testing.assert_array_equal(found[plasma], found[vein])


def test_two_models_are_not_mixed():
    doses = [Dose(Route.INTRANASAL, 28, form=Form.ESKETAMINE), Dose(Route.IM, 40)]
    with pytest.raises(DosingError, match="cannot be combined"):
        concentrations(doses, Individuals(Subject()), TIMES, [Signal(Analyte.KETAMINE)])


def test_the_spray_model_knows_no_hydroxynorketamine():
    with pytest.raises(DosingError, match="ketamine and norketamine only"):
        concentrations(
            [Dose(Route.ORAL, 84, form=Form.ESKETAMINE)],
            Individuals(Subject()),
            TIMES,
            [Signal(Analyte.HYDROXYNORKETAMINE)],
        )


def test_without_a_dose_there_is_a_sentence():
    with pytest.raises(DosingError, match="at least one"):
        concentrations([], Individuals(Subject()), TIMES, [Signal(Analyte.KETAMINE)])


def test_metabolites_are_known_in_plasma_only():
    with pytest.raises(ValueError, match="plasma only"):
        Signal(Analyte.NORKETAMINE, site=Site.BRAIN)
