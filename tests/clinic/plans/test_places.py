"""Chairs, rooms and closed days."""

from datetime import date, timedelta

import pytest

from daybreak.clinic import clock
from daybreak.clinic.duty import actions as duty
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.plans import actions, queries
from tests.clinic import cast
from tests.clinic.plans import scenes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with clock.at(scenes.NOW):
        yield


def test_two_places_have_two_names_whatever_their_case():
    scenes.chair("Chair 1")
    with pytest.raises(Invalid, match="There is a chair 1 already"):
        actions.add_place(by=cast.coordinator(), name="chair 1", kind="room")


@pytest.mark.parametrize(
    ("name", "kind", "field"), [("", "chair", "name"), ("X", "couch", "kind"), ("x" * 61, "room", "name")]
)
def test_what_is_no_place_is_said_beside_its_field(name, kind, field):
    with pytest.raises(Invalid) as invalid:
        actions.add_place(by=cast.coordinator(), name=name, kind=kind)
    assert list(invalid.value.errors) == [field]


def test_a_chair_with_appointments_ahead_is_not_retired():
    plan = scenes.plan()
    chair = scenes.chair()
    with pytest.raises(Conflict, match="8 appointments ahead"):
        actions.retire_place(by=cast.coordinator(), place=chair)
    actions.end_plan(by=cast.coordinator(), plan=plan, reason="Moved away")
    assert actions.retire_place(by=cast.coordinator(), place=chair).retired_at == scenes.NOW
    assert scenes.chair("Chair 1") != chair


def test_a_closed_day_moves_nothing_and_shows_what_is_booked_on_it():
    plan = scenes.plan()
    closed = actions.close_day(by=cast.coordinator(), day=date(2026, 3, 23), why="Public holiday")
    assert scenes.at(scenes.visit(plan, "dose-3")) == "Mon 23 Mar 09:00"
    assert [(clash.key, clash.finding.what) for clash in queries.clashes(plan.course)] == [
        ("dose-3", "The clinic is closed on Monday 23 March.")
    ]
    actions.open_day(by=cast.coordinator(), closed=closed)
    assert queries.clashes(plan.course) == ()


def test_a_plan_goes_around_closed_days():
    actions.close_day(by=cast.coordinator(), day=date(2026, 3, 19), why="Public holiday")
    plan = scenes.plan()
    assert scenes.at(scenes.visit(plan, "dose-2")) == "Fri 20 Mar 09:00"
    assert queries.clashes(plan.course) == ()


def test_a_past_day_is_not_closed_any_more():
    with pytest.raises(Invalid) as invalid:
        actions.close_day(by=cast.coordinator(), day=date(2026, 3, 1), why="Sunday")
    assert list(invalid.value.errors) == ["day"]


def test_someone_going_away_shows_on_what_they_were_to_take():
    plan = scenes.plan()
    away = scenes.FIRST_DOSE - timedelta(hours=3)
    duty.go_away(by=cast.nurse(), person=cast.nurse(), starts_at=away, ends_at=away + timedelta(days=1))
    assert {(clash.key, clash.finding.what) for clash in queries.clashes(plan.course)} == {
        ("dose-1", "Nurse Example is away at that time.")
    }
