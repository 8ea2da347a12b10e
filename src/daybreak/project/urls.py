"""Which address leads where."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from daybreak.project.accounts import no_mail

handler500 = "daybreak.project.outage.server_error"

_without_mail = [] if settings.DAYBREAK.email_host else [path("account/password/reset/", no_mail)]

urlpatterns: list[URLPattern | URLResolver] = [
    *_without_mail,
    path("account/", include("allauth.urls")),
    path("", include("daybreak.web.urls")),
]
