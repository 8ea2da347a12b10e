"""The page of a psychotherapy note: for its author at once, for whom the rule names after a reason."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from daybreak.care.notes import NoteKind
from daybreak.clinic.entry import Invalid
from daybreak.clinic.notes import actions, queries
from daybreak.web.access import StaffRequest, requires
from daybreak.web.notes.drafts import uuid_of


@require_http_methods(["GET", "POST"])
@requires("psychotherapy.read")
def psychotherapy(request: StaffRequest, note_id: UUID) -> HttpResponse:
    """The words, once the reading is in the log."""
    row = queries.psychotherapy_note(note_id)
    actions.permit_psychotherapy(request.user, row)
    is_author = row.recorded_by_id == request.user.pk
    page = {"note": row, "patient": row.course.patient, "is_author": is_author}
    if not is_author and request.method != "POST":
        return render(request, "web/notes/reason.html", page)
    try:
        opened = actions.read_psychotherapy(by=request.user, note_id=note_id, reason=request.POST.get("reason", ""))
    except Invalid as invalid:
        return render(request, "web/notes/reason.html", {**page, "error": str(invalid)}, status=422)
    return render(request, "web/notes/psychotherapy.html", {**page, "opened": opened})


@require_POST
@requires("psychotherapy.write")
def more(request: StaffRequest, note_id: UUID) -> HttpResponse:
    """A draft that adds to one's own psychotherapy note."""
    note = queries.psychotherapy_note(note_id)
    key = uuid_of(request.POST.get("client_id", ""))
    row = actions.start_draft(
        by=request.user, course=note.course, kind=NoteKind.PSYCHOTHERAPY, about=note.public_id, client_id=key
    )
    return redirect("web:note-draft", row.public_id)
