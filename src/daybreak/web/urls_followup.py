"""The addresses of follow-up; included under the namespace of the pages."""

from django.urls import path

from daybreak.web.followup import checks, events, pages

urlpatterns = [
    path("follow-up/", pages.due, name="followups"),
    path("courses/<uuid:course_id>/follow-up/", pages.followup, name="followup"),
    path("courses/<uuid:course_id>/follow-up/events/new/", events.report, name="adverse-new"),
    path("courses/<uuid:course_id>/follow-up/checks/<slug:check_id>/", checks.record, name="followup-check"),
    path("follow-up/checks/<uuid:record_id>/", checks.amend, name="followup-amend"),
    path("follow-up/events/<uuid:event_id>/", events.amend, name="adverse"),
]
