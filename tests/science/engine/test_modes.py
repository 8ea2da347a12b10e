"""The kinetics read from modes are the kinetics of the compartments."""

import numpy as np
import pytest

from daybreak.science.engine.filters import LANES, POINTS, points
from daybreak.science.engine.grid import grid
from daybreak.science.engine.inputs import SIGNALS, Kinetics, exact_concentrations, modal_concentrations, wanted
from daybreak.science.engine.kinetics_kernel import add_concentrations, prepared
from daybreak.science.mechanism.course import People, simulate_course
from daybreak.science.mechanism.individuals import cohort
from tests.science.mechanism.courses import SHARED, infusion

NG_PER_ML = 1e-5
"""What is tolerated beside peaks near 100 ng/mL: two of a person's rates may nearly coincide."""


def compiled(kinetics, mesh):
    """Each signal of the first LANES people at each point, (intervals, signals, points, people)."""
    lengths, kind = np.unique(mesh.lengths, return_inverse=True)
    steps = lengths[:, None] * points()
    found = np.zeros((kind.size, len(SIGNALS), POINTS, LANES))
    for drug in kinetics.drugs(tuple(SIGNALS)):
        held = prepared(0, steps, drug, LANES)
        for k, (begin, end) in enumerate(zip(mesh.edges, mesh.edges[1:], strict=False)):
            add_concentrations(0, begin, end, kind[k], steps[kind[k]], drug, held, found[k])
    return found


@pytest.mark.parametrize("name", [name for name, course in SHARED.items() if course.doses])
def test_modes_and_compartments_agree(name):
    course, people = SHARED[name], People.alike(5, weight_kg=62.0, age_y=70.0)
    mesh, who = grid(course, 300.0), cohort(people, 9)
    names = wanted(hydroxy="spray" not in name, vessels=True)
    exact = exact_concentrations(course, who, mesh.nodes, names)
    plain = modal_concentrations(course, who, mesh, names)
    read = compiled(Kinetics(course, who, mesh, names), mesh)
    for place, signal in enumerate(SIGNALS):
        assert plain[signal] == pytest.approx(exact[signal], rel=1e-7, abs=NG_PER_ML)
        assert np.moveaxis(read[:, place, :, :5], -1, 0) == pytest.approx(exact[signal], rel=1e-7, abs=NG_PER_ML)


def test_someone_whose_rates_coincide_is_solved_by_the_compartments(monkeypatch):
    from daybreak.science.engine import modes

    people, hours = People.alike(6), [0.5, 2.0, 24.0]
    usual = simulate_course(infusion(), people, {}, hours, seed=1)
    monkeypatch.setattr(modes, "FAITHFUL", 0.0)
    instead = simulate_course(infusion(), people, {}, hours, seed=1)
    assert instead.acute["cadss"] == pytest.approx(usual.acute["cadss"], rel=1e-6)
    assert not np.array_equal(instead.acute["cadss"], usual.acute["cadss"])
