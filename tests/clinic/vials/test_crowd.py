"""Many hands at one shelf, and a process killed between two lines: the ledger holds, on SQLite and on PostgreSQL."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from random import Random

import pytest

from tests import postgres, servers
from tests.servers import Clinic

ASKED = 72
"""Acts that the crowd tries: six people, twelve each."""


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def clinic(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """An empty clinic on one of the two databases."""
    with ExitStack() as stack:
        on_postgres = request.param == "postgres"
        chosen = {"DAYBREAK_DATABASE_URL": stack.enter_context(postgres.cluster())} if on_postgres else {}
        yield servers.prepared(tmp_path_factory.mktemp("crowd"), **chosen)


def killed_after(clinic: Clinic, lines: int) -> list[str]:
    """The keys that were acknowledged by a process that is killed as soon as it has acknowledged so many."""
    command = [sys.executable, "-m", "tests.clinic.vials.keeps_acting"]
    with subprocess.Popen(
        command, env=clinic.environment, cwd=clinic.data_dir, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        keys = [process.stdout.readline().strip() for _ in range(lines)]
        process.kill()
        keys += process.stdout.read().split()
    return [key for key in keys if len(key) == 36]


def test_a_process_killed_between_two_lines_loses_none_that_it_acknowledged(clinic: Clinic) -> None:
    keys = killed_after(clinic, Random(4).randint(15, 40))
    told = json.loads(clinic.python("tests.clinic.vials.keeps_acting", "told"))
    assert set(keys) <= set(told["keys"])
    assert len(told["keys"]) - len(keys) <= 1  # one may have been written and not yet acknowledged
    assert (told["balance"], told["log"], told["reports"]) == ([], [], True)
    assert told["on_hand"] in {500_000, 499_950}


def test_many_hands_each_sending_twice_break_nothing_and_double_nothing(clinic: Clinic) -> None:
    told = json.loads(clinic.python("tests.clinic.vials.crowd"))
    assert set(told["said"]) <= {"done", "Conflict", "Invalid"}
    assert sum(told["said"].values()) == ASKED
    assert told["said"]["done"] > ASKED / 3
    assert (told["doubled"], told["balance"], told["log"]) == ([], [], [])
    assert told["held"] == told["sums"]
    assert all(0 <= amount <= 500_000 for amount in told["held"].values())
