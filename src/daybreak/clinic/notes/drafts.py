"""Keeps what someone is writing: on the server alone, saved as it is typed, never lost to another page or a crash."""

from dataclasses import dataclass
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction

from daybreak.care.notes import NoteKind
from daybreak.clinic import clock
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Absent, Conflict, Invalid
from daybreak.clinic.integration.models import IntegrationWindow
from daybreak.clinic.notes import content, frames, sealing
from daybreak.clinic.notes.models import Draft, Words
from daybreak.clinic.once import once
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit

MOST = 200_000
"""Characters of one draft, all its fields together; more is no note."""


@dataclass(frozen=True)
class Saved:
    """What became of a saving: the draft that holds the words now, and the other one when two pages disagree."""

    draft: Draft
    other: Draft | None = None


def start_draft(
    *,
    by: Person,
    course: Course,
    kind: str,
    window: IntegrationWindow | None = None,
    about: UUID | None = None,
    amends: bool = False,
    client_id: UUID | None = None,
) -> Draft:
    """An empty draft; one that amends begins with the words of its note.

    Refused for who may not write such a note. Conflict when the course is closed and there is nothing to add to, when
    the note has been amended already, or is another person's to amend.
    """
    chosen = _kind(kind)
    permit(by, chosen.act_to_write)
    return once(
        Draft,
        client_id,
        lambda row: (row.course_id, row.kind, row.about) == (course.pk, kind, about) and row.recorded_by_id == by.pk,
        lambda: _start(by, course, chosen, window, about, amends, client_id),
    )


def save_draft(*, by: Person, draft: Draft, words: Words, version: int, tab: UUID) -> Saved:
    """Keep ``words`` as they were typed on the page ``tab``, which had seen ``version`` of the draft.

    When another page has saved meanwhile, both are kept: these words go into a draft of their own, the same one each
    time. Raises Absent for a draft that was signed or thrown away, and is not one's own; KeysUnusable.
    """
    permit(by, _kind(draft.kind).act_to_write)
    _refuse_masses(words)
    with transaction.atomic():
        current = locked(by, draft)
        if current.version == version or current.tab == tab:
            return Saved(_keep(current, words, tab))
        if read(current) == words:
            return Saved(current)
        return Saved(_fork(by, current, words, tab), current)


@transaction.atomic
def discard_draft(*, by: Person, draft: Draft) -> None:
    """Throw one's own draft away. One that is gone already stays gone."""
    permit(by, _kind(draft.kind).act_to_write)
    if not Draft.objects.filter(pk=draft.pk).exists():
        return
    current = locked(by, draft)
    patient = current.course.patient
    audit.append(by=by, act=f"{_noun(current)}.discard", subject=current, patient=patient)
    current.delete()


def read(draft: Draft) -> Words:
    """The words of a draft as they were typed."""
    if not draft.is_private:
        return dict(draft.content)
    return sealing.open_seal(draft) if draft.key_id else {}


def locked(by: Person, draft: Draft) -> Draft:
    """One's own draft as it is now, held until the end of the transaction. Absent when it is not there for ``by``."""
    rows = Draft.objects.select_for_update(of=("self",), no_key=True).select_related("course__patient", "window")
    current = rows.filter(pk=draft.pk, recorded_by=by).first()
    if current is None:
        raise Absent("There is no such draft any more: it was signed or thrown away. Look among the notes.")
    return current


def _start(
    by: Person,
    course: Course,
    kind: NoteKind,
    window: IntegrationWindow | None,
    about: UUID | None,
    amends: bool,
    client_id: UUID | None,
) -> Draft:
    words = frames.first_words(by, course, kind, window, about, amends)
    if course.closed_at is not None and about is None:
        raise Conflict("This course is closed. Add to one of its notes instead.")
    row = Draft(
        kind=kind,
        course=course,
        window=window,
        about=about,
        amends=amends,
        saved_at=clock.now(),
        recorded_by=by,
        client_id=client_id,
    )
    _put(row, words)
    row.save(force_insert=True)
    audit.append(by=by, act=f"{_noun(row)}.draft", subject=row, patient=course.patient)
    return row


def _keep(draft: Draft, words: Words, tab: UUID) -> Draft:
    _put(draft, words)
    draft.version, draft.tab, draft.saved_at = draft.version + 1, tab, clock.now()
    draft.save(update_fields=["content", "key_id", "seal", "version", "tab", "saved_at"])
    return draft


def _fork(by: Person, draft: Draft, words: Words, tab: UUID) -> Draft:
    """The draft of the page that came later, made once for each page."""
    key = uuid5(NAMESPACE_OID, f"daybreak.draft:{draft.public_id}:{tab}")
    known = Draft.objects.select_related("course__patient").filter(client_id=key).first()
    if known is not None:
        return _keep(known, words, tab)
    row = Draft(
        kind=draft.kind,
        course=draft.course,
        window=draft.window,
        about=draft.about,
        amends=draft.amends,
        version=1,
        tab=tab,
        saved_at=clock.now(),
        fork_of=draft,
        recorded_by=by,
        client_id=key,
    )
    _put(row, words)
    row.save(force_insert=True)
    audit.append(by=by, act=f"{_noun(row)}.draft", subject=row, patient=draft.course.patient)
    return row


def _put(row: Draft, words: Words) -> None:
    if row.is_private:
        sealing.close(words, row)
    else:
        row.content = words


def _refuse_masses(words: Words) -> None:
    if sum(len(str(value)) for value in words.values()) > MOST:
        raise Invalid(errors={"text": f"This is too long to be kept: stay below {content.LONGEST} characters."})


def _kind(kind: str) -> NoteKind:
    try:
        return NoteKind(kind)
    except ValueError:
        raise Invalid(errors={"kind": "Choose a progress note or a psychotherapy note."}) from None


def _noun(draft: Draft) -> str:
    return "psychotherapy" if draft.is_private else "note"
