"""Preparing a database: from nothing, again, and with its key lost."""

import re
from pathlib import Path

from tests.servers import Clinic

OWN_KEYS = {"DAYBREAK_SECRET_KEY": "", "DAYBREAK_AUDIT_KEY": ""}


def test_from_nothing_a_database_and_secrets_are_made_that_their_owner_alone_can_read(tmp_path: Path):
    clinic = Clinic(tmp_path / "new", OWN_KEYS)
    tmp_path.joinpath("new").mkdir()
    done = clinic.daybreak("migrate")
    assert re.fullmatch(r"Applied \d+ migrations\.\n", done.stdout)
    modes = {path.name: path.stat().st_mode & 0o777 for path in clinic.data_dir.rglob("*") if path.is_file()}
    kept = ("daybreak.sqlite3", "secret_key", "audit_key", "notes_keys", "audit-anchors")
    assert modes == dict.fromkeys(kept, 0o600)
    assert clinic.daybreak("check").returncode == 0


def test_a_second_time_nothing_changes(empty_clinic: Clinic):
    before = (empty_clinic.data_dir / "daybreak.sqlite3").read_bytes()
    assert empty_clinic.daybreak("migrate").stdout == "The database is ready; nothing to apply.\n"
    assert (empty_clinic.data_dir / "daybreak.sqlite3").read_bytes() == before


def test_a_new_audit_key_is_never_made_for_a_log_that_has_one(empty_clinic: Clinic):
    empty_clinic.daybreak("staff", "add", "--username", "dora", "--name", "Dora Director", "--generate")
    keyless = Clinic(empty_clinic.data_dir, OWN_KEYS)
    done = keyless.daybreak("migrate")
    assert (done.returncode, done.stderr) == (
        1,
        "This database has an audit log, but the key that seals it is gone. Give the audit_key it was kept with.\n",
    )
    assert not (empty_clinic.data_dir / "secrets/audit_key").exists()


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path):
    (tmp_path / "taken").write_text("a file where the folder should be")
    clinic = Clinic(tmp_path, {"DAYBREAK_DATA_DIR": str(tmp_path / "taken/clinic")})
    done = clinic.daybreak("migrate")
    assert (done.returncode, done.stderr) == (
        69,
        f"The database {tmp_path}/taken/clinic/daybreak.sqlite3 cannot be made: Not a directory.\n",
    )
