"""Calendars for other programs: valid by a real parser, at the right moments, and without a patient."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from daybreak.clinic import clock
from daybreak.clinic.plans import actions
from tests.clinic import cast
from tests.clinic.plans import scenes
from tests.web import visits

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with clock.at(scenes.NOW):
        yield


def _feed(scope="clinic"):
    _, token = actions.make_feed(by=cast.nurse(), scope=scope)
    return f"/calendar/feed/{token}.ics"


def _events(answer):
    calendar = Calendar.from_ical(answer.content)
    assert [calendar["version"], calendar["method"]] == ["2.0", "PUBLISH"]
    assert calendar.errors == []
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def test_the_feed_needs_no_sign_in_and_says_each_appointment_once():
    plan = scenes.plan()
    answer = Client().get(_feed())
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer["Cache-Control"] == "no-store"
    events = _events(answer)
    dose = scenes.visit(plan, "dose-1")
    event = events[f"{dose.public_id}@daybreak"]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (dose.start, dose.start + timedelta(hours=3))
    assert (str(event["summary"]), str(event["location"]), str(event["status"])) == (
        "Dosing session 1",
        "Chair 1",
        "CONFIRMED",
    )
    assert len(events) == 20


def test_nothing_in_it_tells_who_is_treated():
    plan = scenes.plan()
    patient = plan.course.patient
    text = Client().get(_feed()).content.decode()
    for secret in (
        patient.given_name,
        patient.family_name,
        patient.mrn,
        str(patient.public_id),
        str(plan.course.public_id),
    ):
        assert secret not in text


def test_initials_stand_in_it_only_where_the_clinic_chose_them(settings):
    plan = scenes.plan()
    settings.CALENDAR_INITIALS = True
    dose = scenes.visit(plan, "dose-1")
    event = _events(Client().get(_feed()))[f"{dose.public_id}@daybreak"]
    assert str(event["summary"]) == "Dosing session 1 (AE)"


def test_a_moved_appointment_is_the_same_event_with_a_higher_sequence_and_a_cancelled_one_says_so():
    plan = scenes.plan()
    row, gone = scenes.visit(plan, "follow_up-1"), scenes.visit(plan, "follow_up-2")
    actions.move(by=cast.nurse(), appointment=row, start=row.start + timedelta(hours=1), place=row.place)
    actions.cancel(by=cast.nurse(), appointment=gone, reason="Moves away")
    events = _events(Client().get(_feed()))
    moved, cancelled = events[f"{row.public_id}@daybreak"], events[f"{gone.public_id}@daybreak"]
    assert (int(moved["sequence"]), moved.decoded("dtstart")) == (1, row.start + timedelta(hours=1))
    assert str(cancelled["status"]) == "CANCELLED"


def test_an_hour_before_and_after_the_change_of_clocks_are_the_moments_they_are(settings):
    """09:00 in Berlin is 08:00 UTC in winter and 07:00 UTC in summer time."""
    settings.TIME_ZONE = "Europe/Berlin"
    from django.utils import timezone

    timezone.get_default_timezone.cache_clear()
    try:
        plan = scenes.plan(first_dose_at=datetime(2026, 3, 16, 8, 0, tzinfo=UTC))
        events = _events(Client().get(_feed()))
        starts = [
            events[f"{scenes.visit(plan, f'dose-{number}').public_id}@daybreak"].decoded("dtstart") for number in (4, 5)
        ]
        assert starts == [datetime(2026, 3, 26, 8, 0, tzinfo=UTC), datetime(2026, 3, 30, 7, 0, tzinfo=UTC)]
    finally:
        timezone.get_default_timezone.cache_clear()


def test_a_wrong_or_revoked_address_is_nothing_and_leaves_no_trace_in_the_log(caplog):
    feed, token = actions.make_feed(by=cast.nurse(), scope="mine")
    actions.revoke_feed(by=cast.nurse(), feed=feed)
    for address in (f"/calendar/feed/{token}.ics", "/calendar/feed/guess.ics"):
        assert Client().get(address).status_code == 404
    assert token not in caplog.text
    assert "guess" not in caplog.text


def test_the_file_of_a_course_is_a_calendar_too():
    plan = scenes.plan()
    answer = visits.signed_in(cast.nurse()).get(f"/courses/{plan.course.public_id}/plan/appointments.ics")
    assert answer["Content-Disposition"] == 'attachment; filename="appointments.ics"'
    assert len(_events(answer)) == 20
