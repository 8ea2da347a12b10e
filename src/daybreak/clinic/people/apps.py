"""Names the app `people` for Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Who works here: staff, their roles, their sign-in."""

    name = "daybreak.clinic.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
