"""`daybreak instrument`: lists what can be asked, writes FHIR, and takes in licensed wording only with a signature."""

import json

from tests.clinic.measures.test_importing import FILE
from tests.servers import Clinic


def test_a_questionnaire_is_written_as_fhir_without_any_database(empty_clinic: Clinic) -> None:
    done = empty_clinic.daybreak("instrument", "export", "gad7")
    assert (done.returncode, json.loads(done.stdout)["resourceType"]) == (0, "Questionnaire")
    wrong = empty_clinic.daybreak("instrument", "export", "bdi")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "There is no instrument 'bdi'" in wrong.stderr


def test_the_list_says_which_wording_is_missing_until_it_is_imported_and_signed(empty_clinic: Clinic) -> None:
    passphrase = "a lantern on the quiet quay"
    empty_clinic.daybreak("staff", "add", "--username", "elena", "--name", "Elena Marsh", said=f"{passphrase}\n" * 2)
    assert "to be imported" in _line(empty_clinic, "icsi")
    file = empty_clinic.data_dir / "icsi.toml"
    file.write_text(FILE, encoding="utf-8")
    unsigned = empty_clinic.daybreak("instrument", "import", str(file), "--as", "elena", said="wrong words entirely\n")
    assert unsigned.returncode == 2
    assert "Type your passphrase again to sign" in unsigned.stderr
    signed = empty_clinic.daybreak("instrument", "import", str(file), "--as", "elena", said=f"{passphrase}\n")
    assert "Imported and signed." in signed.stdout, signed.stderr
    assert "yes" in _line(empty_clinic, "icsi")


def _line(clinic: Clinic, name: str) -> str:
    listed = clinic.daybreak("instrument", "list").stdout
    return next(line for line in listed.splitlines() if f" {name} " in line)
