"""Esketamine by nose: devices, age, bioavailability."""

import numpy as np
import pytest

from daybreak.science.dosing import Dose, Form, Route
from daybreak.science.esketamine_spray import describes, liver_flow, releases
from daybreak.science.pharmacokinetics import Analyte, Signal, concentrations
from daybreak.science.population import Individuals, Subject

TYPICAL = Individuals(Subject())


def spray(mg, start=0.0):
    """Esketamine by nose."""
    return Dose(Route.INTRANASAL, mg, start, form=Form.ESKETAMINE)


def absorbed(doses):
    """The share of each dose that enters the nose."""
    mg = [release.amount[0] for release in releases(doses, TYPICAL) if release.into == "nose"]
    return [amount / dose.mg for amount, dose in zip(mg, doses, strict=True)]


def test_the_first_device_is_absorbed_more_than_the_next():
    assert absorbed([spray(28), spray(28, 5), spray(28, 10)]) == pytest.approx([0.54, 0.3348, 0.3348])


@pytest.mark.parametrize(("mg", "share"), [(14, 0.54), (28, 0.54), (56, 0.4374), (84, 0.4032)])
def test_devices_given_at_once_share_the_average(mg, share):
    assert absorbed([spray(mg)]) == pytest.approx([share])


def test_another_day_is_another_session():
    assert absorbed([spray(28), spray(28, 3 * 24 * 60)]) == pytest.approx([0.54, 0.54])


@pytest.mark.parametrize(("age", "litres_per_hour"), [(None, 151), (45, 151), (60, 151), (70, 129.1)])
def test_liver_blood_flow_falls_after_sixty(age, litres_per_hour):
    assert liver_flow(Individuals(Subject(age_y=age)))[0] == pytest.approx(litres_per_hour)


def test_clearance_and_oral_bioavailability_follow_from_the_liver():
    """The well-stirred liver: CL = Qh E and F = F_gut (1 - E), with E of 0.72."""
    extraction = 101 * 3.88 / (151 + 101 * 3.88)
    signal, times = Signal(Analyte.KETAMINE, area=True), np.array([1e5])
    area = concentrations([Dose(Route.ORAL, 84, form=Form.ESKETAMINE)], TYPICAL, times, [signal])[signal][0, 0]
    reaching = 0.64 * (1 - extraction)
    assert area == pytest.approx(84 * reaching / (151 * extraction) * 1000 * 60, rel=1e-8)


def test_body_weight_does_not_matter_here():
    signal, times = Signal(Analyte.KETAMINE), np.array([30.0])
    curves = [concentrations([spray(84)], Individuals(Subject(w)), times, [signal])[signal] for w in (50, 120)]
    assert curves[0] == curves[1]


def test_the_model_describes_esketamine_by_nose_or_mouth_and_nothing_else():
    described = {(route, form) for route in Route for form in Form if describes(_dose(route, form))}
    assert described == {(Route.INTRANASAL, Form.ESKETAMINE), (Route.ORAL, Form.ESKETAMINE)}


def _dose(route, form):
    return Dose(route, 10, duration_min=10 if route is Route.IV_INFUSION else 0, form=form)
