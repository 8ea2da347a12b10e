"""The power is cut at any point of a whole course: no act that was told is lost, none is half done, no alert is lost.

Each life of the clinic is the course of one more patient, on the same database, cut at a statement chosen by chance,
within a transaction or between two; the last is played to its end.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from random import Random
from typing import Any

import pytest

from tests import postgres, servers
from tests.servers import Clinic

LIVES = 6
STATEMENTS = 12_000
"""Fewer than a whole course needs."""
ALL_WELL: dict[str, list[Any]] = {
    "lost": [],
    "half done": [],
    "without owner": [],
    "past its time": [],
    "ledger": [],
    "log": [],
}
pytestmark = [pytest.mark.server, pytest.mark.sqlite]


@pytest.fixture(params=["sqlite", "postgres"])
def clinic(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """An empty clinic on one of the two databases."""
    with ExitStack() as stack:
        on_postgres = request.param == "postgres"
        chosen = {"DAYBREAK_DATABASE_URL": stack.enter_context(postgres.cluster())} if on_postgres else {}
        yield servers.prepared(tmp_path_factory.mktemp("killed"), **chosen)


def lived(clinic: Clinic, life: int, cut_at: int | None) -> list[str]:
    """The lines of the acts that came back; the process ended as it was to."""
    command = [sys.executable, "-m", "tests.clinic.one_course", "play", str(life), *([str(cut_at)] if cut_at else [])]
    done = subprocess.run(
        command, env=clinic.environment, cwd=clinic.data_dir, capture_output=True, encoding="utf-8", timeout=240
    )
    assert done.returncode == (-signal.SIGKILL if cut_at else 0), done.stderr
    return done.stdout.splitlines()


def amiss(clinic: Clinic, lines: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(clinic.python("tests.clinic.one_course", "tell", said="\n".join(lines)))
    return found


def test_whenever_the_power_is_cut_in_a_course_nothing_told_is_lost_and_the_next_goes_on(clinic: Clinic) -> None:
    chance, lines = Random(20261123), list[str]()
    for life in range(LIVES):
        lines += lived(clinic, life, chance.randint(1, STATEMENTS))
        assert amiss(clinic, lines) == ALL_WELL, life
    whole = lived(clinic, LIVES, None)
    assert json.loads(whole[-1]) == {"whole": LIVES}
    assert amiss(clinic, [*lines, *whole]) == ALL_WELL
    assert len(lines) > 5 * LIVES
    never = {"act": "sessions.inject", "seq": 10**9, "rows": [["sessions.Injection", 10**9]]}
    assert amiss(clinic, [json.dumps(never)]) == {**ALL_WELL, "lost": [never]}
