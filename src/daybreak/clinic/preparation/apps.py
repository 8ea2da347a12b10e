"""Names the app `preparation` for Django."""

from django.apps import AppConfig


class PreparationConfig(AppConfig):
    """How a patient is prepared for a dose, and what is still missing before one may begin."""

    name = "daybreak.clinic.preparation"
    label = "preparation"
    default_auto_field = "django.db.models.BigAutoField"
