"""Names the app `courses` for Django."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """A course of treatment and its phases."""

    name = "daybreak.clinic.courses"
    label = "courses"
    default_auto_field = "django.db.models.BigAutoField"
