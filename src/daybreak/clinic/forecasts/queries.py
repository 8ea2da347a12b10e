"""Asks the model, so that its failing is an answer too: no prediction, and everything else goes on."""

import logging
import traceback
from typing import Any

from daybreak.clinic.forecasts import bridge
from daybreak.clinic.orders.models import DoseOrder
from daybreak.clinic.orders.proposal import Proposal
from daybreak.clinic.patients import queries as patients
from daybreak.clinic.patients.models import Patient

log = logging.getLogger(__name__)


def of_order(order: DoseOrder) -> dict[str, Any] | None:
    """The prediction as it was kept when the order was signed. None when the model failed then."""
    forecast = getattr(order, "forecast", None)
    return forecast.prediction if forecast else None


def of_proposal(patient: Patient, proposal: Proposal) -> dict[str, Any] | None:
    """What the model says of a dose that is not ordered yet, for the live preview. None when it failed."""
    drawn, actual = proposal.calculation.drawn_mg, proposal.weight.value
    return attempt(patient, route=proposal.request.route, mg=float(drawn), weight_kg=float(actual))


def attempt(patient: Patient, *, route: str, mg: float, weight_kg: float) -> dict[str, Any] | None:
    """The prediction for this patient and dose (mg drawn up, actual weight), or None; a failure is logged.

    The log gets the kind of failure and where in the code, never the values: those are a patient's.
    """
    try:
        age_y = patients.age(patient)
        return bridge.predict_injection(route=route, mg=mg, weight_kg=weight_kg, age_y=age_y, sex=patient.sex)
    except Exception as problem:  # noqa: BLE001 - whatever the model does wrong, a dose must remain orderable
        where = "".join(traceback.format_tb(problem.__traceback__))
        log.error(
            "The model gave no prediction (%s); the order goes on without one.\n%s", type(problem).__name__, where
        )
        return None
