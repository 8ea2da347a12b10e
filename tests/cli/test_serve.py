"""`daybreak serve`: when it refuses to start, and how it ends."""

import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests import postgres, servers
from tests.servers import Clinic, Server

pytestmark = pytest.mark.server


def _refused(clinic: Clinic, *arguments: str) -> tuple[int, str]:
    done = clinic.daybreak("serve", "--port", "0", *arguments)
    assert done.stdout == ""
    return done.returncode, done.stderr


def test_a_running_server_answers_and_stops_in_good_order(running_server: Server):
    with urllib.request.urlopen(f"{running_server.url}/account/login/") as answer:
        assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
    assert running_server.stop() == 0
    assert re.search(r"INFO GET /account/login/ 200 \d+ ms\n", running_server.log)


def test_without_a_database_it_refuses_with_69(tmp_path: Path):
    assert _refused(Clinic(tmp_path)) == (
        69,
        f"There is no database at {tmp_path}/daybreak.sqlite3 yet. Run `daybreak migrate` to make one.\n",
    )


def test_with_a_database_that_is_not_prepared_it_refuses_with_69(tmp_path: Path):
    (tmp_path / "daybreak.sqlite3").touch()
    code, sentence = _refused(Clinic(tmp_path))
    assert code == 69
    assert re.fullmatch(
        r"The database waits for \d+ migrations\. Back it up, then run `daybreak migrate`\.\n", sentence
    )


def test_with_a_file_that_is_no_database_it_refuses_with_69(tmp_path: Path):
    (tmp_path / "daybreak.sqlite3").write_text("this is a letter, not a database" * 100)
    assert _refused(Clinic(tmp_path)) == (
        69,
        f"The database {tmp_path}/daybreak.sqlite3 cannot be opened: file is not a database.\n",
    )


def test_without_its_postgresql_it_refuses_with_69(tmp_path: Path):
    code, sentence = _refused(Clinic(tmp_path, {"DAYBREAK_DATABASE_URL": "postgresql://127.0.0.1:1/clinic"}))
    assert code == 69
    assert sentence.startswith("The database cannot be reached: connection ")
    assert sentence.endswith("Check database_url and that the server runs.\n")
    assert sentence.count("\n") == 1


def test_without_secrets_it_refuses_with_78(tmp_path: Path):
    code, sentence = _refused(Clinic(tmp_path, {"DAYBREAK_SECRET_KEY": "", "DAYBREAK_AUDIT_KEY": ""}))
    assert code == 78
    assert sentence.splitlines()[0] == (
        f'The secret "secret_key" is not given, and {tmp_path}/secrets does not have it. '
        "Run `daybreak migrate` once to make it, or give the one this clinic already uses."
    )


def test_a_taken_port_is_refused_with_75(running_server: Server, tmp_path: Path):
    other = servers.prepared(tmp_path / "other")
    port = running_server.url.rpartition(":")[2]
    done = other.daybreak("serve", "--port", port)
    assert (done.returncode, done.stderr) == (
        75,
        f"Port {port} is in use. Choose another with --port, or stop what uses it.\n",
    )


def test_a_second_server_on_the_same_sqlite_record_is_refused_with_75(running_server: Server):
    code, sentence = _refused(running_server.clinic)
    assert code == 75
    assert sentence == (
        f"Another server already serves {running_server.clinic.data_dir}. "
        "Stop it first; more than one server needs PostgreSQL.\n"
    )


def test_a_database_that_vanishes_is_a_clear_page_and_not_an_empty_new_one(running_server: Server):
    for path in running_server.clinic.data_dir.glob("daybreak.sqlite3*"):
        path.unlink()
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(_with_session(running_server.url))
    refused.value.close()
    assert (refused.value.code, refused.value.headers["Retry-After"]) == (503, "5")
    assert list(running_server.clinic.data_dir.glob("daybreak.sqlite3*")) == []


def _with_session(url: str) -> urllib.request.Request:
    """A request that claims a session, which only the database can confirm."""
    return urllib.request.Request(f"{url}/", headers={"Cookie": "daybreak=" + "a" * 32})


def test_a_postgresql_that_goes_away_is_a_clear_page_and_work_goes_on_when_it_returns(tmp_path: Path):
    with postgres.server() as database:
        clinic = servers.prepared(tmp_path, DAYBREAK_DATABASE_URL=database.url)
        with servers.serving(clinic) as server:
            request = _with_session(server.url)
            assert _status(request) == 200
            database.stop()
            assert _status(request) == 503
            database.start()
            assert _status(request) == 200


def _status(request: urllib.request.Request) -> int:
    try:
        with urllib.request.urlopen(request) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code
