"""`daybreak import fhir` as an operator types it: what it says, what it writes, how it ends."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests import servers
from tests.interop.fhir import bundles

pytestmark = pytest.mark.server


@pytest.fixture
def clinic(empty_clinic: servers.Clinic) -> servers.Clinic:
    empty_clinic.python("tests.cli.import_staff")
    return empty_clinic


def run(clinic: servers.Clinic, content: bytes, *options: str):
    file = Path(clinic.data_dir) / "record.json"
    file.write_bytes(content)
    return clinic.daybreak("import", "fhir", str(file), "--as", "coordinator", *options)


def test_a_file_taken_in_whole_ends_with_0_and_again_changes_nothing(clinic):
    first = run(clinic, bundles.bundle(*bundles.whole_record()))
    again = run(clinic, bundles.bundle(*bundles.whole_record()))
    assert (first.returncode, first.stdout.splitlines()[-1]) == (
        0,
        "8 taken, 0 replaced, 0 unchanged, 0 part, 0 not taken.",
    )
    assert (again.returncode, again.stdout.splitlines()[-1]) == (
        0,
        "0 taken, 0 replaced, 8 unchanged, 0 part, 0 not taken.",
    )
    assert clinic.daybreak("audit", "verify").returncode == 0


def test_what_is_left_out_is_told_line_by_line_and_ends_with_1(clinic):
    done = run(clinic, bundles.bundle(bundles.patient(), bundles.weight(value=800), bundles.about("Encounter", "e1")))
    assert done.returncode == 1
    assert "800 kg is not a possible weight" in done.stdout
    assert "Resources of type Encounter are not taken in." in done.stdout


def test_the_report_for_programs_is_json(clinic):
    done = run(clinic, bundles.bundle(bundles.patient(), bundles.weight(value=800)), "--json")
    report = json.loads(done.stdout)
    assert (report["counts"]["taken"], report["counts"]["not_taken"], report["lines"][1]["entry"]) == (1, 1, 2)


def test_a_dry_run_takes_nothing(clinic):
    done = run(clinic, bundles.bundle(*bundles.whole_record()), "--dry-run")
    assert done.stdout.splitlines()[-1].startswith("Nothing was written. It would be: 8 taken")
    assert "8 taken" in run(clinic, bundles.bundle(*bundles.whole_record())).stdout


@pytest.mark.parametrize(
    ("content", "options", "sentence"),
    [
        (b"<Bundle/>", [], "not complete JSON"),
        (bundles.bundle(bundles.weight()), [], "The file holds no Patient"),
        (bundles.bundle(bundles.patient()), ["--as", "nurse"], "Importing a record needs a prescriber"),
        (bundles.bundle(bundles.patient()), ["--as", "nobody"], 'Nobody signs in here as "nobody"'),
        (bundles.bundle(bundles.patient()), ["--patient", "DB-999999"], "There is no patient DB-999999"),
    ],
)
def test_what_cannot_be_imported_is_one_sentence_and_ends_with_2(clinic, content, options, sentence):
    done = run(clinic, content, *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there_is_one_sentence(clinic):
    done = clinic.daybreak("import", "fhir", "nowhere.json", "--as", "coordinator")
    assert (done.returncode, done.stderr.strip()) == (2, "nowhere.json cannot be read: No such file or directory.")


def test_text_from_a_file_cannot_command_the_terminal(clinic):
    done = run(clinic, bundles.bundle(bundles.patient(), bundles.about("Encounter\x1b[31m[bold]", "e1")))
    assert "\x1b" not in done.stdout
    assert "Encounter�[31m[bold]" in done.stdout


COUNT = "tests.cli.import_count"


@pytest.mark.parametrize("seconds", [1.5, 2.5, 3.5])
def test_an_import_killed_on_its_way_leaves_nothing_of_the_file(clinic, seconds):
    day = "2025-01-05T10:{:02d}:{:02d}Z".format
    weights = [bundles.weight(f"w{at}", effectiveDateTime=day(at // 60, at % 60)) for at in range(1500)]
    file = Path(clinic.data_dir) / "record.json"
    file.write_bytes(bundles.bundle(bundles.patient(), *weights))
    command = [sys.executable, "-m", "daybreak", "import", "fhir", str(file), "--as", "coordinator"]
    process = subprocess.Popen(command, env=clinic.environment, cwd=clinic.data_dir, stdout=subprocess.DEVNULL)
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
    killed = process.wait() != 0
    assert clinic.python(COUNT).split() == (["0", "0", "0"] if killed else ["1", "1500", "1"])
    assert clinic.daybreak("audit", "verify").returncode == 0
