"""Names the app `consents` for Django."""

from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    """What patients agree to, in which words, and where they took it back."""

    name = "daybreak.clinic.consents"
    label = "consents"
    default_auto_field = "django.db.models.BigAutoField"
