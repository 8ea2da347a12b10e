"""Names the app `measures` for Django."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Questionnaires answered: invitations by link, responses, scores."""

    name = "daybreak.clinic.measures"
    label = "measures"
    default_auto_field = "django.db.models.BigAutoField"
