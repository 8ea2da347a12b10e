"""The stream on the wire of a real server: nothing missed, nothing doubled, nothing held, and an end in good order."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Thread

import pytest

from tests import servers
from tests.servers import Clinic, Server
from tests.web.dosing.wire import Browser

pytestmark = pytest.mark.server


@pytest.fixture
def told(empty_clinic: Clinic) -> dict[str, str]:
    """A session in which a dose was given (events 1 to 3), and a sign-in for each role."""
    found: dict[str, str] = json.loads(empty_clinic.python("tests.web.dosing.seed", "injected"))
    return found


@pytest.fixture
def server(empty_clinic: Clinic, told: dict[str, str]) -> Iterator[Server]:
    with servers.serving(empty_clinic) as running:
        yield running


@pytest.fixture
def nurse(server: Server, told: dict[str, str]) -> Browser:
    return Browser(server.url, told["nurse"], told["session"])


def test_a_screen_gets_the_past_then_the_present_and_a_beat(nurse: Browser) -> None:
    with nurse.stream() as stream:
        assert stream.answer.getheader("Content-Type") == "text/event-stream"
        assert stream.answer.getheader("Cache-Control") == "no-store"
        assert stream.answer.getheader("Content-Encoding") is None
        assert stream.until(3) == [1, 2, 3]
        nurse.note("one")
        assert stream.until(4) == [4]
        assert stream.next_beat()["due"]["every_minutes"] == 10


def test_an_event_is_on_the_wire_well_within_a_second(nurse: Browser) -> None:
    with nurse.stream(after=3) as stream:
        stream.next_beat()
        waits = []
        for number in range(4, 14):
            started = time.monotonic()
            nurse.note(f"note {number}")
            stream.until(number)
            waits.append(time.monotonic() - started)
    assert sorted(waits)[8] < 0.5, waits


def test_a_screen_that_comes_back_gets_exactly_what_it_missed(nurse: Browser) -> None:
    with nurse.stream(after=3) as stream:
        nurse.note("seen")
        assert stream.until(4) == [4]
    missed = [nurse.note(f"missed {number}") for number in range(3)]
    with nurse.stream(after=3, last_event_id=4) as stream:
        nurse.note("live again")
        assert stream.until(8) == [*missed, 8]


def test_whatever_the_moment_of_coming_back_there_is_no_gap_and_no_double(nurse: Browser) -> None:
    last = 3 + 60
    writer = Thread(target=lambda: [nurse.note(f"note {number}") for number in range(60)])
    seen: list[int] = []
    writer.start()
    while not seen or seen[-1] < last:
        with nurse.stream(last_event_id=seen[-1] if seen else 3) as stream:
            seen += stream.until(min((seen[-1] if seen else 3) + 7, last))
    writer.join()
    assert seen == list(range(4, last + 1))


def test_twenty_screens_cost_no_more_threads_and_connections_than_one(server: Server, nurse: Browser) -> None:
    with ExitStack() as open_screens:
        open_screens.enter_context(nurse.stream(after=3)).next_beat()
        before = _threads(server), _connections(server)
        screens = [open_screens.enter_context(nurse.stream(after=3)) for _ in range(19)]
        for screen in screens:
            screen.next_beat()
        after = _threads(server), _connections(server)
        nurse.note("everyone sees this")
        assert [screen.until(4) for screen in screens] == [[4]] * 19
    # A page may be served by a thread that has not ended yet; twenty screens must not show in the count.
    assert after[0] - before[0] <= 2, (before, after)
    assert after[1] - before[1] <= 2, (before, after)


def test_who_may_not_read_the_session_gets_no_stream(server: Server, told: dict[str, str]) -> None:
    for cookie, status in ((told["outsider"], 403), (told["auditor"], 403), ("not a sign-in", 302)):
        with Browser(server.url, cookie, told["session"]).stream() as stream:
            assert stream.answer.status == status


def test_a_person_who_is_let_go_stops_watching(server: Server, nurse: Browser, told: dict[str, str]) -> None:
    with nurse.stream(after=3) as stream:
        stream.next_beat()
        server.clinic.python("tests.web.dosing.let_go", "nurse")
        started = time.monotonic()
        assert [message["event"] for message in stream.messages() if message["event"] != "beat"] == []
        assert time.monotonic() - started < 20


def test_what_another_process_writes_is_seen_soon_without_a_bell(server: Server, nurse: Browser) -> None:
    with nurse.stream(after=3) as stream:
        stream.next_beat()
        server.clinic.python("tests.web.dosing.write_note", nurse.session, "from the command line")
        started = time.monotonic()
        assert stream.until(4) == [4]
        assert time.monotonic() - started < 5  # it looks once a second; the rest is for a busy machine


def test_a_server_that_stops_ends_the_streams_first(server: Server, nurse: Browser) -> None:
    with nurse.stream(after=3) as stream:
        stream.next_beat()
        started = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - started < 10  # it would hang for as long as the stream otherwise
        assert [message["event"] for message in stream.messages()] in ([], ["beat"])


def test_reading_a_stream_is_audited_once_however_often_the_network_breaks(nurse: Browser, server: Server) -> None:
    for _ in range(4):
        with nurse.stream(after=3) as stream:
            stream.next_beat()
    assert server.clinic.python("tests.web.dosing.count_audit", "session.read", "stream").strip() == "1"


def _threads(server: Server) -> int:
    status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("Threads:"))


def _connections(server: Server) -> int:
    """How often the database file is open."""
    open_files = Path(f"/proc/{server.process.pid}/fd").iterdir()
    return sum(str(file.readlink()).endswith(".sqlite3") for file in open_files if file.is_symlink())


def test_the_stream_of_a_page_just_opened_is_the_same_reading_of_the_record(server: Server, nurse: Browser) -> None:
    assert nurse.open() == 200
    with nurse.stream(after=3) as stream:
        stream.next_beat()
    assert server.clinic.python("tests.web.dosing.count_audit", "session.read", "bedside").strip() == "1"
    assert server.clinic.python("tests.web.dosing.count_audit", "session.read", "stream").strip() == "0"


def test_a_page_that_another_person_opened_does_not_hide_who_opens_the_stream(
    server: Server, nurse: Browser, told: dict[str, str]
) -> None:
    assert Browser(server.url, told["prescriber"], told["session"]).open() == 200
    with nurse.stream(after=3) as stream:
        stream.next_beat()
    assert server.clinic.python("tests.web.dosing.count_audit", "session.read", "stream").strip() == "1"
