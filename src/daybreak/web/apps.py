"""Tells Django that the pages are an application, with templates and template tags of their own."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages of the clinic."""

    name = "daybreak.web"
    label = "web"
