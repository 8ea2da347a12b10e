"""Wakes Django for a command, once, with the settings of this house."""

import os

from daybreak.project import configuration


def wake() -> configuration.Configuration:
    """Load the applications; return the clinic's configuration.

    Raises:
        SettingsRefused: a setting is unknown or not allowed.
    """
    chosen = configuration.load()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybreak.project.settings")
    import django

    django.setup()
    return chosen
