"""The addresses of integrations and notes; included under the namespace of the pages."""

from django.urls import path

from daybreak.web.integration import pages as integration
from daybreak.web.notes import drafts, pages, private

urlpatterns = [
    path("integration/", integration.integrations, name="integrations"),
    path("integration/<uuid:window_id>/", integration.integration, name="integration"),
    path("integration/<uuid:window_id>/book/", integration.book, name="integration-book"),
    path("integration/<uuid:window_id>/held/", integration.hold, name="integration-hold"),
    path("integration/<uuid:window_id>/not-held/", integration.let_go, name="integration-let-go"),
    path("integration/<uuid:window_id>/hand-on/", integration.hand_on, name="integration-hand-on"),
    path("courses/<uuid:course_id>/notes/", pages.notes, name="notes"),
    path("courses/<uuid:course_id>/notes/new/", drafts.start, name="note-new"),
    path("notes/<uuid:note_id>/", pages.note, name="note"),
    path("notes/<uuid:note_id>/more/", drafts.more, name="note-more"),
    path("notes/drafts/<uuid:draft_id>/", drafts.draft, name="note-draft"),
    path("notes/drafts/<uuid:draft_id>/save/", drafts.save, name="note-save"),
    path("notes/drafts/<uuid:draft_id>/discard/", drafts.discard, name="note-discard"),
    path("psychotherapy-notes/<uuid:note_id>/", private.psychotherapy, name="psychotherapy"),
    path("psychotherapy-notes/<uuid:note_id>/more/", private.more, name="psychotherapy-more"),
]
