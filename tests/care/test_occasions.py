"""Which measure is due when: reckoned from phases and doses, once an occasion, and reminders that end."""

from datetime import UTC, datetime, timedelta

import pytest

from daybreak.care.cognition import TASKS
from daybreak.care.courses import phases
from daybreak.care.occasions import Facts, is_waking_hour, lines, may_remind, occasions
from daybreak.care.questionnaires import INSTRUMENTS
from daybreak.care.rules import shipped

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
RULES = shipped()


def days(count: float) -> timedelta:
    return timedelta(days=count)


def keys(facts: Facts, until: datetime, starts: str = "") -> list[str]:
    return [one.key for one in occasions(facts, until, RULES) if one.key.startswith(starts)]


def test_every_line_asks_for_something_that_exists_in_a_phase_that_exists() -> None:
    for line in lines():
        assert line.instrument in (*INSTRUMENTS, *TASKS)
        assert line.at in ("phase", "dose")
        assert (line.phase in phases().states) == (line.at == "phase")
        assert line.why.endswith(".")
    assert len({line.id for line in lines()}) == len(lines())


def test_preparation_begins_with_the_baseline_and_keeps_it_fresh() -> None:
    facts = Facts({"preparation": (START, None)})
    assert keys(facts, START) == [
        "phq9-preparation:1",
        "gad7-preparation:1",
        "who5-preparation:1",
        "shaps-preparation:1",
    ]
    assert keys(facts, START + days(15), "phq9") == [f"phq9-preparation:{number}" for number in (1, 2, 3)]


def test_a_phase_that_was_left_asks_nothing_more() -> None:
    facts = Facts({"preparation": (START, START + days(7))})
    assert keys(facts, START + days(60), "phq9") == ["phq9-preparation:1"]
    assert keys(Facts({"preparation": (START, START + timedelta(hours=1))}), START + days(3), "pcl5") == []


def test_a_task_is_played_twice_before_the_first_dose_practice_and_baseline() -> None:
    facts = Facts({"preparation": (START, None)})
    assert keys(facts, START + days(60), "vigilance") == ["vigilance-preparation:1", "vigilance-preparation:2"]


def test_after_each_dose_the_mood_and_after_the_third_and_sixth_more() -> None:
    doses = [START + days(3 * number) for number in range(6)]
    facts = Facts({"dosing": (START, None)}, doses)
    until = START + days(30)
    assert keys(facts, until, "phq9") == [f"phq9-dose:{number}" for number in range(1, 7)]
    assert keys(facts, until, "who5") == ["who5-dose:3", "who5-dose:6"]
    assert keys(facts, until, "digit-symbol") == ["digit-symbol-dose:3", "digit-symbol-dose:6"]
    first = next(one for one in occasions(facts, until, RULES) if one.key == "phq9-dose:1")
    assert (first.due_at, first.opens_at, first.until) == (START + days(2), START, START + days(5))


def test_nothing_is_due_a_second_before_its_time() -> None:
    facts = Facts({"dosing": (START, None)}, [START])
    assert keys(facts, START + days(2) - timedelta(seconds=1), "phq9") == []
    assert keys(facts, START + days(2), "phq9") == ["phq9-dose:1"]


def test_follow_up_watches_every_second_week() -> None:
    facts = Facts({"follow_up": (START, None)})
    due = [one.due_at for one in occasions(facts, START + days(40), RULES) if one.instrument == "phq9"]
    assert due == [START + days(7), START + days(21), START + days(35)]


@pytest.mark.parametrize(
    ("hours", "reminders", "may"), [(23.9, 0, False), (24, 0, True), (24, 1, True), (24, 2, False), (900, 2, False)]
)
def test_reminders_come_late_and_end(hours: float, reminders: int, may: bool) -> None:
    now = START + timedelta(hours=hours)
    assert may_remind(RULES, sent_at=START, reminders=reminders, now=now) is may


@pytest.mark.parametrize(("hour", "may"), [(0, False), (7, False), (8, True), (19, True), (20, False), (23, False)])
def test_nobody_is_woken(hour: int, may: bool) -> None:
    assert is_waking_hour(RULES, START.replace(hour=hour)) is may
