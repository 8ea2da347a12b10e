"""The addresses of alerts, risk assessments, the crisis text and the rota, in the namespace of the pages."""

from django.urls import path

from daybreak.web.alerts import assessing, crisis, duty, pages, words

urlpatterns = [
    path("alerts/", pages.alerts, name="alerts"),
    path("alerts/banner/", pages.banner, name="alert-banner"),
    path("alerts/crisis-text/", crisis.crisis_text, name="crisis-text"),
    path("alerts/<uuid:alert_id>/", pages.alert, name="alert"),
    path("alerts/<uuid:alert_id>/acknowledge/", pages.acknowledge, name="alert-acknowledge"),
    path("alerts/<uuid:alert_id>/hand-on/", pages.hand_on, name="alert-hand-on"),
    path("alerts/<uuid:alert_id>/note/", pages.note, name="alert-note"),
    path("alerts/<uuid:alert_id>/close/", pages.close, name="alert-close"),
    path("patients/<uuid:patient_id>/concern/", pages.concern, name="alert-concern"),
    path("patients/<uuid:patient_id>/assessment/", assessing.assess, name="assess"),
    path("assessments/<uuid:assessment_id>/", assessing.assessment, name="assessment"),
    path("a/<str:token>/words/", words.words, name="answer-words"),
    path("duty/", duty.duty, name="duty"),
    path("duty/back/", duty.i_am_back, name="duty-i-am-back"),
    path("duty/absences/<uuid:absence_id>/back/", duty.back, name="duty-back"),
    path("duty/shifts/<uuid:shift_id>/end/", duty.off_call, name="duty-off-call"),
]
