"""Writing a note: begun, saved as it is typed, signed; two pages that disagree are shown to who wrote both."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from daybreak.care.notes import NoteKind
from daybreak.clinic.courses import queries as courses
from daybreak.clinic.entry import Absent, Invalid
from daybreak.clinic.integration import queries as integration
from daybreak.clinic.notes import actions, frames, queries
from daybreak.clinic.notes.actions import Saved
from daybreak.clinic.notes.models import Draft, ProgressNote
from daybreak.clinic.patients import actions as patients
from daybreak.web import signing
from daybreak.web.access import StaffRequest, requires
from daybreak.web.forms.entry import EntryForm
from daybreak.web.notes.forms import form_of, words_of


@require_POST
@requires("note.write")
def start(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """An empty draft of the kind that was pressed; for a window of which there is a draft already, that one."""
    course = courses.get(course_id)
    named = uuid_of(request.POST.get("window", ""))
    window = integration.get(named) if named else None
    begun = queries.draft_of_window(request.user, window) if window else None
    row = begun or actions.start_draft(
        by=request.user,
        course=course,
        kind=request.POST.get("kind", NoteKind.PROGRESS),
        window=window,
        client_id=uuid_of(request.POST.get("client_id", "")),
    )
    return redirect("web:note-draft", row.public_id)


@require_POST
@requires("note.write")
def more(request: StaffRequest, note_id: UUID) -> HttpResponse:
    """A draft that adds to a note, or amends it."""
    note = queries.progress_note(note_id)
    row = actions.start_draft(
        by=request.user,
        course=note.course,
        kind=NoteKind.PROGRESS,
        window=note.window,
        about=note.public_id,
        amends="amend" in request.POST,
        client_id=uuid_of(request.POST.get("client_id", "")),
    )
    return redirect("web:note-draft", row.public_id)


@require_http_methods(["GET", "POST"])
@requires("note.write")
def draft(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """The draft as it was left; sent, it is saved, or signed."""
    if request.method == "POST":
        return _sent(request, draft_id)
    signed = queries.signed_from(request.user, draft_id)
    if signed is not None:
        return _to_note(signed)
    row = queries.draft(request.user, draft_id)
    patients.read_chart(by=request.user, patient_id=row.course.patient.public_id, page="draft of a note")
    words = actions.read_draft(row)
    return _editor(request, Saved(row), form_of(row.is_private, frames.of(row), words=words), uuid4())


@require_POST
@requires("note.write")
def save(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Saved while it is typed: the answer is the line that says so, with the draft that holds the words now."""
    saved = _saved(request, queries.draft(request.user, _of(request, draft_id)))
    return render(request, "web/notes/state.html", _state(saved, _tab(request)))


@require_POST
@requires("note.write")
def discard(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Throw the draft away."""
    try:
        row = queries.draft(request.user, draft_id)
    except Absent:
        return redirect("web:today")
    actions.discard_draft(by=request.user, draft=row)
    messages.success(request, "The draft is thrown away.")
    return redirect("web:notes", row.course.public_id)


def _sent(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    draft_id = _of(request, draft_id)
    signed = queries.signed_from(request.user, draft_id)
    if signed is not None:
        return _to_note(signed)
    saved = _saved(request, queries.draft(request.user, draft_id))
    row = saved.draft
    form = form_of(row.is_private, frames.of(row), data=request.POST)
    if saved.other is not None:
        return _editor(request, saved, form, _tab(request), status=409)
    if "save" in request.POST:
        messages.success(request, "The draft is saved.")
        return redirect("web:note-draft", row.public_id)
    return _sign(request, saved, form)


def _sign(request: StaffRequest, saved: Saved, form: EntryForm) -> HttpResponse:
    error = ""
    if form.is_valid():
        proof = signing.proof_of(request)
        try:
            note = actions.sign_note(by=request.user, draft=saved.draft, proof=proof, confirmed=form.confirmed)
        except Invalid as invalid:
            error = signing.why_not(request) if "signing_password" in invalid.errors else ""
            others = {name: text for name, text in invalid.errors.items() if name != "signing_password"}
            form.say(Invalid(errors=others, confirm=invalid.confirm))
        else:
            messages.success(request, "The note is signed.")
            return _to_note(note)
    return _editor(request, saved, form, _tab(request), status=422, sign_error=error)


def _editor(
    request: StaffRequest, saved: Saved, form: EntryForm, tab: UUID, *, status: int = 200, sign_error: str = ""
) -> HttpResponse:
    row = saved.draft
    page: dict[str, Any] = {
        **_state(saved, tab),
        "form": form,
        "frame": frames.of(row),
        "patient": row.course.patient,
        "course": row.course,
        "about": queries.progress_note(row.about) if row.about and not row.is_private else None,
        "meaning": "wrote this psychotherapy note" if row.is_private else "wrote this progress note",
        "sign_error": sign_error,
    }
    return render(request, "web/notes/draft.html", page, status=status)


def _state(saved: Saved, tab: UUID) -> dict[str, Any]:
    return {"draft": saved.draft, "other": saved.other, "tab": tab}


def _saved(request: StaffRequest, row: Draft) -> Saved:
    typed = request.POST.get("version", "")
    version = int(typed) if typed.isdecimal() and len(typed) < 10 else -1
    words = words_of(request.POST)
    return actions.save_draft(by=request.user, draft=row, words=words, version=version, tab=_tab(request))


def _of(request: StaffRequest, draft_id: UUID) -> UUID:
    """The draft that this page writes into: another than the address says, after two pages disagreed."""
    return uuid_of(request.POST.get("draft", "")) or draft_id


def _tab(request: StaffRequest) -> UUID:
    return uuid_of(request.POST.get("tab", "")) or uuid4()


def uuid_of(text: str) -> UUID | None:
    """The id that was sent, or None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _to_note(note: object) -> HttpResponse:
    name = "web:note" if isinstance(note, ProgressNote) else "web:psychotherapy"
    return redirect(name, note.public_id)  # type: ignore[attr-defined]  # both kinds have one
