"""The forecast of an order: kept as it was shown, and never a reason why a dose cannot be ordered."""

import json
import logging
from typing import Any

import pytest

from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.forecasts import bridge, queries
from daybreak.clinic.forecasts.models import Forecast
from daybreak.clinic.orders import actions as orders
from daybreak.clinic.sessions.snapshot import state_of
from tests.clinic import cast, scenes

pytestmark = pytest.mark.django_db
BANDS = ("p05", "p25", "median", "p75", "p95")


@pytest.fixture
def _the_model_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """The model is another room; it fails here as a broken installation would make it fail."""

    def fails(_: Any, subject: Any) -> None:
        asked = subject.weight_kg
        raise FloatingPointError(f"weight {asked} kg")

    monkeypatch.setattr("daybreak.science.prediction.predict", fails)
    bridge._predicted.cache_clear()


def test_a_forecast_is_kept_with_its_order_and_its_model() -> None:
    order = scenes.order()
    forecast = Forecast.objects.get(order=order)
    assert forecast.prediction["inputs"]["mg"] == 40
    assert forecast.prediction["inputs"]["weight_kg"] == 80
    assert forecast.model_name == forecast.prediction["model"]["name"]
    assert len(forecast.parameters_sha256) == 64


def test_the_forecast_is_of_the_body_not_of_the_weight_the_dose_is_reckoned_on() -> None:
    order = scenes.order(scenes.course(scenes.weighed_patient(kg="100", cm="170")), weight_basis="ideal")
    assert Forecast.objects.get(order=order).prediction["inputs"]["weight_kg"] == 100


def test_every_band_is_as_long_as_its_time_and_in_order() -> None:
    prediction = queries.of_order(scenes.order())
    assert prediction is not None
    for series in prediction["series"].values():
        assert {band: len(series[band]) for band in BANDS} == dict.fromkeys(BANDS, len(prediction["time_min"]))
        for values in zip(*(series[band] for band in BANDS), strict=True):
            assert list(values) == sorted(values)


@pytest.mark.parametrize("sex", ["other", "unknown"])
def test_the_model_is_asked_for_everyone(sex: str) -> None:
    order = scenes.order(scenes.course(scenes.weighed_patient(sex=sex)))
    assert queries.of_order(order) is not None


@pytest.mark.usefixtures("_the_model_fails")
def test_an_order_is_signed_without_a_forecast_when_the_model_fails() -> None:
    order = scenes.order()
    assert (order.status, queries.of_order(order), Forecast.objects.count()) == ("active", None, 0)
    assert AuditEvent.objects.filter(act="forecast.failed", subject_id=str(order.public_id)).count() == 1
    assert state_of(scenes.session(order), cast.nurse())["prediction"] is None


@pytest.mark.usefixtures("_the_model_fails")
def test_a_failed_forecast_is_logged_without_the_patients_values(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        scenes.order()
    told = "\n".join(record.getMessage() for record in caplog.records)
    assert "FloatingPointError" in told
    assert "80.0 kg" not in told


@pytest.mark.usefixtures("_the_model_fails")
def test_a_preview_goes_on_without_a_forecast() -> None:
    course = scenes.course()
    proposal = orders.compute(by=cast.prescriber(), course=course, mg=40, concentration_mg_per_ml=50)
    assert queries.of_proposal(course.patient, proposal) is None


@pytest.mark.parametrize("hole", [float("nan"), float("inf")])
def test_a_curve_with_a_hole_is_no_forecast(hole: float, monkeypatch: pytest.MonkeyPatch) -> None:
    _answer(monkeypatch, lambda told: told["series"]["ketamine"]["median"].__setitem__(3, hole))
    assert queries.of_order(scenes.order()) is None


def test_a_curve_cut_short_is_no_forecast(monkeypatch: pytest.MonkeyPatch) -> None:
    _answer(monkeypatch, lambda told: told["series"]["ketamine"]["p95"].pop())
    assert queries.of_order(scenes.order()) is None


def test_a_model_without_a_name_is_no_forecast(monkeypatch: pytest.MonkeyPatch) -> None:
    _answer(monkeypatch, lambda told: told["model"].pop("version"))
    assert queries.of_order(scenes.order()) is None


def test_a_prediction_asked_for_again_is_the_same_and_nobodys_to_change() -> None:
    asked = {"route": "im", "mg": 40, "weight_kg": 80, "age_y": 41, "sex": "female"}
    first = bridge.predict_injection(**asked)
    kept = json.dumps(first)
    first["series"].clear()
    assert json.dumps(bridge.predict_injection(**asked)) == kept


def _answer(monkeypatch: pytest.MonkeyPatch, spoil: Any) -> None:
    """Let the model answer as it does, but spoiled."""
    from daybreak.science import prediction

    honest = prediction.predict

    class Spoiled:
        def __init__(self, *given: Any, **more: Any) -> None:
            self.told = honest(*given, **more).as_dict()
            spoil(self.told)

        def as_dict(self) -> dict[str, Any]:
            return self.told

    monkeypatch.setattr(prediction, "predict", Spoiled)
    bridge._predicted.cache_clear()
