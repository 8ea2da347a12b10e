"""A signed note stays as it was signed; it ends its draft and its window, and is only ever added to or superseded."""

import pytest
from django.db import IntegrityError, transaction

from daybreak.clinic import clock
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.entry import Absent, Conflict, Invalid
from daybreak.clinic.notes import actions, queries
from daybreak.clinic.notes.models import Draft, ProgressNote, PsychotherapyNote, SealedText
from daybreak.clinic.signatures import queries as signatures
from daybreak.clinic.signatures.proof import Proof
from tests.clinic import cast
from tests.clinic.integration.scenes import after, make_rounds, window
from tests.clinic.notes.scenes import OPEN, SECRET, course, draft, private, progress

pytestmark = pytest.mark.django_db


def amended(note: ProgressNote, **words: object) -> ProgressNote:
    row = actions.start_draft(
        by=cast.therapist(), course=note.course, kind="progress", about=note.public_id, amends=True
    )
    words = {**actions.read_draft(row), **words}
    saved = actions.save_draft(by=cast.therapist(), draft=row, words=words, version=0, tab=row.public_id)
    return actions.sign_note(by=cast.therapist(), draft=saved.draft, proof=cast.proof(cast.therapist()))


def test_a_signed_note_has_its_words_its_signature_and_no_draft_any_more() -> None:
    note = progress(
        themes=["fear", "body"], theme_words="the sea", revisited="Less afraid", commitments="Rest\n\n Sing "
    )
    assert note.text == OPEN
    assert note.parts["themes"] == ["fear", "body"]
    assert note.parts["commitments"] == ["Rest", "Sing"]
    assert signatures.of(note).get().printed_name == cast.therapist().name
    assert actions.is_as_signed(note)
    assert Draft.objects.count() == 0


def test_signing_twice_gives_one_note() -> None:
    row = draft(text=OPEN)
    notes = [actions.sign_note(by=cast.therapist(), draft=row, proof=cast.proof(cast.therapist())) for _ in range(2)]
    assert notes[0] == notes[1]
    assert ProgressNote.objects.count() == 1


@pytest.mark.parametrize("kind", ["progress", "psychotherapy"])
@pytest.mark.parametrize("whose", ["nobody", "another", "stale"])
def test_nothing_is_signed_without_a_fresh_proof_of_ones_own_and_the_draft_stays(kind: str, whose: str) -> None:
    row = draft(kind=kind, text=SECRET)
    by = cast.therapist()
    stale = Proof(by.pk, after(0), "passphrase")
    proof = {"nobody": None, "another": cast.proof(cast.nurse()), "stale": stale}[whose]
    with pytest.raises(Invalid) as refusal:
        actions.sign_note(by=by, draft=row, proof=proof)
    assert list(refusal.value.errors) == ["signing_password"]
    assert (ProgressNote.objects.count(), PsychotherapyNote.objects.count(), Draft.objects.count()) == (0, 0, 1)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"occasion": "party"}, "occasion"),
        ({"at": "yesterday"}, "at"),
        ({"at": "2199-01-01T10:00"}, "at"),
        ({"themes": ["weather"]}, "themes"),
        ({"homework": "\n".join("abcdefghijklmnopqrstuvwxyz")}, "homework"),
        ({"commitments": "x" * 301}, "commitments"),
    ],
)
def test_what_cannot_be_kept_gets_a_sentence_beside_its_field_and_the_draft_stays(words: dict, field: str) -> None:
    row = draft(**({"occasion": "contact", "text": OPEN} | words))
    with pytest.raises(Invalid) as refusal:
        actions.sign_note(by=cast.therapist(), draft=row, proof=cast.proof(cast.therapist()))
    assert list(refusal.value.errors) == [field]
    assert Draft.objects.count() == 1


def test_an_integration_note_writes_down_that_the_integration_was_held_and_answers_the_alert() -> None:
    row = window()
    make_rounds(after(48))
    with clock.at(after(50)):
        begun = actions.start_draft(by=cast.therapist(), course=row.course, kind="progress", window=row)
        words = {**actions.read_draft(begun), "text": OPEN}
        saved = actions.save_draft(by=cast.therapist(), draft=begun, words=words, version=0, tab=begun.public_id)
        note = actions.sign_note(by=cast.therapist(), draft=saved.draft, proof=cast.proof(cast.therapist()))
    row.refresh_from_db()
    assert (row.held_by, row.alert.state) == (cast.therapist(), "closed")
    assert queries.note_of_window(row) == note


def test_a_nurses_note_about_the_window_does_not_end_it() -> None:
    row = window()
    with clock.at(after(30)):
        begun = actions.start_draft(by=cast.nurse(), course=row.course, kind="progress", window=row)
        words = {"occasion": "integration", "text": "Rang the patient"}
        saved = actions.save_draft(by=cast.nurse(), draft=begun, words=words, version=0, tab=begun.public_id)
        actions.sign_note(by=cast.nurse(), draft=saved.draft, proof=cast.proof(cast.nurse()))
    row.refresh_from_db()
    assert not row.is_ended


