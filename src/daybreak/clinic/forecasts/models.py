"""Predictions as they were shown: the model's version, its inputs and its bands, kept with the order."""

from django.db import models

from daybreak.clinic.orders.models import DoseOrder
from daybreak.clinic.record import Record


class Forecast(Record):
    """What the model said about one order when it was signed. Drawn at the bedside, never recomputed under it."""

    order = models.OneToOneField(DoseOrder, on_delete=models.PROTECT, related_name="forecast")
    model_name = models.CharField(max_length=60)
    model_version = models.CharField(max_length=40)
    parameters_sha256 = models.CharField(max_length=64)
    prediction = models.JSONField()
