"""Names the app `alerts` for Django."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Alerts: what must not be missed, who holds it until when, and how it ended."""

    name = "daybreak.clinic.alerts"
    label = "alerts"
    default_auto_field = "django.db.models.BigAutoField"
