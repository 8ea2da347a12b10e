"""The addresses of suitability; included under the namespace of the pages."""

from django.urls import path

from daybreak.web.suitability import deciding, history, page

urlpatterns = [
    path("courses/<uuid:course_id>/suitability/", page.suitability, name="suitability"),
    path("courses/<uuid:course_id>/suitability/answers/", page.save, name="suitability-save"),
    path("courses/<uuid:course_id>/suitability/emergency/", page.emergency, name="suitability-emergency"),
    path("courses/<uuid:course_id>/suitability/answer/<slug:question>/", page.answer, name="suitability-answer"),
    path("courses/<uuid:course_id>/suitability/medicines/", page.medicine, name="suitability-medicine"),
    path("courses/<uuid:course_id>/suitability/medicines/find/", page.find_medicine, name="suitability-find"),
    path("courses/<uuid:course_id>/suitability/referral/", history.referral, name="suitability-referral"),
    path("courses/<uuid:course_id>/suitability/past-trials/", history.trial_new, name="suitability-trial-new"),
    path(
        "courses/<uuid:course_id>/suitability/past-trials/<uuid:trial_id>/",
        history.trial_change,
        name="suitability-trial",
    ),
    path(
        "courses/<uuid:course_id>/suitability/past-trials/<uuid:trial_id>/error/",
        history.trial_retract,
        name="suitability-trial-retract",
    ),
    path("courses/<uuid:course_id>/suitability/findings/<slug:basis>/", deciding.finding, name="suitability-finding"),
    path(
        "courses/<uuid:course_id>/suitability/findings/<slug:basis>/decide/", deciding.decide, name="suitability-decide"
    ),
    path(
        "courses/<uuid:course_id>/suitability/findings/<slug:basis>/override/",
        deciding.override,
        name="suitability-override",
    ),
    path("overrides/<uuid:override_id>/", deciding.countersign, name="suitability-countersign"),
]
