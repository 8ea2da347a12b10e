"""No word of a psychotherapy note is in the database, and a seal opens for its own row, patient and key alone."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from daybreak.clinic.notes import actions, keyring, sealing
from daybreak.clinic.notes.keyring import KeysUnusable
from daybreak.clinic.notes.models import Draft, PsychotherapyNote, SealedText
from tests import servers
from tests.clinic import cast
from tests.clinic.notes.scenes import OPEN, SECRET, course, draft, private, progress

WORDS = [SECRET.encode(), b"whispered", b"blue heron", b"by the river"]


@pytest.mark.sqlite
def test_no_file_of_a_sqlite_clinic_but_the_key_file_helps_to_read_a_psychotherapy_note(
    empty_clinic: servers.Clinic,
) -> None:
    empty_clinic.python("tests.clinic.notes.seed")
    found = {path.name: path.read_bytes() for path in empty_clinic.data_dir.rglob("*") if path.is_file()}
    whole = b"".join(found.values())
    assert OPEN.encode() in whole  # the progress note is there to be found, so the search works
    assert [word for word in WORDS if word in whole] == []
    key = found["notes_keys"].split()[-1]
    assert [name for name, content in found.items() if key in content] == ["notes_keys"]


@pytest.mark.django_db
def test_no_byte_of_the_database_itself_tells_a_word_of_a_psychotherapy_note() -> None:
    told, kept = f"openly {uuid4().hex}", f"in private {uuid4().hex}"  # words of no other test
    progress(text=told)
    draft(kind="psychotherapy", text=kept)
    private(text=kept)
    whole = raw_database()
    assert told.encode() in whole  # the search works
    assert kept.encode() not in whole
    assert kept.split()[-1].encode() not in whole
    assert keyring.load().current.secret not in whole


def raw_database() -> bytes:
    """Every byte that the database keeps: SQLite's pages, or the files of the PostgreSQL server with its log."""
    if connection.vendor == "sqlite":
        return bytes(connection.connection.serialize())
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0])
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.django_db
def test_one_text_sealed_twice_looks_different_and_its_length_tells_little() -> None:
    seals = [bytes(private(text=text).sealed.seal) for text in ("short", "short", "a little longer than that")]
    assert len(set(seals)) == 3
    assert len({len(seal) for seal in seals}) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("place", [0, 11, 12, 40, -1])
def test_a_seal_changed_by_one_bit_does_not_open(place: int) -> None:
    note = private()
    seal = bytearray(bytes(note.sealed.seal))
    seal[place] ^= 1
    SealedText.objects.filter(note=note).update(seal=bytes(seal))
    with pytest.raises(sealing.Broken, match="does not fit its note"):
        actions.read_psychotherapy(by=cast.therapist(), note_id=note.public_id)


@pytest.mark.django_db
def test_two_seals_swapped_between_notes_of_one_author_do_not_open() -> None:
    of = course()
    one, other = private(of), private(of, text="Something else entirely")
    mine, theirs = bytes(one.sealed.seal), bytes(other.sealed.seal)
    SealedText.objects.filter(note=one).update(seal=theirs)
    SealedText.objects.filter(note=other).update(seal=mine)
    for note in (one, other):
        with pytest.raises(sealing.Broken):
            actions.read_psychotherapy(by=cast.therapist(), note_id=note.public_id)


@pytest.mark.django_db
def test_a_note_moved_to_another_patient_does_not_open() -> None:
    note, elsewhere = private(), course()
    sealed = SealedText.objects.select_related("note__course__patient").get(note=note)
    assert sealing.open_seal(sealed)["text"] == SECRET
    sealed.note.course = elsewhere
    with pytest.raises(sealing.Broken):
        sealing.open_seal(sealed)


@pytest.mark.django_db
def test_the_seal_of_a_draft_opens_no_note() -> None:
    row, note = draft(kind="psychotherapy", text=SECRET), private()
    SealedText.objects.filter(note=note).update(seal=bytes(row.seal), key_id=row.key_id)
    with pytest.raises(sealing.Broken):
        actions.read_psychotherapy(by=cast.therapist(), note_id=note.public_id)


@pytest.mark.django_db
@pytest.mark.parametrize("seal", [b"", b"too short"])
def test_a_seal_cut_off_does_not_open(seal: bytes) -> None:
    note = private()
    SealedText.objects.filter(note=note).update(seal=seal)
    with pytest.raises(sealing.Broken):
        actions.read_psychotherapy(by=cast.therapist(), note_id=note.public_id)


@pytest.mark.django_db
def test_a_lost_key_is_said_plainly_and_nothing_is_overwritten() -> None:
    note = private()
    before = bytes(SealedText.objects.get(note=note).seal)
    keyring.path().unlink()
    with pytest.raises(KeysUnusable, match=r"are not at .*notes_keys, so none can be read or written"):
        actions.read_psychotherapy(by=cast.therapist(), note_id=note.public_id)
    with pytest.raises(KeysUnusable):
        private()
    assert (Draft.objects.count(), PsychotherapyNote.objects.count()) == (0, 1)
    assert bytes(SealedText.objects.get(note=note).seal) == before


@pytest.mark.django_db
def test_another_clinics_keys_open_nothing_and_say_which_key_is_missing() -> None:
    note = private()
    keyring.path().unlink()
    keyring.make()
    with pytest.raises(KeysUnusable, match=f"The key {note.sealed.key_id}, with which this was sealed, is not among"):
        actions.read_psychotherapy(by=cast.therapist(), note_id=note.public_id)


def test_only_this_app_knows_the_words_of_psychotherapy_notes() -> None:
    source = Path(keyring.__file__).parents[2]
    apart = {source / "clinic/notes", source / "web/notes"}
    knowing = [
        path.relative_to(source).as_posix()
        for path in source.rglob("*.py")
        if apart.isdisjoint(path.parents)
        and any(word in path.read_text(encoding="utf-8") for word in ("PsychotherapyNote", "SealedText", "open_seal"))
    ]
    assert knowing == []
