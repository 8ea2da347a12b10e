"""The addresses of the calendar, plans, appointments, chairs and protocols, under the namespace of the pages."""

from django.urls import path

from daybreak.web.calendar import appointments, feeds, pages, places, plans, protocols

urlpatterns = [
    path("calendar/", pages.calendar, name="calendar"),
    path("calendar/addresses/", feeds.feeds, name="calendar-feeds"),
    path("calendar/addresses/<uuid:feed_id>/revoke/", feeds.revoke, name="calendar-revoke"),
    path("calendar/feed/<str:token>.ics", feeds.feed, name="calendar-feed"),
    path("courses/<uuid:course_id>/plan/", plans.plan, name="plan"),
    path("courses/<uuid:course_id>/plan/end/", plans.end, name="plan-end"),
    path("courses/<uuid:course_id>/plan/appointments.ics", plans.as_file, name="plan-file"),
    path("courses/<uuid:course_id>/appointments/new/", appointments.book, name="appointment-new"),
    path("appointments/<uuid:appointment_id>/", appointments.appointment, name="appointment"),
    path("appointments/<uuid:appointment_id>/move/", appointments.move, name="appointment-move"),
    path("appointments/<uuid:appointment_id>/missed/", appointments.missed, name="appointment-missed"),
    path("appointments/<uuid:appointment_id>/cancel/", appointments.cancel, name="appointment-cancel"),
    path("appointments/<uuid:appointment_id>/done/", appointments.done, name="appointment-done"),
    path("chairs/", places.chairs, name="chairs"),
    path("chairs/new/", places.add, name="chairs-add"),
    path("chairs/<uuid:place_id>/retire/", places.retire, name="chairs-retire"),
    path("chairs/closed/", places.close, name="chairs-close"),
    path("chairs/closed/<uuid:closed_id>/open/", places.reopen, name="chairs-open"),
    path("protocols/", protocols.protocols, name="protocols"),
    path("protocols/<slug:protocol_id>/", protocols.protocol, name="protocol"),
    path("protocols/<slug:protocol_id>/sign/", protocols.sign, name="protocol-sign"),
]
