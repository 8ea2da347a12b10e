"""Names the app `duty` for Django."""

from django.apps import AppConfig


class DutyConfig(AppConfig):
    """Who is on call, and who is away."""

    name = "daybreak.clinic.duty"
    label = "duty"
    default_auto_field = "django.db.models.BigAutoField"
