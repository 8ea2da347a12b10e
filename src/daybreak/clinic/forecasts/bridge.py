"""The one door between the record and the model: asked for one injection, it gives the prediction as JSON."""

import json
from functools import lru_cache
from typing import Any

REMEMBERED = 64
"""Predictions kept in this process: as one types a dose the same few are asked for again and again."""

BANDS = ("p05", "p25", "median", "p75", "p95")
KNOWN_SEXES = ("female", "male")
"""For anyone else the model takes the clearance between the two, and its notes say so."""


def predict_injection(*, route: str, mg: float, weight_kg: float, age_y: int, sex: str) -> dict[str, Any]:
    """The predicted concentrations and effects over four hours, as JSON-ready values.

    ``mg`` of racemic ketamine, ``weight_kg`` the actual weight. Raises whatever the model raises, and ValueError
    when it gives a number that JSON has no word for: a curve with a hole in it must not be drawn as if it were whole.
    """
    prediction: dict[str, Any] = json.loads(_predicted(str(route), float(mg), float(weight_kg), age_y, str(sex)))
    return prediction


def _whole(prediction: dict[str, Any]) -> dict[str, Any]:
    """The same prediction, if it names its model and every curve is as long as its time. ValueError otherwise."""
    model, length = prediction["model"], len(prediction["time_min"])
    if not all(model[name] for name in ("name", "version", "parameters_sha256")):
        raise ValueError("A prediction without its model's name, version and parameters cannot be kept.")
    for series in prediction["series"].values():
        if any(len(series[band]) != length for band in BANDS):
            raise ValueError("A curve of the prediction is not as long as its time.")
    return prediction


@lru_cache(maxsize=REMEMBERED)
def _predicted(route: str, mg: float, weight_kg: float, age_y: int, sex: str) -> str:
    from daybreak.science.dosing import Dose, Route
    from daybreak.science.population import Subject
    from daybreak.science.prediction import predict

    subject = Subject(weight_kg=weight_kg, age_y=age_y, sex=sex if sex in KNOWN_SEXES else "")
    return json.dumps(_whole(predict([Dose(Route(route), mg)], subject).as_dict()), allow_nan=False)
