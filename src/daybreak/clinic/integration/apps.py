"""Names the app `integration` for Django."""

from django.apps import AppConfig


class IntegrationConfig(AppConfig):
    """What happens after a dose: the window in which it is worked through, whose it is, and how it ended."""

    name = "daybreak.clinic.integration"
    label = "integration"
    default_auto_field = "django.db.models.BigAutoField"
