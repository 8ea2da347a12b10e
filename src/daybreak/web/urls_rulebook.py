"""The addresses of the clinic's own rules, included under the namespace of the pages."""

from django.urls import path

from daybreak.web.rulebook import changing, versions

urlpatterns = [
    path("rules/change/", changing.change, name="rules-change"),
    path("rules/sign/", changing.sign, name="rules-sign"),
    path("rules/versions/", versions.versions, name="rules-versions"),
    path("rules/versions/<uuid:public_id>/", versions.version, name="rules-version"),
]
