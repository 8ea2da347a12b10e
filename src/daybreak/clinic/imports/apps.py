"""Names the app `imports` for Django."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Which foreign records were taken in, so that twice changes nothing."""

    name = "daybreak.clinic.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"
