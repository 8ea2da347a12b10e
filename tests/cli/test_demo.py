"""`daybreak demo`: made once, kept, made anew when asked, on a port that is free."""

import contextlib
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from daybreak.care.roles import Role
from daybreak.project import ports
from daybreak.project.stopped import Taken
from tests import servers
from tests.servers import Clinic, Server

pytestmark = pytest.mark.server
OPEN = ("demo", "--folder", "demo", "--port", "0")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    """A folder in which the demonstration clinic was opened once and closed again."""
    clinic = Clinic(tmp_path_factory.mktemp("demo"))
    with servers.serving(clinic, OPEN) as server:
        assert server.stop() == 0
    return clinic


@pytest.fixture
def opened_again(made: Clinic, tmp_path: Path) -> Iterator[Server]:
    with servers.serving(servers.copied(made.data_dir, tmp_path / "again"), OPEN) as server:
        yield server


def _rows(clinic: Clinic, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(clinic.data_dir / "demo/daybreak.sqlite3")) as record:
        return record.execute(query).fetchall()


def _sign_ins(clinic: Clinic) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((clinic.data_dir / "demo/sign-ins.json").read_text(encoding="utf-8"))
    return found


def test_there_is_one_sign_in_for_every_role_and_only_their_owner_reads_them(made: Clinic):
    assert [one["role"] for one in _sign_ins(made)] == [role.label for role in Role]
    assert (made.data_dir / "demo/sign-ins.json").stat().st_mode & 0o777 == 0o600
    assert len({one["passphrase"] for one in _sign_ins(made)}) == len(Role)


def test_the_log_of_a_fresh_demonstration_is_whole(made: Clinic):
    kept = made.data_dir / "demo/secrets"
    keys = {f"DAYBREAK_{name.upper()}": (kept / name).read_text() for name in ("secret_key", "audit_key")}
    found = Clinic(made.data_dir / "demo", keys).daybreak("audit", "verify")
    assert (found.returncode, found.stdout[:23]) == (0, "The audit log is whole:")


def test_opened_again_the_data_are_kept_and_nothing_is_made(made: Clinic, opened_again: Server):
    query = "SELECT public_id, given_name FROM patients_patient ORDER BY public_id"
    assert _rows(opened_again.clinic, query) == _rows(made, query) != []
    assert _sign_ins(opened_again.clinic) == _sign_ins(made)


def test_fresh_starts_over(made: Clinic, tmp_path: Path):
    clinic = servers.copied(made.data_dir, tmp_path / "fresh")
    (clinic.data_dir / "demo/notes.txt").write_text("not ours to remove")
    before = _rows(clinic, "SELECT public_id FROM patients_patient ORDER BY 1")
    with servers.serving(clinic, (*OPEN, "--fresh")):
        after = _rows(clinic, "SELECT public_id FROM patients_patient ORDER BY 1")
    assert len(after) == len(before)
    assert set(after) & set(before) == set()
    assert _sign_ins(clinic) != _sign_ins(made)
    assert (clinic.data_dir / "demo/notes.txt").is_file()


def test_a_demonstration_that_was_never_finished_is_made_anew(made: Clinic, tmp_path: Path):
    clinic = servers.copied(made.data_dir, tmp_path / "half")
    (clinic.data_dir / "demo/sign-ins.json").unlink()
    with servers.serving(clinic, OPEN):
        assert len(_sign_ins(clinic)) == len(Role)


def test_settings_of_a_real_clinic_do_not_reach_the_demonstration(made: Clinic, tmp_path: Path):
    real = Clinic(
        servers.copied(made.data_dir, tmp_path / "real").data_dir,
        {"DAYBREAK_DATABASE_URL": "postgresql://real.example/clinic", "DAYBREAK_REQUIRE_SECOND_FACTOR": "true"},
    )
    with servers.serving(real, OPEN) as server:
        assert server.url.startswith("http://127.0.0.1:")


def test_while_the_first_port_is_in_use_the_next_free_one_is_taken_and_said(made: Clinic, tmp_path: Path):
    clinic = servers.copied(made.data_dir, tmp_path / "next")
    with contextlib.ExitStack() as held:
        with contextlib.suppress(Taken):
            held.enter_context(ports.listen("127.0.0.1", 8000))
        with servers.serving(clinic, ("demo", "--folder", "demo")) as server:
            assert int(server.url.rpartition(":")[2]) > 8000
            assert re.fullmatch(r"Port 8000 is in use, so this clinic takes port \d+\.\n", server.said[0])


def test_the_folder_of_a_running_demonstration_is_not_cleared_under_it(opened_again: Server):
    before = _sign_ins(opened_again.clinic)
    refused = opened_again.clinic.daybreak(*OPEN, "--fresh")
    assert (refused.returncode, refused.stderr[:34]) == (75, "Another server already serves demo")
    assert _sign_ins(opened_again.clinic) == before


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(made: Clinic):
    refused = made.daybreak("demo", "--folder", "demo/sign-ins.json/there", "--port", "0")
    assert (refused.returncode, refused.stderr) == (
        1,
        "The folder demo/sign-ins.json/there cannot be made: Not a directory. Choose another with --folder.\n",
    )
