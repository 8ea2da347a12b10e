"""The addresses of measures: what staff ask, record and read; and what a patient opens by link."""

from django.urls import path

from daybreak.web.measures import pages, reading
from daybreak.web.views import phone

urlpatterns = [
    path("patients/<uuid:patient_id>/measures/", pages.measures, name="measures"),
    path("patients/<uuid:patient_id>/measures/reach/", pages.measure_reach, name="measure-reach"),
    path("patients/<uuid:patient_id>/measures/<slug:instrument>/", pages.measure_record, name="measure-record"),
    path("patients/<uuid:patient_id>/measures/<slug:instrument>/link/", pages.measure_link, name="measure-link"),
    path("patients/<uuid:patient_id>/measures/<slug:instrument>/here/", pages.measure_hand, name="measure-hand"),
    path("patients/<uuid:patient_id>/answers/<uuid:response_id>/", reading.measure_answers, name="measure-answers"),
    path("patients/<uuid:patient_id>/tasks/<uuid:run_id>/", reading.measure_run, name="measure-run"),
    path("a/<str:token>/keep/", phone.keep, name="answer-keep"),
    path("a/<str:token>/play/", phone.play, name="answer-play"),
]
