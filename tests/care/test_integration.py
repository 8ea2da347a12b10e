"""When a window after a dose reaches a person: every row is one window and what must become of it."""

from datetime import UTC, datetime, timedelta

import pytest

from daybreak.care.integration import Standing, Window, is_kept, tell_at
from daybreak.care.rules import ClinicValue, shipped

DOSE = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def after(hours: float | None) -> datetime | None:
    """So many hours after the dose; None stays None."""
    return None if hours is None else DOSE + timedelta(hours=hours)


def window(**hours: float) -> Window:
    """Open from 24 to 72 hours after the dose; other moments in hours after it."""
    return Window(DOSE + timedelta(hours=24), DOSE + timedelta(hours=72), **{k: after(v) for k, v in hours.items()})


# what is known of the window, where it stands, hours after the dose at which a person is told
CASES = [
    ({}, Standing.WAITING, 48),
    ({"booked_for": 30}, Standing.BOOKED, 34),
    ({"booked_for": 24}, Standing.BOOKED, 28),
    ({"booked_for": 72}, Standing.BOOKED, 76),
    ({"booked_for": 23}, Standing.WAITING, 48),
    ({"booked_for": 73}, Standing.WAITING, 48),
    ({"told_at": 48}, Standing.ESCALATED, None),
    ({"told_at": 48, "settled_at": 49}, Standing.ESCALATED, 53),
    ({"told_at": 48, "settled_at": 49, "booked_for": 60}, Standing.BOOKED, 64),
    ({"told_at": 48, "settled_at": 49, "booked_for": 90}, Standing.BOOKED, 94),
    ({"told_at": 48, "booked_for": 90}, Standing.BOOKED, None),
    ({"booked_for": 30, "told_at": 34}, Standing.ESCALATED, None),
    ({"booked_for": 30, "told_at": 34, "settled_at": 35}, Standing.ESCALATED, 39),
    ({"held_at": 30}, Standing.HELD, None),
    ({"held_at": 30, "told_at": 29}, Standing.HELD, None),
    ({"let_go_at": 80, "told_at": 48}, Standing.LET_GO, None),
]


@pytest.mark.parametrize(("known", "standing", "told"), CASES)
def test_where_a_window_stands_and_when_a_person_is_told(known: dict, standing: Standing, told: float | None) -> None:
    found = window(**known)
    assert (found.standing, tell_at(found, shipped())) == (standing, after(told))


@pytest.mark.parametrize(
    ("known", "kept"),
    [
        ({}, False),
        ({"booked_for": 90}, False),
        ({"booked_for": 60}, True),
        ({"told_at": 48}, True),
        ({"told_at": 73}, False),
        ({"held_at": 50}, True),
        ({"let_go_at": 80}, True),
    ],
)
def test_a_window_that_closes_is_booked_ended_or_a_person_was_told(known: dict, kept: bool) -> None:
    assert is_kept(window(**known)) is kept


def test_a_clinic_that_wants_to_be_told_earlier_is() -> None:
    own = ClinicValue(36, "Dr Dana Director", DOSE.date())
    assert tell_at(window(), shipped().with_clinic_values({"integration.warn": own})) == after(36)


@pytest.mark.parametrize("standing", Standing)
def test_each_standing_has_words(standing: Standing) -> None:
    assert standing.label[0].islower()
