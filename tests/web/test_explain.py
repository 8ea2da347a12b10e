"""The page that explains: the chain for a dose, in plain words and as declared, with nothing of any patient on it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from daybreak.clinic.forecasts import bridge
from daybreak.science.dosing import Dose, Route
from daybreak.science.haemodynamics import rise
from daybreak.science.mechanism.course import People
from daybreak.science.mechanism.explanation import explain
from daybreak.science.mechanism.formula import hill
from daybreak.science.mechanism.model import MODULES
from daybreak.science.mechanism.quantified import shipped
from daybreak.science.population import Individuals, Subject
from daybreak.science.prediction import typical_response
from daybreak.web.explain import chain, declared, moments
from daybreak.web.explain.choice import AMOUNTS, ROUTES
from daybreak.web.explain.mathml import equation, mathml
from tests.clinic import cast, scenes
from tests.web import visits

ADDRESS = "/how-it-works/"
SOURCE = Path(__file__).parents[2] / "src"


@pytest.fixture
def staff() -> Client:
    return visits.signed_in(cast.nurse())


def _explained(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.context["explained_json"])
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["prescriber", "nurse", "therapist", "coordinator", "medical_director", "auditor"])
def test_every_role_reads_every_stage_in_plain_words_and_how_sure_it_is(who: str) -> None:
    shown = visits.words(visits.signed_in(cast.everyone()[who]).get(ADDRESS)).replace("&#x2019;", "’")
    for link in chain.TOLD:
        assert link.name in shown
        assert link.plainly in shown
        assert link.sure in shown
    assert "No stage between the blood and the symptoms has been measured well in people." in shown
    assert "not for deciding about a single patient" in shown


@pytest.mark.django_db
def test_no_patient_is_looked_up_for_it(staff: Client) -> None:
    patient = scenes.weighed_patient()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = staff.get(ADDRESS)
    about_patients = [query["sql"] for query in asked if "patient" in query["sql"].lower()]
    assert [sql for sql in about_patients if 'FROM "alerts_alert"' not in sql] == [], "beside the bar of open alerts"
    assert patient.family_name not in answer.content.decode()


@pytest.mark.django_db
def test_the_address_chooses_the_dose_and_a_script_gets_only_what_changes(staff: Client) -> None:
    chosen = {"route": "iv_infusion", "dose": "0.25", "doses": "6"}
    page = staff.get(ADDRESS, chosen)
    part = staff.get(ADDRESS, chosen, headers={"HX-Request": "true"})
    assert _explained(page) == _explained(part)
    assert _explained(page)["dose"] == {"route": "iv_infusion", "mg_per_kg": 0.25, "mg": 18.75, "doses": 6}
    assert "<html" in page.content.decode()
    assert "<html" not in part.content.decode()
    assert "0.25 mg/kg, into a vein over 40 min, six doses in three weeks" in visits.words(part)


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"route": "oral"}, {"dose": "9"}, {"dose": "nan"}, {"doses": "600"}, {"route": ""}])
def test_a_dose_that_is_not_offered_is_refused_in_a_sentence(staff: Client, wrong: dict[str, str]) -> None:
    answer = staff.get(ADDRESS, wrong)
    assert answer.status_code == 422
    assert "This dose is not one of those offered." in visits.words(answer)
    assert answer.context["explained"] is None


@pytest.mark.django_db
def test_the_table_holds_what_the_curves_show(staff: Client) -> None:
    answer = staff.get(ADDRESS)
    explained = _explained(answer)
    names = [curve.name for link in chain.TOLD for curve in link.curves]
    at_one_day = dict(answer.context["rows"])["1 day"]
    k = explained["time_h"].index(24.0)
    assert at_one_day == [moments.figure(explained["curves"][name][k]) for name in names]
    assert [moment for moment, _ in answer.context["rows"]][:3] == ["0 min", "5 min", "15 min"]
    assert [moment for moment, _ in answer.context["rows"]][-2:] == ["7 days", "14 days"]


@pytest.mark.django_db
def test_every_equation_and_number_of_the_declaration_is_on_the_page(staff: Client) -> None:
    page = staff.get(ADDRESS).content.decode()
    for module in MODULES:
        for quantity in module.STAGE.quantities:
            assert f"{quantity.name} = {quantity.formula.text}</annotation>" in page
        for state in module.STAGE.states:
            assert f"d {state.name} / dt = " in page
    for number in shipped().values():
        assert f"<code>{number.name}</code>" in page, number.id


def test_the_curves_are_those_that_the_command_explains() -> None:
    page = bridge.mechanism_after(route="im", mg_per_kg=0.5, doses=1)
    told = explain(Dose(Route.IM, 37.5), People.alike(), times_h=np.array(bridge.MOMENTS_H))
    at = [page["time_h"].index(float(f"{hour:.4g}")) for hour in bridge.MOMENTS_H]
    for name in ("S_brain", "block_interneuron", "glutamate", "ampa", "growth_signal", "bdnf", "cadss"):
        np.testing.assert_allclose([page["curves"][name][k] for k in at], told.stages[name], rtol=2e-3, atol=1e-4)
    for name, curve in told.symptoms.items():
        np.testing.assert_allclose([page["curves"][name][k] for k in at], curve, rtol=1e-3)
    np.testing.assert_allclose([page["curves"]["mood_without"][k] for k in at], told.without_drug["mood"], rtol=1e-3)


def test_pressure_rises_as_the_acute_model_says() -> None:
    page = bridge.mechanism_after(route="im", mg_per_kg=0.5, doses=1)
    acute = typical_response([Dose(Route.IM, 37.5)], Subject(75, 45, ""), step_min=5)
    for hour in (0.25, 0.5, 1.0, 2.0, 4.0):
        k, j = page["time_h"].index(hour), round(hour * 12)
        assert page["curves"]["systolic_rise"][k] == pytest.approx(acute["systolic_rise"][0][j], rel=1e-3)
        assert page["curves"]["diastolic_rise"][k] == pytest.approx(acute["diastolic_rise"][0][j], rel=1e-3)


def test_after_six_doses_connections_have_added_up_and_detachment_is_weaker_than_at_first() -> None:
    six = bridge.mechanism_after(route="im", mg_per_kg=0.5, doses=6)
    assert max(six["curves"]["plasticity"]) > 1.3 * max(six["first"]["plasticity"])
    assert max(six["curves"]["cadss"]) < 0.9 * max(six["first"]["cadss"])
    assert six["course"]["dose_day"] == [0, 3, 7, 10, 14, 17]
    assert six["course"]["day"][-1] == 31
    assert six["course"]["mood"][0] == 100


def test_what_one_dose_began_is_what_the_first_of_six_begins() -> None:
    one = bridge.mechanism_after(route="sc", mg_per_kg=1, doses=1)
    six = bridge.mechanism_after(route="sc", mg_per_kg=1, doses=6)
    for name, curve in six["first"].items():
        np.testing.assert_allclose(curve, one["curves"][name][: len(curve)], rtol=2e-3, atol=1e-3)


@pytest.mark.parametrize("route", ROUTES)
def test_every_dose_that_is_offered_can_be_worked_out(route: str) -> None:
    for amount in (AMOUNTS[0], AMOUNTS[-1]):
        found = bridge.mechanism_after(route=route, mg_per_kg=float(amount), doses=1)
        for link in (*chain.CHAIN, *chain.TOLD):
            for curve in link.curves:
                assert len(found["curves"][curve.name]) == len(found["time_h"])


def test_nothing_is_compiled_to_answer() -> None:
    asked = "bridge.mechanism_after(route='im', mg_per_kg=0.5, doses=6)"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; from daybreak.clinic.forecasts import bridge; {asked};"
         "print({'numba', 'scipy', 'matplotlib'} & set(sys.modules))"],
        capture_output=True, encoding="utf-8", check=False, env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )  # fmt: skip
    assert (done.stdout.strip(), done.stderr) == ("set()", "")


def test_the_law_of_pressure_on_the_page_is_the_models_own() -> None:
    who = Individuals(Subject(75, 45, ""))
    vessels = np.array([[0.0, 10.0, 45.0, 300.0]])
    numbers = {number["name"]: float(number["value"]) for number in bridge.acute_numbers()["pressure"]}
    known = {"hill": hill, "S_vessels": vessels, **numbers}
    laws = {name: text for _, _, name, text in bridge.mechanism_declared()["circulation"]["quantities"]}
    known["vascular_effect"] = eval(laws["vascular_effect"], known)
    own = rise(vessels, who)
    for name, curve in (("systolic_rise", own.systolic), ("diastolic_rise", own.diastolic)):
        np.testing.assert_allclose(eval(laws[name], known), curve)


def test_detachment_at_rest_is_the_score_without_the_drug() -> None:
    at_rest = next(n for n in bridge.acute_numbers()["dissociation"] if n["name"] == "dissociation_E0")
    assert float(at_rest["value"]) == chain.DISSOCIATION.rest


def test_every_equation_is_well_formed_mathematics() -> None:
    stages = [*(told.declared for told in declared.told()), *declared.others()]
    shown = [one.shown for stage in stages for one in stage.equations]
    assert len(shown) > 30
    for text in shown:
        assert ElementTree.fromstring(text).tag == "math"


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("a - (b - c)", "a−(b−c)"),
        ("a - b - c", "a−b−c"),
        ("(a + b) * c", "(a+b)·c"),
        ("-a * b", "−a·b"),
        ("log(2) / x_half_life", "ln(2)half life"),
        ("hill(a, x_half, 1)", "ahalf+a"),
        ("hill(a, x_half, 2)", "a2half2+a2"),
    ],
)
def test_a_formula_keeps_its_meaning_when_it_is_set(formula: str, text: str) -> None:
    assert "".join(ElementTree.fromstring(mathml(formula, "x")).itertext()) == text


def test_what_the_language_does_not_know_is_not_set() -> None:
    with pytest.raises(SyntaxError, match="not in the language"):
        mathml("a if b else c")


def test_names_cannot_bring_markup_with_them() -> None:
    assert "<script" not in equation("<script>", "a")


def test_how_certain_the_numbers_are_is_counted() -> None:
    glutamate = next(told.declared for told in declared.told() if told.link.id == "glutamate")
    counted = [number.certainty.value for number in shipped().values() if number.stage == "glutamate"]
    assert glutamate.certainty == f"{len(counted)} assumed"
    assert set(counted) == {"assumed"}
