"""Keeps what the model said about an order. A forecast is advice: without one the order stands and the page says so."""

from daybreak.clinic.audit import actions as audit
from daybreak.clinic.forecasts import queries
from daybreak.clinic.forecasts.models import Forecast
from daybreak.clinic.orders.models import DoseOrder
from daybreak.clinic.people.models import Person


def keep(*, order: DoseOrder, by: Person) -> Forecast | None:
    """Store the forecast of a new order, in the order's own transaction. None when the model failed."""
    patient = order.course.patient
    drawn, actual = float(order.drawn_mg), float(order.actual_weight_kg)
    prediction = queries.attempt(patient, route=order.route, mg=drawn, weight_kg=actual)
    if prediction is None:
        audit.append(by=by, act="forecast.failed", subject=order, patient=patient)
        return None
    model = prediction["model"]
    forecast = Forecast.objects.create(
        order=order,
        model_name=model["name"],
        model_version=model["version"],
        parameters_sha256=model["parameters_sha256"],
        prediction=prediction,
        recorded_by=by,
    )
    detail = {"model": model["name"], "version": model["version"], "parameters": model["parameters_sha256"]}
    audit.append(by=by, act="forecast.keep", subject=forecast, patient=patient, detail=detail)
    return forecast
