"""What was acknowledged stays, whatever happens to the server, the disk or the database; failing is said plainly."""

import json
import resource
import uuid
from collections.abc import Iterator
from dataclasses import replace
from threading import Thread
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests import servers
from tests.servers import Clinic, Server
from tests.web.dosing.wire import Browser

pytestmark = pytest.mark.server

READING = {"systolic": 124, "diastolic": 78, "heart_rate": 71, "spo2": 98, "respiratory_rate": 14, "moaas": 5}


@pytest.fixture
def told(empty_clinic: Clinic) -> dict[str, str]:
    """A session in which a dose was given, and a sign-in for each role."""
    found: dict[str, str] = json.loads(empty_clinic.python("tests.web.dosing.seed", "injected"))
    return found


@pytest.fixture
def server(empty_clinic: Clinic, told: dict[str, str]) -> Iterator[Server]:
    with servers.serving(empty_clinic) as running:
        yield running


@pytest.fixture
def nurse(server: Server, told: dict[str, str]) -> Browser:
    return Browser(server.url, told["nurse"], told["session"])


def test_a_server_killed_in_the_middle_of_a_hundred_recordings_loses_no_acknowledged_one(
    server: Server, nurse: Browser
) -> None:
    keys = [str(uuid.uuid4()) for _ in range(100)]
    acknowledged: list[str] = []

    def record(mine: list[str]) -> None:
        for key in mine:
            try:
                status, _ = nurse.post(
                    "readings", {"client_id": key, **READING, "dissociation": len(acknowledged) % 11}
                )
            except OSError:
                return
            if status == 201:
                acknowledged.append(key)
            if len(acknowledged) == 50:
                server.kill()

    writers = [Thread(target=record, args=(keys[start::4],)) for start in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert 50 <= len(acknowledged) < 100
    _everything_is_there(server.clinic, acknowledged)

    with servers.serving(server.clinic) as again:
        back = replace(nurse, url=again.url)
        statuses = {back.post("readings", {"client_id": key, **READING, "dissociation": 3})[0] for key in keys}
    # Those that are there answer 200, or 409 where the retry of this test tells other values; the rest are taken now.
    assert statuses <= {200, 201, 409}
    _everything_is_there(server.clinic, keys)


def test_a_full_disk_is_said_plainly_and_what_was_acknowledged_stays(server: Server, nurse: Browser) -> None:
    usual = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    acknowledged = _fill_the_disk(server, nurse, usual[1])
    status, answer = nurse.post("note", {"client_id": str(uuid.uuid4()), "text": "x" * 4000})
    assert status == 503
    assert answer["error"].startswith("The record cannot be reached at the moment, so nothing was saved.")
    # Each look at a chart is a line of the audit log: with no room for that line, the chart stays shut.
    pages = [_page(nurse, f"/sessions/{nurse.session}/") for _ in range(60)]
    assert {status for status, _ in pages} <= {200, 503}
    assert pages[-1][0] == 503
    assert "The record is out of reach" in pages[-1][1]

    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, usual)
    assert nurse.post("note", {"client_id": str(uuid.uuid4()), "text": "there is room again"})[0] == 201
    assert server.stop() == 0
    _everything_is_there(server.clinic, acknowledged)


def test_a_lost_database_is_said_plainly_and_silences_the_beat_until_it_is_back(server: Server, nurse: Browser) -> None:
    database = server.clinic.data_dir / "daybreak.sqlite3"
    away = database.with_suffix(".away")
    with nurse.stream(after=3) as stream:
        stream.next_beat()
        database.rename(away)
        try:
            assert nurse.post("note", {"client_id": str(uuid.uuid4()), "text": "lost"})[0] == 503
            assert _page(nurse, "/")[0] == 503
            assert stream.beats_until_silent(4) <= 1  # one may have been on its way
        finally:
            away.rename(database)
    with nurse.stream(after=3) as stream:
        assert nurse.note("found again") == 4
        assert stream.until(4) == [4]


def _fill_the_disk(server: Server, nurse: Browser, hard: int) -> list[str]:
    """Let the server write no file beyond what it holds now and a little; the keys of what it still acknowledged."""
    files = server.clinic.data_dir.glob("daybreak.sqlite3*")
    room = max(file.stat().st_size for file in files) + 200_000
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (room, hard))
    acknowledged = []
    for size in (4000, 400, 4):
        status = 201
        while status == 201:
            key = str(uuid.uuid4())
            status, _ = nurse.post("note", {"client_id": key, "text": "x" * size})
            if status == 201:
                acknowledged.append(key)
            assert len(acknowledged) < 1000, "the disk never filled"
    return acknowledged


def _everything_is_there(clinic: Clinic, keys: list[str]) -> None:
    kept = set(json.loads(clinic.python("tests.web.dosing.kept_keys")))
    assert set(keys) - kept == set()
    verified = clinic.daybreak("audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert clinic.python("tests.web.dosing.numbers_without_gap").strip() == "True"


def _page(browser: Browser, path: str) -> tuple[int, str]:
    request = Request(browser.url + path, headers={"Cookie": f"daybreak={browser.cookie}"})
    try:
        with urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        return refused.code, refused.read().decode()
