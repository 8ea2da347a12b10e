"""The addresses of a dose: vials, orders, sessions; included under the namespace of the pages."""

from django.urls import path

from daybreak.web.dosing import bedside, orders, releasing, sessions, stream, vials

urlpatterns = [
    path("vials/", vials.vials, name="vials"),
    path("vials/receive/", vials.receive, name="vial-receive"),
    path("vials/<uuid:public_id>/", vials.vial, name="vial"),
    path("courses/<uuid:public_id>/order/", orders.new, name="order-new"),
    path("courses/<uuid:public_id>/order/preview/", orders.live, name="order-preview"),
    path("orders/<uuid:public_id>/", orders.order, name="order"),
    path("orders/<uuid:public_id>/change/", orders.change, name="order-change"),
    path("orders/<uuid:public_id>/cancel/", orders.cancel, name="order-cancel"),
    path("orders/<uuid:public_id>/session/", sessions.start, name="session-open"),
    path("sessions/<uuid:public_id>/", sessions.bedside, name="session"),
    path("sessions/<uuid:public_id>/watch/", sessions.watch, name="session-watch"),
    path("sessions/<uuid:public_id>/stream/", stream.stream, name="session-stream"),
    path("sessions/<uuid:public_id>/release/", releasing.release, name="session-release"),
    path("sessions/<uuid:public_id>/readings/", bedside.reading, name="session-readings"),
    path("sessions/<uuid:public_id>/readings/<uuid:reading_id>/amend/", bedside.amend, name="session-amend"),
    path("sessions/<uuid:public_id>/inject/", bedside.inject, name="session-inject"),
    path("sessions/<uuid:public_id>/note/", bedside.note, name="session-note"),
    path("sessions/<uuid:public_id>/end/", bedside.end, name="session-end"),
    path("sessions/<uuid:public_id>/abandon/", sessions.abandon, name="session-abandon"),
]
