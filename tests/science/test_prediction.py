"""The prediction a clinic sees."""

import json
import math
import subprocess
import sys

import numpy as np
import pytest

from daybreak import __version__
from daybreak.science.dosing import Dose, DosingError, Form, Route
from daybreak.science.parameters import shipped
from daybreak.science.population import Individuals, Population, Subject
from daybreak.science.prediction import predict, typical_response
from daybreak.science.response import respond

WOMAN = Subject(weight_kg=80.0, age_y=41, sex="female")
IM = [Dose(Route.IM, 40.0)]
SERIES = {
    "ketamine": "ng/mL",
    "norketamine": "ng/mL",
    "dissociation": "0–10",
    "cadss": "CADSS points",
    "systolic_rise": "mmHg",
    "diastolic_rise": "mmHg",
    "heart_rate_rise": "/min",
}


@pytest.fixture(scope="module")
def found():
    """The prediction of an injection, as JSON would give it back."""
    return json.loads(json.dumps(predict(IM, WOMAN, n=200).as_dict(), allow_nan=False))


def test_it_says_which_model_parameters_people_and_limits(found):
    model = found["model"]
    assert (model["name"], model["version"], model["n"], model["seed"]) == ("daybreak-acute", __version__, 200, 1)
    assert model["parameters_sha256"] == shipped().sha256
    assert "not for choosing a dose" in model["limits"]


def test_it_repeats_what_it_was_asked(found):
    inputs = found["inputs"]
    assert {key: inputs[key] for key in ("route", "mg", "weight_kg", "age_y", "sex")} == {
        "route": "im",
        "mg": 40.0,
        "weight_kg": 80.0,
        "age_y": 41,
        "sex": "female",
    }


def test_every_series_has_its_unit_and_as_many_values_as_times(found):
    assert found["time_min"] == list(range(0, 241, 2))
    assert {name: series["unit"] for name, series in found["series"].items()} == SERIES
    for series in found["series"].values():
        assert {len(series[key]) for key in ("p05", "p25", "median", "p75", "p95")} == {121}


def test_bands_never_cross(found):
    for series in found["series"].values():
        ordered = np.array([series[key] for key in ("p05", "p25", "median", "p75", "p95")])
        assert (np.diff(ordered, axis=0) >= 0).all()


def test_numbers_have_four_significant_digits(found):
    assert all(value == float(f"{value:.4g}") for value in found["series"]["ketamine"]["median"])


def test_milestones_are_in_order(found):
    onset, peak, fade = (found["milestones"][f"{name}_min"]["median"] for name in ("onset", "peak", "fade"))
    assert 0 < onset < peak < fade < 240
    assert 0.8 < found["milestones"]["share_reaching"] < 1


def test_the_notes_say_that_the_rating_is_an_assumption_and_what_is_weak_about_the_route(found):
    text = " ".join(found["notes"])
    assert "design assumption" in text
    assert "Intramuscular absorption rests on a peak recalled" in text


def test_the_same_seed_predicts_the_same():
    assert predict(IM, WOMAN, n=50).as_dict() == predict(IM, WOMAN, n=50).as_dict()
    assert predict(IM, WOMAN, n=50).as_dict() != predict(IM, WOMAN, n=50, seed=2).as_dict()


def test_a_person_is_predicted_the_same_alone_among_many_and_in_any_part_of_them():
    times = np.arange(0.0, 241.0, 4.0)
    many = respond(IM, Individuals(WOMAN, Population(300, seed=5)), times)
    for first, n in ((0, 300), (0, 7), (120, 60), (299, 1)):
        part = respond(IM, Individuals(WOMAN, Population(n, seed=5, first=first)), times)
        for name, curve in part.curves.items():
            np.testing.assert_array_equal(curve, many[name][first : first + n])


def test_the_median_of_many_is_near_the_typical_person():
    many, one = predict(IM, WOMAN, n=2000), typical_response(IM, WOMAN)
    np.testing.assert_allclose(many.series["ketamine"].median[3:], one["ketamine"][0][3:], rtol=0.07)


def test_percentiles_are_those_of_numpy():
    band = predict(IM, WOMAN, n=77).series["ketamine"]
    people = respond(IM, Individuals(WOMAN, Population(77)), predict(IM, WOMAN, n=2).time_min)["ketamine"]
    for name, share in (("p05", 0.05), ("p25", 0.25), ("median", 0.5), ("p75", 0.75), ("p95", 0.95)):
        np.testing.assert_allclose(band.percentiles[name], np.quantile(people, share, axis=0), rtol=1e-12, atol=1e-300)


def test_esketamine_by_nose_is_called_venous():
    found = predict([Dose(Route.INTRANASAL, 84, form=Form.ESKETAMINE)], WOMAN, n=20).as_dict()
    assert found["series"]["ketamine"]["label"] == "Venous esketamine"
    assert any("venous blood" in note for note in found["notes"])


def test_several_doses_are_all_listed_and_tolerance_is_named():
    found = predict([*IM, Dose(Route.IM, 20, 60)], WOMAN, n=20).as_dict()
    assert [dose["start_min"] for dose in found["inputs"]["doses"]] == [0, 60]
    assert any("tolerance" in note for note in found["notes"])


def test_a_concentration_beyond_what_was_studied_is_said():
    assert any("extrapolated" in note for note in predict([Dose(Route.IM, 120)], WOMAN, n=20).notes)


@pytest.mark.parametrize(
    "arguments", [{"horizon_min": 0}, {"horizon_min": math.nan}, {"step_min": 0}, {"step_min": 500}]
)
def test_a_simulation_of_no_length_is_refused(arguments):
    with pytest.raises(DosingError):
        predict(IM, WOMAN, **arguments)


def test_an_unknown_sex_is_null_in_json():
    assert predict(IM, Subject(80.0), n=20).as_dict()["inputs"]["sex"] is None


def test_a_prediction_loads_neither_scipy_nor_matplotlib_nor_django():
    code = (
        "import sys; from daybreak.science.prediction import predict; from daybreak.science.dosing import Dose;"
        "from daybreak.science.population import Subject; predict([Dose('im', 40)], Subject(80), n=20).as_dict();"
        "heavy = {'scipy', 'matplotlib', 'django', 'numba'} & set(sys.modules); assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})
