"""Names the app `forecasts` for Django."""

from django.apps import AppConfig


class ForecastsConfig(AppConfig):
    """What the model predicted for an order, as it was shown; the one door to the model."""

    name = "daybreak.clinic.forecasts"
    label = "forecasts"
    default_auto_field = "django.db.models.BigAutoField"
