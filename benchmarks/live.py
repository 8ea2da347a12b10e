"""Measures the live stream: from the commit of a reading to every viewer, and what a viewer costs the server.

    python -m benchmarks.live [--json] [--viewers 40] [--readings 60]

One `daybreak serve` on SQLite in a temporary folder, one dosing session, all viewers over real sockets from here.
Latency is from the moment the server has answered the nurse (the reading is durable) to the arrival at a viewer; who
hears of it before the nurse's tablet has its answer counts as 0. The milliseconds are this machine's; the counts of
threads, of connections, of events lost and doubled carry over.
"""

import argparse
import json
import statistics
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from threading import Thread
from uuid import uuid4

from rich.console import Console
from rich.table import Table
from tests import servers
from tests.web.dosing.wire import Browser, Stream

READING = {"systolic": 124, "diastolic": 78, "heart_rate": 71, "spo2": 98, "dissociation": 4, "moaas": 5}
FIRST = 4
"""The number of the first reading: opened, baseline and injection come before it."""


def main() -> None:
    """Run it, print the table or the JSON."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--viewers", type=int, default=40)
    asked.add_argument("--readings", type=int, default=60)
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="daybreak-live-") as folder:
        clinic = servers.prepared(Path(folder) / "clinic")
        told = json.loads(clinic.python("tests.web.dosing.seed", "injected"))
        with servers.serving(clinic) as server:
            nurse = Browser(server.url, told["nurse"], told["session"])
            found = measure(server, nurse, wanted.viewers, wanted.readings)
    console = Console()
    console.print_json(json.dumps(found)) if wanted.json else console.print(table(found))


def measure(server: servers.Server, nurse: Browser, viewers: int, readings: int) -> dict[str, float]:
    """Latencies (ms) over all viewers and readings, the rate of durable readings, and the cost of the viewers."""
    alone = threads(server), connections(server)
    last = FIRST + readings - 1
    with ExitStack() as open_screens:
        screens = [open_screens.enter_context(nurse.stream(after=FIRST - 1)) for _ in range(viewers)]
        for screen in screens:
            screen.next_beat()
        watched = threads(server), connections(server)
        arrivals: list[dict[int, float]] = [{} for _ in screens]
        listening = [Thread(target=listen, args=(*pair, last)) for pair in zip(screens, arrivals, strict=True)]
        for listener in listening:
            listener.start()
        answered = record(nurse, readings)
        for listener in listening:
            listener.join()
    waits = sorted(
        max(0.0, 1000 * (seen[seq] - at)) for seen in arrivals for seq, at in answered.items() if seq in seen
    )
    spent = max(answered.values()) - min(answered.values())
    return {
        "viewers": viewers,
        "readings": readings,
        "p50_ms": round(statistics.median(waits), 1),
        "p95_ms": round(waits[int(0.95 * len(waits))], 1),
        "max_ms": round(waits[-1], 1),
        "durable_readings_per_s": round((readings - 1) / spent, 1),
        "lost": viewers * readings - len(waits),
        "doubled": sum(seen.get(-1, 0) for seen in arrivals),
        "threads_for_viewers": watched[0] - alone[0],
        "open_databases_for_viewers": watched[1] - alone[1],
    }


def record(nurse: Browser, readings: int) -> dict[int, float]:
    """Post the readings one after the other, as a nurse's tablet does: when each was answered."""
    answered = {}
    for _ in range(readings):
        status, told = nurse.post("readings", {"client_id": str(uuid4()), **READING})
        if status != 201:
            raise SystemExit(f"The server answered {status}: {told}")
        answered[int(told["seq"])] = time.monotonic()
    return answered


def listen(screen: Stream, arrived: dict[int, float], last: int) -> None:
    """When each event came; under -1, how many came twice."""
    for message in screen.messages():
        if message["event"] != "event":
            continue
        seq = int(message["id"])
        if seq in arrived:
            arrived[-1] = arrived.get(-1, 0) + 1
        arrived[seq] = time.monotonic()
        if seq >= last:
            return


def threads(server: servers.Server) -> int:
    """The threads of the server's process."""
    return len(list(Path(f"/proc/{server.process.pid}/task").iterdir()))


def connections(server: servers.Server) -> int:
    """How often the database file is open in it."""
    files = Path(f"/proc/{server.process.pid}/fd").iterdir()
    return sum(str(file.readlink()).endswith(".sqlite3") for file in files if file.is_symlink())


def table(found: dict[str, float]) -> Table:
    """The numbers as a table."""
    shown = Table("What", "Measured", title="From the commit of a reading to every viewer")
    for name, value in found.items():
        shown.add_row(name.replace("_", " "), f"{value:g}")
    return shown


if __name__ == "__main__":
    main()
