"""Names the app `plans` for Django."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Plans, appointments, places, and calendars for other programs."""

    name = "daybreak.clinic.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"
