"""Names the app `notes` for Django."""

from django.apps import AppConfig


class NotesConfig(AppConfig):
    """What is written about a conversation: progress notes of the chart, and sealed psychotherapy notes."""

    name = "daybreak.clinic.notes"
    label = "notes"
    default_auto_field = "django.db.models.BigAutoField"
