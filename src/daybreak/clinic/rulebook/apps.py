"""Names the app `rulebook` for Django."""

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    """The clinic's own values for the rules of care, in signed and dated versions."""

    name = "daybreak.clinic.rulebook"
    label = "rulebook"
    default_auto_field = "django.db.models.BigAutoField"
