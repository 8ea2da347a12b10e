"""The addresses of a course, its consents and its preparation; included under the namespace of the pages."""

from django.urls import path, register_converter

from daybreak.care.consents import ConsentKind
from daybreak.web.consent import consents, course, phone, preparing, strip, texts


class KindConverter:
    """A kind of consent in an address; another word is no address."""

    regex = "|".join(ConsentKind)

    def to_python(self, value: str) -> ConsentKind:
        """The kind."""
        return ConsentKind(value)

    def to_url(self, value: str) -> str:
        """Its word."""
        return ConsentKind(value).value


register_converter(KindConverter, "consent_kind")

urlpatterns = [
    path("courses/<uuid:course_id>/", course.course, name="course"),
    path("courses/<uuid:course_id>/consents/", consents.consents, name="consents"),
    path("courses/<uuid:course_id>/consents/ask/", consents.ask, name="consent-ask"),
    path("courses/<uuid:course_id>/consents/touch/less/", consents.narrow, name="touch-less"),
    path(
        "courses/<uuid:course_id>/consents/<consent_kind:kind>/take-back/", consents.take_back, name="consent-take-back"
    ),
    path("courses/<uuid:course_id>/preparation/", preparing.preparation, name="preparation"),
    path("courses/<uuid:course_id>/preparation/<slug:part>/", preparing.part, name="preparation-part"),
    path("consents/<uuid:consent_id>/", consents.consent, name="consent"),
    path("consents/<uuid:consent_id>/explained/", consents.explain, name="consent-explain"),
    path("consent-links/<uuid:asking_id>/withdraw/", consents.asking_withdraw, name="asking-withdraw"),
    path("consent-texts/", texts.texts, name="consent-texts"),
    path("consent-texts/<uuid:document_id>/", texts.text, name="consent-text"),
    path("consent-texts/<consent_kind:kind>/sign/", texts.edit, name="consent-text-sign"),
    path("sessions/<uuid:session_id>/consent/", strip.strip, name="session-consent"),
    path("sessions/<uuid:session_id>/consent/touch/less/", strip.narrow, name="session-touch-less"),
    path(
        "sessions/<uuid:session_id>/consent/<consent_kind:kind>/take-back/", strip.take_back, name="session-take-back"
    ),
    path("c/<str:token>/", phone.overview, name="consent-phone"),
    path("c/<str:token>/touch/less/", phone.less, name="consent-phone-less"),
    path("c/<str:token>/<consent_kind:kind>/", phone.read, name="consent-read"),
    path("c/<str:token>/<consent_kind:kind>/take-back/", phone.take_back, name="consent-phone-take-back"),
]
