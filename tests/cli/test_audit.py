"""`daybreak audit`."""

import json
import sqlite3

import pytest

from tests.servers import Clinic


@pytest.fixture
def clinic(empty_clinic: Clinic) -> Clinic:
    """A clinic with three events: its key for notes, a person, and their role."""
    empty_clinic.daybreak("staff", "add", "--username", "dora", "--name", "Dora Director", "--generate")
    return empty_clinic


def _from_outside(clinic: Clinic, *statements: str) -> None:
    """What someone with the file in hand can do: take the guards away, and change what they guarded."""
    record = sqlite3.connect(clinic.data_dir / "daybreak.sqlite3")
    guards = record.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for statement in [*(f'DROP TRIGGER "{name}"' for (name,) in guards), *statements]:
        record.execute(statement)
    record.commit()
    record.close()


def test_a_whole_log_is_said_to_be_whole(clinic: Clinic):
    done = clinic.daybreak("audit", "verify")
    assert (done.returncode, done.stdout) == (
        0,
        "The audit log is whole: 3 events, each in its place, and agrees with the 2 kept outside.\n",
    )


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE audit_auditevent SET actor_name = 'Somebody Else' WHERE seq = 1",
        "DELETE FROM audit_auditevent WHERE seq = 1",
        "DELETE FROM audit_auditevent WHERE seq = 2",
    ],
)
def test_a_harmed_log_ends_with_1_and_says_what_is_wrong(clinic: Clinic, harm: str):
    _from_outside(clinic, harm)
    done = clinic.daybreak("audit", "verify")
    assert done.returncode == 1
    assert done.stdout.startswith("The audit log is NOT whole:\n  ")


def test_an_anchor_kept_elsewhere_finds_a_log_taken_back_as_a_whole(clinic: Clinic):
    before = (clinic.data_dir / "daybreak.sqlite3").read_bytes()
    clinic.python("tests.cli.one_more_event")
    anchors = clinic.data_dir / "anchors"
    anchors.write_text(clinic.daybreak("audit", "anchor").stdout)
    assert clinic.daybreak("audit", "verify", "--anchors", str(anchors)).returncode == 0
    for path in clinic.data_dir.glob("daybreak.sqlite3-*"):
        path.unlink()
    (clinic.data_dir / "daybreak.sqlite3").write_bytes(before)
    taken_back = clinic.daybreak("audit", "verify")
    assert (taken_back.returncode, "the end of the log was cut off, or taken back" in taken_back.stdout) == (1, True)
    (clinic.data_dir / "audit-anchors").unlink()
    assert clinic.daybreak("audit", "verify").returncode == 0
    done = clinic.daybreak("audit", "verify", "--anchors", str(anchors), "--json")
    assert (done.returncode, json.loads(done.stdout)["ok"]) == (1, False)