def test_the_note_keeps_the_patients_own_words_as_they_were_when_the_intention_was_revisited() -> None:
    from daybreak.clinic.preparation import actions as preparation

    of = course()
    preparation.set_intention(by=cast.therapist(), course=of, text="To find out what I am still afraid of.")
    note = progress(of, revisited="She is afraid of being seen")
    preparation.set_intention(by=cast.therapist(), course=of, text="To be seen.")
    note.refresh_from_db()
    assert note.parts["intention"]["words"] == "To find out what I am still afraid of."


def test_homework_is_asked_about_until_something_final_was_said() -> None:
    first = progress(homework="Walk at dawn\nWrite to my sister")
    walk, write = queries.open_homework(first.course)
    assert (walk.text, write.text) == ("Walk at dawn", "Write to my sister")
    progress(first.course, **{f"review-{walk.id}": "done", f"review-{write.id}": "partly"})
    assert queries.open_homework(first.course) == [write]
    progress(first.course, **{f"review-{write.id}": "let_go", f"review-{write.id}-words": "not the time for it"})
    assert queries.open_homework(first.course) == []


def test_an_amendment_takes_the_place_of_its_note_which_stays_as_it_was() -> None:
    note = progress()
    later = amended(note, text="Worked through the first dose; slept badly", reason="It was the other night")
    assert queries.standing(note.course) == [later]
    assert queries.earlier_versions(later) == [note]
    assert queries.last_version(note) == later
    assert (note.text, actions.is_as_signed(note), actions.is_as_signed(later)) == (OPEN, True, True)


def test_an_amendment_says_why() -> None:
    with pytest.raises(Invalid) as refusal:
        amended(progress(), text="Other words")
    assert list(refusal.value.errors) == ["reason"]


def test_a_note_is_amended_once_and_then_its_last_version_is() -> None:
    note = progress()
    amended(note, reason="It was the other night")
    with pytest.raises(Conflict, match="Amend its last version"):
        amended(note, reason="It was the other night")


def test_two_drafts_that_amend_one_note_become_one_amendment() -> None:
    note = progress()
    rows = [
        actions.start_draft(by=cast.therapist(), course=note.course, kind="progress", about=note.public_id, amends=True)
        for _ in range(2)
    ]
    for row in rows:
        words = {**actions.read_draft(row), "reason": "It was the other night"}
        actions.save_draft(by=cast.therapist(), draft=row, words=words, version=0, tab=row.public_id)
    proof = cast.proof(cast.therapist())
    actions.sign_note(by=cast.therapist(), draft=rows[0], proof=proof)
    with pytest.raises(Conflict):
        actions.sign_note(by=cast.therapist(), draft=rows[1], proof=proof)
    assert Draft.objects.get() == rows[1]


def test_an_addendum_stands_under_its_note_and_under_its_amendment() -> None:
    note = progress()
    row = actions.start_draft(by=cast.nurse(), course=note.course, kind="progress", about=note.public_id)
    saved = actions.save_draft(by=cast.nurse(), draft=row, words={"text": "Rang later"}, version=0, tab=row.public_id)
    added = actions.sign_note(by=cast.nurse(), draft=saved.draft, proof=cast.proof(cast.nurse()))
    later = amended(note, reason="It was the other night")
    assert queries.addenda(note) == queries.addenda(later) == [added]
    assert queries.standing(note.course) == [later]


@pytest.mark.parametrize("kind", [ProgressNote, PsychotherapyNote])
def test_the_database_itself_keeps_a_signed_note_as_it_is(kind: type) -> None:
    progress()
    private()
    row = kind.objects.get()
    with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
        row.save(force_update=True)
    with pytest.raises(IntegrityError, match="never"), transaction.atomic():
        kind.objects.filter(pk=row.pk)._raw_delete("default")


def test_the_database_itself_keeps_a_seal_with_its_note() -> None:
    one, other = private(), private()
    with pytest.raises(IntegrityError, match="stays where it belongs"), transaction.atomic():
        SealedText.objects.filter(note=one)._raw_delete("default")
    with pytest.raises(IntegrityError, match="stays where it belongs"), transaction.atomic():
        SealedText.objects.filter(note=one).update(note=other.pk + 100)


def test_a_draft_that_is_gone_says_so() -> None:
    row = draft(text="wrong patient")
    actions.discard_draft(by=cast.therapist(), draft=row)
    with pytest.raises(Absent, match="signed or thrown away"):
        actions.sign_note(by=cast.therapist(), draft=row, proof=cast.proof(cast.therapist()))


def test_each_act_is_in_the_log_and_no_word_of_a_psychotherapy_note_is() -> None:
    note = private()
    acts = list(AuditEvent.objects.filter(act__startswith="psychotherapy").values_list("act", flat=True))
    assert acts == ["psychotherapy.draft", "psychotherapy.write"]
    assert all(SECRET not in event.detail for event in AuditEvent.objects.all())
    assert AuditEvent.objects.filter(act="signature.sign", subject_id=str(note.public_id)).count() == 1
