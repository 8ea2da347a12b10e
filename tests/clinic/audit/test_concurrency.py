"""Several processes write to one log at the same time: the chain never forks, nothing is lost."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests import postgres, servers

WRITERS, EACH = 4, 60


@pytest.fixture(params=["sqlite", "postgresql"])
def clinic(request, tmp_path) -> Iterator[servers.Clinic]:
    if request.param == "sqlite":
        yield servers.prepared(tmp_path / "clinic")
        return
    try:
        postgres.programs()
    except postgres.NoPostgres as missing:
        pytest.skip(str(missing))
    with postgres.cluster() as url:
        yield servers.prepared(tmp_path / "clinic", DAYBREAK_DATABASE_URL=url)


def _found(clinic: servers.Clinic) -> dict[str, Any]:
    return json.loads(clinic.daybreak("audit", "verify", "--json").stdout)


def test_simultaneous_writers_make_one_chain(clinic):
    command = [sys.executable, "-m", "tests.clinic.audit.writer", str(EACH)]
    before = _found(clinic)["events"]
    writers = [subprocess.Popen(command, env=clinic.environment, cwd=clinic.data_dir) for _ in range(WRITERS)]
    assert [writer.wait(timeout=120) for writer in writers] == [0] * WRITERS
    found = _found(clinic)
    assert (found["ok"], found["events"] - before, found["problems"]) == (True, WRITERS * EACH, [])


def test_verifying_while_others_write_finds_nothing_wrong(clinic):
    command = [sys.executable, "-m", "tests.clinic.audit.writer", str(EACH)]
    writer = subprocess.Popen(command, env=clinic.environment, cwd=clinic.data_dir)
    verdicts = []
    while writer.poll() is None:
        verdicts.append(clinic.daybreak("audit", "verify").returncode)
    assert (writer.returncode, set(verdicts)) == (0, {0})
