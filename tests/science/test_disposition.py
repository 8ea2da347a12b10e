"""Where ketamine goes: every molecule is accounted for."""

from dataclasses import replace

import numpy as np
import pytest

from daybreak.science.compartments import Flow, Release, solve
from daybreak.science.disposition import Enantiomer, flows, volumes
from daybreak.science.population import Individuals, Population, Subject

TIMES = np.array([0.0, 1.0, 10.0, 60.0, 600.0, 6000.0])


def accounted(flow):
    """The same flow, with what leaves the body caught in a compartment of its own."""
    if not flow.target:
        return [replace(flow, target="out")]
    lost = Flow(flow.source, np.asarray(flow.rate) * (1 - np.asarray(flow.yields)), "out", follows=True)
    return [flow, lost]


@pytest.mark.parametrize("enantiomer", Enantiomer)
def test_all_the_drug_is_in_the_body_or_has_left_it(enantiomer):
    who = Individuals(Subject(90, sex="female"), Population(5))
    everything = [part for flow in flows(who, enantiomer) for part in accounted(flow)]
    names = {name for flow in everything for name in (flow.source, flow.target)}
    held = solve(everything, [Release("central", 25.0, 0.0)], TIMES, sorted(names), subjects=5)
    np.testing.assert_allclose(sum(held.values()), 25.0, rtol=1e-9)
    np.testing.assert_allclose(held["out"][:, -1], 25.0, rtol=1e-3)


def test_r_ketamine_is_cleared_more_slowly_and_is_else_the_same():
    who = Individuals(Subject(70))
    differing = [
        (s.source, s.target, float(r.rate[0] / s.rate[0]))
        for s, r in zip(flows(who, Enantiomer.S), flows(who, Enantiomer.R), strict=True)
        if s.rate != r.rate
    ]
    assert differing == [("central", "formation_1", pytest.approx(0.866))]


def test_norketamine_shares_the_central_volume_and_weighs_less():
    volume = volumes(Individuals(Subject(70)))
    assert volume["norketamine"][0] / volume["central"][0] == pytest.approx(237.73 / 223.70)
