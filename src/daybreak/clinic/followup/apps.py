"""Names the app `followup` for Django."""

from django.apps import AppConfig


class FollowupConfig(AppConfig):
    """What comes after the doses: checks that are due, harm that was seen, and whether the response lasts."""

    name = "daybreak.clinic.followup"
    label = "followup"
    default_auto_field = "django.db.models.BigAutoField"
