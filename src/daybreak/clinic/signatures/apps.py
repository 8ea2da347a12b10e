"""Names the app `signatures` for Django."""

from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    """Electronic signatures: who signed what, when, and what the signature means."""

    name = "daybreak.clinic.signatures"
    label = "signatures"
    default_auto_field = "django.db.models.BigAutoField"
