"""Names the app `suitability` for Django."""

from django.apps import AppConfig


class SuitabilityConfig(AppConfig):
    """Referral, screening, decisions, overrides and kept verdicts."""

    name = "daybreak.clinic.suitability"
    label = "suitability"
    default_auto_field = "django.db.models.BigAutoField"
