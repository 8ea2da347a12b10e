"""The fast engines agree with the plain reference, for shared courses and for random ones, and know their error."""

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from daybreak.science.dosing import Dose, Form, Route
from daybreak.science.engine.tight import solve_tightly
from daybreak.science.mechanism.course import Course, People, simulate_course
from daybreak.science.mechanism.model import DOMAINS
from tests.science.mechanism.courses import SHARED

HOURS = np.array([0.0, 0.2, 0.5, 1, 2, 4, 8, 24, 30, 48, 72, 100, 168, 200, 240, 336.0])
ACCURATE = 1e-6
MANY = 6
"""Enough people for the compiled kernel to be used."""


def relative(found, wanted):
    return max(float(np.max(np.abs(found[name] / wanted[name] - 1.0))) for name in DOMAINS)


@pytest.mark.parametrize("name", SHARED)
def test_both_engines_agree_with_the_reference(name):
    course, people = SHARED[name], People.alike(MANY, first=3)
    wanted = solve_tightly(course, people, {}, HOURS, seed=5)
    plain = simulate_course(course, people.part(0, 1), {}, HOURS, seed=5, stages=True)
    compiled = simulate_course(course, people, {}, HOURS, seed=5)
    assert relative({n: c[0] for n, c in plain.domains.items()}, wanted) < ACCURATE
    assert relative({n: c[0] for n, c in compiled.domains.items()}, wanted) < ACCURATE
    for state, curve in wanted.items():
        assert plain.stages[state][0] == pytest.approx(curve, abs=2e-5)


def test_they_agree_with_the_hydroxynorketamine_path_switched_on():
    on = {"ampa.hnk_switch": 1.0}
    course, people = SHARED["one infusion"], People.alike(MANY)
    wanted = solve_tightly(course, people, on, HOURS, seed=2)
    found = simulate_course(course, people, on, HOURS, seed=2)
    assert relative({n: c[0] for n, c in found.domains.items()}, wanted) < ACCURATE


day = st.floats(0.0, 12.0).map(lambda d: round(d, 3))
arterial = st.one_of(
    st.builds(lambda d, mg: Dose(Route.IM, mg, 1440 * d), day, st.floats(5, 120)),
    st.builds(lambda d, mg, m: Dose(Route.IV_INFUSION, mg, 1440 * d, m), day, st.floats(5, 150), st.floats(2, 300)),
    st.builds(lambda d, mg: Dose(Route.IV_BOLUS, mg, 1440 * d), day, st.floats(5, 150)),
    st.builds(lambda d, mg: Dose(Route.SUBLINGUAL, mg, 1440 * d), day, st.floats(20, 600)),
    st.builds(lambda d, mg: Dose(Route.INTRANASAL, mg, 1440 * d), day, st.floats(20, 150)),
    st.builds(lambda d, mg: Dose(Route.SC, mg, 1440 * d, form=Form.ESKETAMINE), day, st.floats(5, 90)),
)
hours = st.lists(st.floats(0.0, 300.0).map(lambda h: round(h, 2)), max_size=4).map(tuple)
courses = st.builds(
    lambda doses, therapy, cbt, ect, start, label: Course(
        doses=tuple(doses), therapy=therapy, cbt=cbt, ect=ect, antidepressant_from_h=start, open_label=label
    ),
    st.lists(arterial, min_size=1, max_size=4),
    hours,
    hours,
    hours,
    st.one_of(st.none(), st.floats(0.0, 200.0).map(lambda h: round(h, 2))),
    st.booleans(),
)
patients = st.builds(
    lambda kg, age, woman, failed, severity, number: People.alike(
        MANY, weight_kg=kg, age_y=age, woman=woman, resistance=failed, severity=severity, first=number
    ),
    st.floats(35, 200),
    st.floats(18, 95),
    st.sampled_from([-1.0, 0.0, 1.0]),
    st.integers(0, 8),
    st.floats(0.1, 1.0),
    st.integers(0, 10_000),
)
extreme = st.fixed_dictionaries(
    {},
    optional={
        "glutamate.half_block": st.floats(0.03, 0.6),
        "glutamate.steepness": st.floats(1.2, 5.0),
        "brain.access": st.floats(0.1, 1.5),
        "plasticity.consolidated_half_life": st.floats(30.0, 800.0),
        "plasticity.loss_under_depression": st.floats(0.0, 5.0),
        "symptoms.reach": st.floats(-3.0, 4.0),
        "symptoms.reach.spread": st.floats(0.0, 3.0),
        "natural.relapse_after": st.floats(50.0, 20_000.0),
        "expectancy.half_life": st.floats(5.0, 500.0),
        "natural.effect": st.floats(-0.8, 0.8),
        "nmda.trapping_half_life": st.floats(0.02, 0.6),
    },
)


@given(courses, patients, extreme, st.integers(0, 5))
@settings(
    max_examples=24,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_random_courses_of_extreme_patients_are_never_silently_wrong(course, people, parameters, seed):
    wanted = solve_tightly(course, people, parameters, HOURS, seed=seed)
    found = simulate_course(course, people, parameters, HOURS, seed=seed)
    off = relative({n: c[0] for n, c in found.domains.items()}, wanted)
    assert found.error <= ACCURATE
    assert off < ACCURATE
