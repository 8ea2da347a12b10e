"""Keys are changed without losing a word, also when it is interrupted, and what does not open is left as it is."""

import pytest

from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.notes import actions, keyring, queries
from daybreak.clinic.notes.keyring import KeysUnusable
from daybreak.clinic.notes.models import Draft, SealedText
from tests.clinic import cast
from tests.clinic.notes.scenes import SECRET, draft, private

pytestmark = pytest.mark.django_db


def opened(note: object) -> str:
    return actions.read_psychotherapy(by=cast.therapist(), note_id=note.public_id).text


def used() -> set[str]:
    return {*SealedText.objects.values_list("key_id", flat=True), *Draft.objects.values_list("key_id", flat=True)}


def test_after_a_rotation_the_new_key_alone_opens_everything() -> None:
    note, row = private(), draft(kind="psychotherapy", text="half a sentence")
    old = keyring.load().current
    done = actions.rotate_keys()
    assert (done.sealed, done.left, used()) == (2, 0, {done.key.id})
    text = keyring.path().read_text()
    keyring.path().write_text("".join(line for line in text.splitlines(True) if not line.startswith(old.id)))
    assert opened(note) == SECRET
    assert actions.read_draft(queries.draft(cast.therapist(), row.public_id)) == {"text": "half a sentence"}
    assert actions.read_psychotherapy(by=cast.therapist(), note_id=note.public_id).is_as_signed


def test_each_note_sealed_anew_is_in_the_log() -> None:
    private()
    actions.rotate_keys()
    acts = list(AuditEvent.objects.order_by("seq").values_list("act", "actor_name"))[-2:]
    operator = "an operator, by the command line"
    assert acts == [("psychotherapy.keys_rotate", operator), ("psychotherapy.reseal", operator)]


def test_an_interrupted_rotation_is_finished_with_the_key_that_it_made() -> None:
    notes = [private() for _ in range(3)]
    key = keyring.add()  # and then the power went
    assert all(opened(note) == SECRET for note in notes)
    done = actions.rotate_keys(finish=True)
    assert (done.key.id, done.sealed, len(keyring.load().keys)) == (key.id, 3, 2)


def test_a_note_that_does_not_open_is_left_as_it_is_and_counted() -> None:
    good, bad = private(), private()
    SealedText.objects.filter(note=bad).update(seal=b"damaged long enough to be looked at")
    done = actions.rotate_keys()
    assert (done.sealed, done.left, opened(good)) == (1, 1, SECRET)
    assert bytes(SealedText.objects.get(note=bad).seal) == b"damaged long enough to be looked at"


def test_notes_whose_key_is_lost_are_left_as_they_are_by_a_rotation() -> None:
    note = private()
    before = bytes(SealedText.objects.get(note=note).seal)
    keyring.path().unlink()
    keyring.make()
    done = actions.rotate_keys()
    assert (done.sealed, done.left) == (0, 1)
    assert bytes(SealedText.objects.get(note=note).seal) == before


def test_a_first_key_is_not_made_over_notes_whose_keys_are_gone_unless_the_loss_is_accepted() -> None:
    private()
    keyring.path().unlink()
    assert actions.make_keys_at_set_up() is False
    with pytest.raises(KeysUnusable, match="1 sealed notes and drafts are in the record, but their keys are not at"):
        actions.make_keys()
    assert not keyring.exists()
    key = actions.make_keys(although_lost=True)
    assert actions.health().missing
    assert keyring.load().current.id == key.id


def test_set_up_makes_the_first_key_once() -> None:
    keyring.path().unlink()
    assert [actions.make_keys_at_set_up() for _ in range(2)] == [True, False]


def test_health_tells_what_opens_what_is_missing_and_what_is_broken() -> None:
    private()
    bad = private()
    old = keyring.load().current.id
    SealedText.objects.filter(note=bad).update(seal=b"damaged long enough to be looked at")
    found = actions.health()
    assert (found.used, found.missing, found.broken, found.is_whole) == ({old: 2}, {}, 1, False)
    keyring.path().unlink()
    keyring.make()
    found = actions.health()
    assert (found.missing, found.broken, found.is_whole) == ({old: 2}, 0, False)


def test_a_clinic_without_notes_is_whole() -> None:
    assert actions.health().is_whole
