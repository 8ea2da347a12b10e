"""The kinetics read from modes are the kinetics of the compartments."""

import numpy as np
import pytest

from daybreak.science.engine.grid import grid
from daybreak.science.engine.inputs import SIGNALS, compiled_concentrations, exact_concentrations, modal_concentrations
from daybreak.science.mechanism.course import People
from daybreak.science.mechanism.individuals import cohort
from tests.science.mechanism.courses import SHARED

NG_PER_ML = 1e-5
"""What is tolerated beside peaks near 100 ng/mL: two of a person's rates may nearly coincide."""


@pytest.mark.parametrize("name", [name for name, course in SHARED.items() if course.doses])
def test_modes_and_compartments_agree(name):
    course, people = SHARED[name], People.alike(5, weight_kg=62.0, age_y=70.0)
    mesh, who = grid(course, 300.0), cohort(people, 9)
    hydroxy = "spray" not in name
    exact = exact_concentrations(course, who, mesh.nodes, hydroxy)
    read = compiled_concentrations(course, who, mesh, hydroxy, abreast=4)
    plain = modal_concentrations(course, who, mesh, hydroxy)
    for place, signal in enumerate(SIGNALS):
        assert plain[signal] == pytest.approx(exact[signal], rel=1e-7, abs=NG_PER_ML)
        for person in range(5):
            mine = read[person // 4, :, place, :, person % 4]
            assert mine == pytest.approx(exact[signal][person], rel=1e-7, abs=NG_PER_ML)


def test_someone_whose_rates_coincide_is_solved_by_the_compartments(monkeypatch):
    from daybreak.science.engine import modes

    course = SHARED["one infusion"]
    mesh, who = grid(course, 48.0), cohort(People.alike(3), 1)
    usual = compiled_concentrations(course, who, mesh, False, abreast=4)
    monkeypatch.setattr(modes, "FAITHFUL", 0.0)
    instead = compiled_concentrations(course, who, mesh, False, abreast=4)
    assert instead[0, ..., :3] == pytest.approx(usual[0, ..., :3], rel=1e-7, abs=NG_PER_ML)
    assert not np.array_equal(instead[0, ..., :3], usual[0, ..., :3])
