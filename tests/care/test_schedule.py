"""What is wrong with a schedule, as a table: what is booked, and which rule says what about it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from daybreak.care import protocols, rules
from daybreak.care.diary import Away, Diary, Taken
from daybreak.care.schedule import clashes
from daybreak.care.visits import State, Visit

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""A Monday."""


def _at(day: int, hour: float = 10) -> datetime:
    """A moment so many days after that Monday."""
    return NOW.replace(hour=0) + timedelta(days=day, hours=hour)


def _visit(key: str, day: int, hour: float = 10, **more: object) -> Visit:
    minutes = protocols.load("six-injections").minutes(key.partition("-")[0])
    return Visit(key, _at(day, hour), minutes, **more)  # type: ignore[arg-type]  # its other fields


PREPARED = _visit("preparation-1", 2)
DOSE, AFTER = _visit("dose-1", 7, place="chair"), _visit("integration-1", 8, 11)
COURSE = (PREPARED, DOSE, AFTER)
TAKEN = Taken(_at(7, 12), _at(7, 14), "chair", ("nurse",))

# what is booked, the clinic around it, and (visit, rule, severity) of each finding
TABLE = [
    ("a prepared dose with its integration", COURSE, {}, []),
    ("no preparation", (DOSE, AFTER), {}, [("dose-1", "schedule.preparation.first", "review")]),
    (
        "preparation after the dose",
        (_visit("preparation-1", 7, 14), DOSE, AFTER),
        {},
        [
            ("preparation-1", "schedule.preparation.first", "review"),
            ("dose-1", "schedule.preparation.first", "review"),
        ],
    ),
    ("no integration", (PREPARED, DOSE), {}, [("dose-1", "schedule.integration.each", "review")]),
    (
        "integration after 23 hours",
        (PREPARED, DOSE, _visit("integration-1", 8, 9)),
        {},
        [("integration-1", "protocol.six-injections.integration_hours", "review")],
    ),
    ("integration after exactly 24 hours", (PREPARED, DOSE, _visit("integration-1", 8, 10)), {}, []),
    ("integration after exactly 72 hours", (PREPARED, DOSE, _visit("integration-1", 10, 10)), {}, []),
    (
        "integration after 73 hours",
        (PREPARED, DOSE, _visit("integration-1", 10, 11)),
        {},
        [("integration-1", "protocol.six-injections.integration_hours", "review")],
    ),
    (
        "integration without its dose",
        (PREPARED, _visit("integration-4", 9)),
        {},
        [("integration-4", "schedule.integration.each", "note")],
    ),
    (
        "the chair is taken, and the nurse with it",
        (PREPARED, _visit("dose-1", 7, place="chair", staff=("nurse",)), AFTER),
        {"taken": (TAKEN,)},
        [("dose-1", "schedule.place.at_once", "stop"), ("dose-1", "schedule.staff.at_once", "review")],
    ),
    ("the chair is free again at that minute", COURSE, {"taken": (Taken(_at(7, 13), _at(7, 15), "chair"),)}, []),
    (
        "the nurse is away",
        (PREPARED, _visit("dose-1", 7, staff=("nurse",)), AFTER),
        {"away": (Away("nurse", _at(7, 0)),)},
        [("dose-1", "schedule.staff.absent", "review")],
    ),
    (
        "the patient is in two places",
        (*COURSE, _visit("follow_up-1", 7, 12)),
        {},
        [
            ("dose-1", "schedule.patient.at_once", "stop"),
            ("follow_up-1", "schedule.patient.at_once", "stop"),
            ("follow_up-1", "schedule.follow_up.slack", "note"),
        ],
    ),
    ("on a Saturday", (_visit("preparation-1", 5),), {}, [("preparation-1", "schedule.open_days", "review")]),
    (
        "on a closed day",
        (PREPARED,),
        {"closed_days": frozenset({date(2026, 3, 4)})},
        [("preparation-1", "schedule.open_days", "review")],
    ),
    ("before the clinic opens", (_visit("preparation-1", 2, 7),), {}, [("preparation-1", "schedule.opens", "review")]),
    ("after it has closed", (_visit("preparation-1", 2, 17),), {}, [("preparation-1", "schedule.closes", "review")]),
    (
        "two doses 47 hours apart",
        (*COURSE, _visit("dose-2", 9, 9), _visit("integration-2", 10, 11)),
        {},
        [("dose-1", "schedule.dose.apart", "review"), ("dose-2", "schedule.dose.apart", "review")],
    ),
    (
        "three doses in seven days",
        (
            *COURSE,
            *(_visit("dose-2", 9), _visit("integration-2", 10, 11)),
            *(_visit("dose-3", 11), _visit("integration-3", 14, 9)),
        ),
        {},
        [(f"dose-{number}", "dose.per_week", "review") for number in (1, 2, 3)],
    ),
    (
        "the third dose on the same weekday, earlier in the day",
        (
            *COURSE,
            *(_visit("dose-2", 10), _visit("integration-2", 11, 11)),
            *(_visit("dose-3", 14, 8), _visit("integration-3", 15, 9)),
        ),
        {},
        [],
    ),
    (
        "two doses in a week of the second month",
        (
            *COURSE,
            *(_visit("dose-2", 39), _visit("integration-2", 42, 9)),
            *(_visit("dose-3", 43), _visit("integration-3", 44, 11)),
        ),
        {},
        [("dose-3", "dose.spaced.after", "review")],
    ),
    (
        "an appointment that is past",
        (_visit("preparation-1", -4),),
        {},
        [("preparation-1", "schedule.unmarked", "note")],
    ),
    ("no time was found", (Visit("follow_up-1", None, 45),), {}, [("follow_up-1", "schedule.no_room", "review")]),
    ("a missed one counts for nothing", (*COURSE, _visit("dose-2", 8, state=State.MISSED)), {}, []),
]


@pytest.mark.parametrize(("booked", "around", "found"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_what_the_rules_say(
    booked: tuple[Visit, ...], around: dict[str, object], found: list[tuple[str, str, str]]
) -> None:
    diary = Diary(NOW, ZoneInfo("UTC"), rules.shipped(), **around)  # type: ignore[arg-type]  # its other fields
    said = clashes(booked, protocols.load("six-injections"), diary)
    assert sorted((clash.key, clash.finding.rule, clash.finding.severity.value) for clash in said) == sorted(found)


def test_every_finding_says_what_why_what_may_be_done_and_where_it_is_from() -> None:
    for _, booked, around, _ in TABLE:
        diary = Diary(NOW, ZoneInfo("UTC"), rules.shipped(), **around)  # type: ignore[arg-type]
        for clash in clashes(booked, protocols.load("six-injections"), diary):
            assert clash.finding.what.endswith(".")
            assert clash.finding.may_do.endswith(".")
            assert clash.finding.why
            assert clash.finding.source


def test_a_visit_not_in_utc_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="in UTC"):
        Visit("dose-1", datetime(2026, 3, 16, 9, tzinfo=ZoneInfo("Europe/Berlin")), 180)
