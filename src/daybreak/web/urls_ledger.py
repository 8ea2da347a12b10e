"""The addresses of the controlled-drug ledger, included under the namespace of the pages."""

from django.urls import path

from daybreak.web.ledger import correcting, counts, losses, movements, records, variance

urlpatterns = [
    path("vials/count/", counts.sheet, name="vial-sheet"),
    path("vials/counts/", counts.counts, name="vial-counts"),
    path("vials/counts/<uuid:public_id>/", counts.count, name="vial-count"),
    path("vials/losses/<uuid:public_id>/", losses.loss, name="vial-loss"),
    path("vials/losses/<uuid:public_id>/step/", losses.step, name="vial-loss-step"),
    path("vials/variance/", variance.page, name="vial-variance"),
    path("vials/records/", records.overview, name="vial-records"),
    path("vials/records/dispensing/", records.dispensing, name="vial-dispensing"),
    path("vials/records/movements/", records.movements, name="vial-movements"),
    path("vials/records/inventory/", records.inventory, name="vial-inventory"),
    path("vials/lines/<uuid:entry_id>/correct/", correcting.correct, name="vial-correct"),
    path("vials/<uuid:public_id>/<slug:slug>/", movements.movement, name="vial-movement"),
    path("sessions/<uuid:public_id>/residue/", movements.residue, name="session-residue"),
]
