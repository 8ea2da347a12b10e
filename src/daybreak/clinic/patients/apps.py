"""Names the app `patients` for Django."""

from django.apps import AppConfig


class PatientsConfig(AppConfig):
    """Who is treated: identity, conditions, medicines, allergies, body measurements."""

    name = "daybreak.clinic.patients"
    label = "patients"
    default_auto_field = "django.db.models.BigAutoField"
