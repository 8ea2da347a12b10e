"""`daybreak notes keys`: what an operator reads when keys are made, changed, checked, or gone."""

import stat

import pytest

from tests import servers


@pytest.fixture
def clinic(empty_clinic: servers.Clinic) -> servers.Clinic:
    """A clinic with one psychotherapy note and one that is being written."""
    empty_clinic.python("tests.clinic.notes.seed")
    return empty_clinic


@pytest.mark.sqlite
def test_the_first_key_is_made_with_the_database_and_is_its_owners_alone(empty_clinic: servers.Clinic) -> None:
    file = empty_clinic.data_dir / "secrets/notes_keys"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    done = empty_clinic.daybreak("notes", "keys", "new")
    assert (done.returncode, "they stay" in done.stderr) == (1, True)


@pytest.mark.sqlite
def test_keys_are_changed_and_every_note_opens_after_it(clinic: servers.Clinic) -> None:
    changed = clinic.daybreak("notes", "keys", "rotate")
    assert (changed.returncode, "Sealed with it anew: 2." in changed.stdout) == (0, True)
    checked = clinic.daybreak("notes", "keys", "check")
    assert (checked.returncode, "Every psychotherapy note opens." in checked.stdout) == (0, True)
    assert "in use for 2" in checked.stdout
    assert "The audit log is whole" in clinic.daybreak("audit", "verify").stdout


@pytest.mark.sqlite
def test_a_lost_file_is_said_by_every_command_and_never_made_anew_in_silence(clinic: servers.Clinic) -> None:
    file = clinic.data_dir / "secrets/notes_keys"
    kept = file.read_text()
    file.unlink()
    for command in (("notes", "keys", "check"), ("notes", "keys", "rotate"), ("check",)):
        done = clinic.daybreak(*command)
        assert (done.returncode, "so none can be read or written" in done.stderr) == (1, True), command
    refused = clinic.daybreak("notes", "keys", "new")
    assert (refused.returncode, "2 sealed notes and drafts are in the record" in refused.stderr) == (1, True)
    assert clinic.daybreak("migrate").returncode == 0
    assert not file.exists()
    file.write_text(kept)
    file.chmod(0o600)
    assert clinic.daybreak("notes", "keys", "check").returncode == 0


@pytest.mark.sqlite
def test_another_key_opens_nothing_and_the_check_names_the_one_that_is_missing(clinic: servers.Clinic) -> None:
    file = clinic.data_dir / "secrets/notes_keys"
    lost = file.read_text().splitlines()[-1].split()[0]
    file.unlink()
    assert clinic.daybreak("notes", "keys", "new", "--although-lost").returncode == 0
    done = clinic.daybreak("notes", "keys", "check")
    assert (done.returncode, f"The key {lost} is missing; 2 sealed with it" in done.stderr) == (1, True)
