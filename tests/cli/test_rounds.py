"""`daybreak rounds`: looks once and says what was done, or goes on until it is told to stop."""

import json
import signal
import subprocess
import sys
import time

import pytest

from tests.servers import Clinic

pytestmark = pytest.mark.server


def escalated(clinic: Clinic) -> int:
    found = json.loads(clinic.python("tests.clinic.alerts.due_alerts", "tell"))
    return sum(alert["escalated"] + alert["passed_on"] for alert in found["alerts"])


def test_once_it_does_what_is_due_and_then_nothing_is(empty_clinic: Clinic) -> None:
    empty_clinic.python("tests.clinic.alerts.due_alerts", "make")
    first, second = empty_clinic.daybreak("rounds", "--once"), empty_clinic.daybreak("rounds", "--once")
    assert "alerts.actions.make_rounds: 42" in first.stdout
    assert "alerts.actions.miss_answers: 1" in first.stdout
    assert (second.stdout, second.returncode) == ("Nothing was due.\n", 0)


def test_it_goes_on_until_it_is_told_to_stop_and_then_ends_well(empty_clinic: Clinic) -> None:
    empty_clinic.python("tests.clinic.alerts.due_alerts", "make")
    command = [sys.executable, "-m", "daybreak", "rounds"]
    with subprocess.Popen(command, env=empty_clinic.environment, cwd=empty_clinic.data_dir) as process:
        until = time.monotonic() + 60
        while escalated(empty_clinic) < 42 and time.monotonic() < until:
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    assert escalated(empty_clinic) == 42


def test_on_a_clinic_without_tables_it_says_what_to_do(tmp_path: object) -> None:
    from pathlib import Path

    assert isinstance(tmp_path, Path)
    done = Clinic(tmp_path).daybreak("rounds", "--once")
    assert done.returncode == 69
    assert "daybreak migrate" in done.stderr
