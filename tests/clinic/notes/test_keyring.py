"""The file with the keys: its owner's alone, never overwritten, and whatever is wrong with it is said."""

import os
import stat

import pytest

from daybreak.clinic.notes import keyring
from daybreak.clinic.notes.keyring import KeysUnusable


def mode() -> int:
    return stat.S_IMODE(keyring.path().stat().st_mode)


def test_a_new_file_is_its_owners_alone_and_so_is_its_folder() -> None:
    assert (mode(), stat.S_IMODE(keyring.path().parent.stat().st_mode)) == (0o600, 0o700)
    assert len(keyring.load().current.secret) == 32


def test_keys_that_there_are_are_never_made_anew() -> None:
    before = keyring.path().read_text()
    with pytest.raises(KeysUnusable, match="already, and they stay"):
        keyring.make()
    assert keyring.path().read_text() == before


def test_a_key_is_added_at_the_end_and_the_earlier_ones_stay() -> None:
    first = keyring.load().current
    second = keyring.add()
    assert (keyring.load().keys[0].secret, keyring.load().current.secret, mode()) == (
        first.secret,
        second.secret,
        0o600,
    )


def test_what_a_crash_left_half_written_does_not_stand_in_the_way() -> None:
    keyring.path().with_name("notes_keys.new").write_text("half a li")
    keyring.add()
    assert len(keyring.load().keys) == 2


@pytest.mark.parametrize("open_to", [0o640, 0o604, 0o666])
def test_a_file_that_others_may_read_is_not_used(open_to: int) -> None:
    keyring.path().chmod(open_to)
    with pytest.raises(KeysUnusable, match="chmod 600"):
        keyring.load()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is no key in"),
        ("# only words\n", "There is no key in"),
        ("nonsense\n", "is damaged"),
        ("0123456789abcdef 2026-03-02T09:00:00+00:00 AAAA\n", "is damaged"),
        (f"0123456789abcdef 2026-03-02T09:00:00+00:00 {'A' * 43}=\n", "is damaged"),
        ("0123456789abcdef when AAAA\n", "is damaged"),
    ],
)
def test_a_damaged_file_is_said_to_be_and_no_key_of_it_is_used(text: str, sentence: str) -> None:
    keyring.path().write_text(text)
    with pytest.raises(KeysUnusable, match=sentence):
        keyring.load()


def test_a_file_of_other_letters_is_damaged_too() -> None:
    keyring.path().write_bytes(b"\xff\xfe\x00")
    with pytest.raises(KeysUnusable, match="cannot be read"):
        keyring.load()


def test_one_letter_of_a_key_changed_is_noticed() -> None:
    text = keyring.path().read_text()
    last = text.rstrip()[-2]
    keyring.path().write_text(text.rstrip()[:-2] + ("A" if last != "A" else "E") + "=\n")
    with pytest.raises(KeysUnusable, match="is damaged"):
        keyring.load()


def test_a_key_is_not_shown_when_it_is_printed() -> None:
    key = keyring.load().current
    assert repr(key) == f"Key({key.id})"
    assert os.fsdecode(keyring.path()).endswith("secrets/notes_keys")
