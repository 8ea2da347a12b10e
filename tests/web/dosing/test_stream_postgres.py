"""The stream over PostgreSQL: other processes ring the bell, and a viewer costs the database nothing."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from tests import postgres, servers
from tests.servers import Server
from tests.web.dosing.wire import Browser

pytestmark = pytest.mark.server


@pytest.fixture
def cluster() -> Iterator[postgres.Cluster]:
    try:
        postgres.programs()
    except postgres.NoPostgres as lack:
        pytest.skip(str(lack))
    with postgres.server() as made:
        yield made


@pytest.fixture
def clinic(cluster: postgres.Cluster, tmp_path: Path) -> servers.Clinic:
    return servers.prepared(tmp_path / "clinic", DAYBREAK_DATABASE_URL=cluster.url)


@pytest.fixture
def told(clinic: servers.Clinic) -> dict[str, str]:
    found: dict[str, str] = json.loads(clinic.python("tests.web.dosing.seed", "injected"))
    return found


@pytest.fixture
def server(clinic: servers.Clinic, told: dict[str, str]) -> Iterator[Server]:
    with servers.serving(clinic) as running:
        yield running


@pytest.fixture
def nurse(server: Server, told: dict[str, str]) -> Browser:
    return Browser(server.url, told["nurse"], told["session"])


def test_what_another_process_commits_is_heard_at_once(server: Server, nurse: Browser) -> None:
    with nurse.stream(after=3) as stream, ThreadPoolExecutor() as pool:
        stream.next_beat()
        # Unevenly spaced against the look once a second: only a bell can bring all of them within half of it.
        writing = pool.submit(server.clinic.python, "tests.web.dosing.write_note", nurse.session, "x", "6", "0.37")
        arrived = []
        for number in range(4, 10):
            stream.until(number)
            arrived.append(time.time())
        committed = json.loads(writing.result())
    waited = [there - written for there, written in zip(arrived, committed, strict=True)]
    assert max(waited) < 0.4, waited


def test_twenty_screens_hold_no_connection_of_their_own(
    server: Server, nurse: Browser, cluster: postgres.Cluster
) -> None:
    with ExitStack() as open_screens:
        open_screens.enter_context(nurse.stream(after=3)).next_beat()
        before = _connections(cluster)
        screens = [open_screens.enter_context(nurse.stream(after=3)) for _ in range(19)]
        for screen in screens:
            screen.next_beat()
        assert _connections(cluster) <= before + 1
        nurse.note("everyone sees this")
        assert [screen.until(4) for screen in screens] == [[4]] * 19


def test_a_database_that_goes_away_silences_the_beat_and_its_return_loses_nothing(
    server: Server, nurse: Browser, cluster: postgres.Cluster
) -> None:
    with nurse.stream(after=3) as stream:
        stream.next_beat()
        cluster.stop()
        assert stream.beats_until_silent(4) <= 1  # one may have been on its way
        status, answer = nurse.post("note", {"client_id": "0b6b7b0e-6f0e-4a53-8a53-8a3b8d1f0c11", "text": "lost"})
        assert (status, "nothing was saved" in answer["error"]) == (503, True)
        cluster.start()
    with nurse.stream(after=3) as stream:
        assert nurse.note("found again") == 4
        assert stream.until(4) == [4]


def _connections(cluster: postgres.Cluster) -> int:
    with psycopg.connect(cluster.url) as asking:
        found = asking.execute("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'").fetchone()
    assert found
    return int(found[0]) - 1
