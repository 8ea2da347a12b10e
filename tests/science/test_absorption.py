"""What each route releases, where, and that nothing is made of nothing."""

import numpy as np
import pytest

from daybreak.science.absorption import uptake
from daybreak.science.dosing import Dose, Form, Route
from daybreak.science.population import Individuals, Subject

TYPICAL = Individuals(Subject(70))


def released(dose):
    """mg entering each compartment of one enantiomer that is the whole dose."""
    _, releases = uptake([dose], TYPICAL, lambda _: 1.0)
    return {release.into: float(np.squeeze(release.amount)) for release in releases}


@pytest.mark.parametrize(
    ("dose", "entering"),
    [
        (Dose(Route.IV_BOLUS, 10), {"central": 10}),
        (Dose(Route.IV_INFUSION, 10, duration_min=40), {"central": 10}),
        (Dose(Route.IM, 10), {"muscle": 9.3}),
        (Dose(Route.SC, 10), {"skin": 9.0}),
        (Dose(Route.SUBLINGUAL, 10), {"mucosa": 3.0, "gut": 7.0}),
        (Dose(Route.SUBLINGUAL, 10, form=Form.ESKETAMINE), {"film": 2.63, "gut": 11.6}),
        (Dose(Route.INTRANASAL, 10), {"nose": 2.0, "gut": 2.0}),
        (Dose(Route.ORAL, 10), {"stomach": 10}),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else f"{value.route}-{value.form}",
)
def test_each_route_releases_what_its_bioavailability_says(dose, entering):
    assert released(dose) == pytest.approx(entering)


def test_a_swallowed_racemate_arrives_by_a_fifth_and_the_rest_is_metabolised():
    flows, _ = uptake([Dose(Route.ORAL, 10)], TYPICAL, lambda _: 1.0)
    share = {flow.target: float(flow.rate[0] / sum(f.rate[0] for f in flows)) for flow in flows}
    assert share == pytest.approx({"central": 0.2, "formation_1": 0.8})


def test_two_doses_by_one_route_share_its_flows():
    flows, releases = uptake([Dose(Route.IM, 10), Dose(Route.IM, 20, 30)], TYPICAL, lambda _: 0.5)
    assert [(flow.source, flow.target) for flow in flows] == [("muscle", "central")]
    assert [(release.start, float(release.amount[0])) for release in releases] == [(0, 4.65), (30, 9.3)]


def test_an_enantiomer_that_is_not_in_the_dose_releases_nothing():
    assert uptake([Dose(Route.IM, 10)], TYPICAL, lambda _: 0.0) == ((), ())
