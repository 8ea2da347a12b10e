"""Names the app `dosing_sessions` for Django."""

from django.apps import AppConfig


class SessionsConfig(AppConfig):
    """What happened at the bedside: readings, the injection, the end."""

    name = "daybreak.clinic.sessions"
    label = "dosing_sessions"
    default_auto_field = "django.db.models.BigAutoField"
