"""The notes of a course, and one progress note with what was added to it and what it was before."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daybreak.clinic.courses import queries as courses
from daybreak.clinic.notes import actions, queries
from daybreak.clinic.patients import actions as patients
from daybreak.clinic.signatures import queries as signatures
from daybreak.web.access import StaffRequest, requires
from daybreak.web.notes.shown import shown


@require_safe
@requires("note.read")
def notes(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """What was written in this course; the words of each note are on its own page."""
    course = courses.get(course_id)
    patient = patients.read_chart(by=request.user, patient_id=course.patient.public_id, page="notes")
    page = {
        "course": course,
        "patient": patient,
        "notes": [shown(note) for note in queries.standing(course)],
        "drafts": queries.drafts_of(request.user, course),
        "private": queries.private(request.user, course),
        "homework": queries.open_homework(course),
    }
    return render(request, "web/notes/list.html", page)


@require_safe
@requires("note.read")
def note(request: StaffRequest, note_id: UUID) -> HttpResponse:
    """One note, with its signature, its addenda and its versions. Opening it is written into the log."""
    row = actions.read_note(by=request.user, note_id=note_id)
    last = queries.last_version(row)
    page = {
        "one": shown(row),
        "note": row,
        "patient": row.course.patient,
        "signature": signatures.of(row).first(),
        "is_as_signed": actions.is_as_signed(row),
        "addenda": [shown(addendum) for addendum in queries.addenda(row)],
        "earlier": queries.earlier_versions(row),
        "later": last if last != row else None,
        "may_amend": row.recorded_by_id == request.user.pk and last == row,
    }
    return render(request, "web/notes/note.html", page)
