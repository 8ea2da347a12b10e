"""Names the app `audit` for Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """What was done and read: the append-only, hash-chained log."""

    name = "daybreak.clinic.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
