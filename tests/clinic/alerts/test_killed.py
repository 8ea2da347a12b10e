"""What makes the rounds is killed in the middle of them: after a start each due alert has gone on within 5 s, once."""

import json
import sqlite3
import subprocess
import sys
import time
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from tests.clinic.alerts.due_alerts import DUE
from tests.clinic.sheets import all_answered
from tests.servers import Clinic, Server, serving

pytestmark = [pytest.mark.server, pytest.mark.sqlite]
WITHIN_S = 5.0
PATIENCE_S = 60.0


def told(clinic: Clinic) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(clinic.python("tests.clinic.alerts.due_alerts", "tell"))
    return found


def answered(server: Server, token: str) -> bool:
    """Send answers with item 9 above nought; whether the patient was thanked."""
    body = urlencode(all_answered(1, item9=2)).encode()
    try:
        with urlopen(Request(f"{server.url}/a/{token}/", data=body), timeout=10) as page:
            return bool(page.status == 200)
    except (URLError, OSError):
        return False


def gone_on(clinic: Clinic) -> int:
    """How many steps have been taken by the clock, read beside whoever writes."""
    with sqlite3.connect(f"file:{clinic.data_dir / 'daybreak.sqlite3'}?mode=ro", uri=True, timeout=10) as record:
        row = record.execute("SELECT count(*) FROM alerts_alertstep WHERE kind IN ('escalated', 'passed_on')")
        return int(row.fetchone()[0])


def kill_in_the_middle_of_the_rounds(clinic: Clinic, after_steps: int) -> int:
    """Let the rounds be made until so many steps were taken, then cut the power; how many there were in the end."""
    command = [sys.executable, "-m", "daybreak", "rounds"]
    with subprocess.Popen(command, env=clinic.environment, cwd=clinic.data_dir) as process:
        until = time.monotonic() + PATIENCE_S
        while gone_on(clinic) < after_steps and time.monotonic() < until:
            time.sleep(0.001)
        process.kill()
    return gone_on(clinic)


def test_every_due_alert_is_there_and_took_its_step_once_whenever_the_process_was_killed(empty_clinic: Clinic) -> None:
    tokens = json.loads(empty_clinic.python("tests.clinic.alerts.due_alerts", "make"))["tokens"]
    taken = [kill_in_the_middle_of_the_rounds(empty_clinic, after_steps=steps) for steps in (1, 15)]
    assert 0 < taken[0] <= taken[1]
    with serving(empty_clinic) as server:
        listening = time.monotonic()
        thanked = sum(answered(server, token) for token in tokens[:3])
        time.sleep(max(0.0, WITHIN_S - (time.monotonic() - listening)))
        server.kill()
    found = told(empty_clinic)
    assert found["log"] == []
    first = [alert for alert in found["alerts"] if alert["kind"] == "risk_item" and alert["open"]]
    assert (thanked, len(first)) == (3, DUE + 2 + 3)
    was_due = first[:DUE]
    assert [(alert["escalated"] + alert["passed_on"], alert["due"]) for alert in was_due] == [(1, False)] * DUE
    for words in ("Held by someone on leave.", "Held by someone who has left."):
        (alert,) = [alert for alert in first if alert["what"] == words]
        assert (alert["passed_on"], alert["escalated"], alert["owner"]) == (1, 0, "therapist")
    assert [alert["owner"] for alert in found["alerts"] if alert["kind"] == "answer_absent"] == ["therapist"]
    assert not any(alert["due"] for alert in found["alerts"])
    assert {alert["owner"] for alert in found["alerts"] if alert["open"]} <= {"therapist", "director"}
