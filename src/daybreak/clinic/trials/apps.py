"""Names the app `trials` for Django."""

from django.apps import AppConfig


class TrialsConfig(AppConfig):
    """Virtual trials: their designs, every version of each, their runs and what these found."""

    name = "daybreak.clinic.trials"
    label = "trials"
    default_auto_field = "django.db.models.BigAutoField"
