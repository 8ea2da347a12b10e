"""Names the app `vials` for Django."""

from django.apps import AppConfig


class VialsConfig(AppConfig):
    """The vial ledger: every microgram received, administered, wasted, returned."""

    name = "daybreak.clinic.vials"
    label = "vials"
    default_auto_field = "django.db.models.BigAutoField"
