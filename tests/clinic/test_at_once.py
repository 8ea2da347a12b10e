"""Several people act at the same moment, on a real SQLite file and a real PostgreSQL: one wins, nothing is doubled."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests import postgres, servers

EXPECTED: dict[str, dict[str, Any]] = {
    "rounds_of_many_servers": {
        "came_back": {"done": 1, "Conflict": 5},
        "different_rows": 1,
        "steps": 2,
        "whole": True,
    },
    "doses_of_one_order": {
        "came_back": {"done": 1, "Conflict": 5},
        "different_rows": 1,
        "injections": 1,
        "on_hand": 460_000,
    },
    "one_dose_sent_often": {"came_back": {"done": 6}, "different_rows": 1, "injections": 1, "on_hand": 460_000},
    "releases_of_one_pressure": {
        "came_back": {"done": 1, "Conflict": 5},
        "different_rows": 1,
        "doses": {"done": 1, "Conflict": 5},
        "injections": 1,
    },
    "waste_and_return": {"came_back": {"done": 1, "Conflict": 1}, "different_rows": 1, "on_hand": 0},
    "readings_from_many_tablets": {"came_back": {"done": 6}, "different_rows": 1, "readings": 61, "gapless": True},
    "sessions_for_one_order": {"came_back": {"done": 1, "Conflict": 5}, "different_rows": 1, "sessions": 1},
    "a_busy_session": {"came_back": {"done": 7}, "state": "ended"},
    "orders_of_one_course": {"came_back": {"done": 1, "Conflict": 5}, "different_rows": 1, "orders": 1},
    "courses_of_one_patient": {"came_back": {"done": 1, "Conflict": 5}, "different_rows": 1},
    "one_link_answered_often": {"came_back": {"done": 1, "Conflict": 5}, "different_rows": 1, "responses": 1},
    "one_vial_received_often": {"came_back": {"done": 6}, "different_rows": 1, "vials": 1},
    "one_waste_sent_often": {"came_back": {"done": 6}, "different_rows": 1, "on_hand": 495_000},
}


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What became of every scenario on one of the two databases."""
    folder = tmp_path_factory.mktemp("at_once")
    with ExitStack() as stack:
        on_postgres = request.param == "postgres"
        chosen = {"DAYBREAK_DATABASE_URL": stack.enter_context(postgres.cluster())} if on_postgres else {}
        clinic = servers.prepared(folder, **chosen)
        yield json.loads(clinic.python("tests.clinic.at_once"))


@pytest.mark.parametrize("scenario", EXPECTED)
def test_one_wins_and_nothing_is_doubled(played: dict[str, Any], scenario: str) -> None:
    assert played[scenario] == EXPECTED[scenario]


def test_the_last_dose_of_a_vial_goes_to_one_patient(played: dict[str, Any]) -> None:
    """Who comes too late is told either when looking at the vial or when drawing from it."""
    told = played["the_last_dose_of_a_vial"]
    too_late = {said: count for said, count in told["came_back"].items() if said != "done"}
    assert (told["injections"], told["on_hand"]) == (1, 10_000)
    assert set(too_late) <= {"Invalid", "Conflict"}
    assert sum(too_late.values()) == 5


def test_an_order_is_cancelled_or_given_never_both(played: dict[str, Any]) -> None:
    told = played["an_order_cancelled_and_opened"]
    assert (told["came_back"], told["cancelled_and_open"]) == ({"done": 1, "Conflict": 1}, 0)


def test_after_all_that_every_vial_balances_and_the_log_holds(played: dict[str, Any]) -> None:
    assert (played["balance"], played["log"]) == ([], [])
