"""A course as SBML: valid, complete, and solved alike by other simulators where they are installed."""

import locale
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from daybreak.science.engine.tight import solve_tightly
from daybreak.science.mechanism.course import People, simulate_course
from daybreak.science.mechanism.model import DOMAINS, mechanism
from daybreak.science.sbml import SBML, export
from tests.science.mechanism.courses import SHARED

HOURS = np.arange(0.0, 337.0, 4.0)
ELSEWHERE = (
    "one infusion",
    "injections with therapy and a tablet",
    "spray with a new antidepressant",
    "convulsive therapy",
)


@pytest.mark.parametrize("name", SHARED)
def test_libsbml_finds_nothing_wrong_with_it(name):
    libsbml = pytest.importorskip("libsbml")
    document = libsbml.readSBMLFromString(export(SHARED[name]))
    document.setConsistencyChecks(libsbml.LIBSBML_CAT_UNITS_CONSISTENCY, False)
    assert document.checkConsistency() == 0
    assert (document.getLevel(), document.getVersion()) == (3, 2)


def test_every_state_has_a_rate_and_every_later_dose_an_event():
    root = ET.fromstring(export(SHARED["injections with therapy and a tablet"]))
    rates = {rule.get("variable") for rule in root.iter(f"{{{SBML}}}rateRule")}
    assert set(mechanism().states) <= rates
    assert len(list(root.iter(f"{{{SBML}}}event"))) == 7


def test_an_infusion_ends_with_an_event():
    root = ET.fromstring(export(SHARED["one infusion"]))
    changed = {a.get("variable") for a in root.iter(f"{{{SBML}}}eventAssignment")}
    assert changed == {"S_into_central", "R_into_central"}


def test_an_individual_can_be_exported():
    one, other = (export(SHARED["one infusion"], People.alike(1, first=k), seed=1) for k in (0, 1))
    assert one != other
    assert export(SHARED["one infusion"], People.alike(1), seed=1) == one


@pytest.mark.parametrize("name", ELSEWHERE)
def test_libroadrunner_solves_it_alike(name):
    roadrunner = pytest.importorskip("roadrunner")
    runner = roadrunner.RoadRunner(export(SHARED[name]))
    runner.integrator.setValue("relative_tolerance", 1e-10)
    runner.integrator.setValue("absolute_tolerance", 1e-12)
    runner.integrator.setValue("maximum_time_step", 1.0)
    runner.timeCourseSelections = ["time", *DOMAINS]
    theirs = np.array(runner.simulate(0.0, float(HOURS[-1]), HOURS.size))[:, 1:]
    _are_alike(name, theirs)


@pytest.fixture
def basico():
    """COPASI. Its import sets the locale of the whole process to "C", which every later test would read files with."""
    before = locale.setlocale(locale.LC_CTYPE)
    found = pytest.importorskip("basico")
    locale.setlocale(locale.LC_CTYPE, before)
    return found


@pytest.mark.parametrize("name", ELSEWHERE)
def test_copasi_solves_it_alike(name, basico):
    basico.load_model_from_string(export(SHARED[name]))
    found = basico.run_time_course_with_output(
        ["Time", *(f"Values[{domain}]" for domain in DOMAINS)],
        values=list(HOURS),
        method="lsoda",
        r_tol=1e-10,
        a_tol=1e-12,
        max_steps=1_000_000,
        use_initial_values=True,
    )
    _are_alike(name, found.to_numpy()[:, 1:])


def _are_alike(name, theirs):
    found = simulate_course(SHARED[name], People.alike(), {}, HOURS, seed=None)
    for place, domain in enumerate(DOMAINS):
        assert np.max(np.abs(theirs[1:, place] / found.domains[domain][0, 1:] - 1.0)) < 1e-6


def test_the_document_holds_the_equations_that_the_reference_solves():
    """Read back by another reader, its right-hand sides are the slopes of the reference's curves."""
    libsbml = pytest.importorskip("libsbml")
    model = libsbml.readSBMLFromString(export(SHARED["one infusion"])).getModel()
    known = {p.getId(): p.getValue() for p in (model.getParameter(k) for k in range(model.getNumParameters()))}
    hour, step = 3.0, 1e-3
    curves = solve_tightly(SHARED["one infusion"], People.alike(), {}, [hour - step, hour, hour + step], seed=None)
    exact = simulate_course(SHARED["one infusion"], People.alike(), {}, [hour], seed=None, stages=True).stages
    known |= {name: float(curve[1]) for name, curve in curves.items()}
    known |= {name: float(exact[name][0, 0]) for name in exact.keys() - curves.keys()}
    for name, curve in curves.items():
        formula = libsbml.formulaToL3String(model.getRateRule(name).getMath())
        slope = (curve[2] - curve[0]) / (2 * step)
        assert _evaluated(formula, known) == pytest.approx(slope, rel=1e-4, abs=1e-7)


def _evaluated(formula, known):
    words = {"ln": np.log, "exp": np.exp, "piecewise": lambda value, holds, other: value if holds else other}
    return float(eval(formula.replace("^", "**"), {"__builtins__": {}}, {**words, **known}))
