"""After each dose there is a window with an owner; it is booked, held or told of before it closes."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from daybreak.care.findings import Refused
from daybreak.care.integration import Standing
from daybreak.clinic import clock
from daybreak.clinic.alerts import actions as alerts
from daybreak.clinic.alerts.models import Alert
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.integration import actions, queries
from daybreak.clinic.integration.models import IntegrationWindow, WindowStep
from daybreak.clinic.people import actions as people
from daybreak.clinic.plans import actions as plans
from tests.clinic import cast, scenes
from tests.clinic.integration.scenes import DOSE_AT, after, make_rounds, seen, window
from tests.clinic.plans import scenes as planning

pytestmark = pytest.mark.django_db


def book(row: IntegrationWindow, hours: float, at: float = 1, **more: object) -> object:
    with clock.at(after(at)):
        return actions.book(by=cast.therapist(), window=row, at=after(hours), **more)


def test_the_dose_opens_its_window_with_the_therapist_who_prepared_as_its_owner() -> None:
    row = window()
    assert (row.opens_at, row.closes_at, row.number) == (after(24), after(72), 1)
    assert row.owner == cast.therapist()
    assert row.recorded_by == cast.nurse()
    assert [step.kind for step in row.steps.all()] == ["opened"]
    assert AuditEvent.objects.filter(act="integration.open").count() == 1


def test_what_was_planned_for_the_first_moment_is_inside_though_the_dose_was_given_minutes_after_its_hour() -> None:
    with clock.at(planning.NOW):
        plan = planning.plan(cast.ready(scenes.course()))
    with clock.at(planning.FIRST_DOSE):
        scenes.weigh(plan.course.patient, "80")
        order, vial = scenes.order(plan.course), scenes.vial()
    scenes.ended(order, vial, planning.FIRST_DOSE + scenes.minutes(15))
    (found,) = queries.of_course(plan.course)
    assert found.appointment is not None
    assert found.appointment.start == planning.FIRST_DOSE + scenes.minutes(24 * 60)
    assert (found.standing, found.row.closes_at) == (Standing.BOOKED, found.row.injection.at + scenes.minutes(72 * 60))


def test_a_dose_from_before_windows_were_kept_is_given_one_by_the_rounds_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from daybreak.clinic.sessions import injecting

    with monkeypatch.context() as before:
        before.setattr(injecting.integration, "open_window", lambda **_: None)
        with clock.at(DOSE_AT):
            given = scenes.injected()
    assert [make_rounds(after(hours)) for hours in (2, 3)] == [1, 0]
    assert IntegrationWindow.objects.get(injection=given).closes_at == after(72)


def test_a_window_that_nobody_books_becomes_an_alert_a_day_before_it_closes_and_not_sooner() -> None:
    row = window()
    assert make_rounds(after(47.9)) == 0
    assert make_rounds(after(48)) == 1
    found = Alert.objects.get(kind="integration_closing")
    assert (found.owner, found.patient) == (cast.therapist(), row.course.patient)
    assert found.what == "Dose 1: no integration is booked; the window closes Thu 5 Mar, 09:10."
    assert seen(row, after(48)).standing is Standing.ESCALATED


def test_the_alert_is_raised_once_however_often_and_by_whom_the_rounds_are_made() -> None:
    window()
    assert [make_rounds(after(hours)) for hours in (48, 48, 50, 60, 71, 80, 200)] == [1, 0, 0, 0, 0, 0, 0]
    assert Alert.objects.filter(kind="integration_closing").count() == 1


def test_rounds_that_were_not_made_for_days_tell_at_their_next_look() -> None:
    window()
    assert make_rounds(after(300)) == 1
    assert "the window closed Thu 5 Mar" in Alert.objects.get(kind="integration_closing").what


def test_a_booked_window_is_quiet_until_its_appointment_has_passed_unwritten() -> None:
    row = window()
    book(row, 50)
    assert seen(row, after(49)).standing is Standing.BOOKED
    assert [make_rounds(after(hours)) for hours in (48, 53.9)] == [0, 0]
    assert make_rounds(after(54)) == 1
    assert "was not written down" in Alert.objects.get(kind="integration_closing").what


def test_an_appointment_outside_the_window_is_asked_about_and_does_not_keep_the_promise() -> None:
    row = window()
    with pytest.raises(Invalid) as asked:
        book(row, 96)
    assert asked.value.confirm == {"at": "The window closes Thu 5 Mar, 09:10, before this time. Is it still meant?"}
    book(row, 96, confirmed=("at",), reason="The patient is travelling until Friday")
    assert seen(row, after(2)).standing is Standing.WAITING
    assert make_rounds(after(48)) == 1
    assert "is booked for Fri 6 Mar" in Alert.objects.get(kind="integration_closing").what


def test_booking_answers_the_alert() -> None:
    row = window()
    make_rounds(after(48))
    book(row, 54, at=49)
    alert = Alert.objects.get(kind="integration_closing")
    assert (alert.state, alert.closing_note) == ("closed", "The integration is booked for Wed 4 Mar, 15:10.")
    assert seen(row, after(50)).standing is Standing.BOOKED


def test_an_alert_closed_with_words_alone_comes_back() -> None:
    row = window()
    make_rounds(after(48))
    with clock.at(after(49)):
        alert = Alert.objects.get(kind="integration_closing")
        alerts.close(by=cast.therapist(), alert=alert, note="Will ring the patient")
    assert [make_rounds(after(hours)) for hours in (50, 52.9, 53)] == [0, 0, 1]
    assert Alert.objects.filter(kind="integration_closing", closed_at=None).count() == 1
    assert seen(row, after(53)).standing is Standing.ESCALATED


def test_a_cancelled_appointment_is_no_booking_any_more() -> None:
    row = window()
    appointment = book(row, 50)
    with clock.at(after(47)):
        plans.cancel(by=cast.therapist(), appointment=appointment, reason="the patient is ill")
    assert seen(row, after(47)).standing is Standing.WAITING
    assert make_rounds(after(48)) == 1


def test_an_appointment_moved_in_the_calendar_moves_the_clock_with_it() -> None:
    row = window()
    appointment = book(row, 28)
    assert seen(row, after(2)).tell_at == after(32)
    with clock.at(after(3)):
        proposal = plans_proposal(appointment, after(52))
        plans.move(
            by=cast.therapist(), appointment=appointment, start=after(52), seen=proposal.digest, reason="asked to"
        )
    assert seen(row, after(4)).tell_at == after(56)


def plans_proposal(appointment: object, start: object) -> object:
    from daybreak.clinic.plans import proposals

    return proposals.of_move(appointment, start)


def test_held_ends_the_window_the_appointment_and_the_alert() -> None:
    row = window()
    appointment = book(row, 50)
    make_rounds(after(54))
    with clock.at(after(55)):
        actions.hold(by=cast.therapist(), window=row, at=after(50))
    appointment.refresh_from_db()
    assert appointment.state == "done"
    assert Alert.objects.get(kind="integration_closing").state == "closed"
    assert seen(row, after(56)).standing is Standing.HELD
    assert make_rounds(after(300)) == 0


def test_holding_twice_is_holding_once() -> None:
    row = window()
    with clock.at(after(30)):
        actions.hold(by=cast.therapist(), window=row)
        actions.hold(by=cast.prescriber(), window=row)
    row.refresh_from_db()
    assert (row.held_by, WindowStep.objects.filter(window=row, kind="held").count()) == (cast.therapist(), 1)


@pytest.mark.parametrize(("hours", "sentence"), [(-1, "lies before the dose"), (31, "lies ahead")])
def test_an_integration_is_not_held_before_the_dose_or_ahead(hours: float, sentence: str) -> None:
    row = window()
    with clock.at(after(30)), pytest.raises(Invalid, match=sentence):
        actions.hold(by=cast.therapist(), window=row, at=after(hours))


def test_a_window_can_be_let_go_only_when_its_time_is_over_or_someone_was_told() -> None:
    row = window()
    with clock.at(after(30)), pytest.raises(Conflict, match="still time"):
        actions.let_go(by=cast.therapist(), window=row, reason="The patient wants none")
    make_rounds(after(48))
    with clock.at(after(49)):
        actions.let_go(by=cast.therapist(), window=row, reason="The patient wants none")
    assert seen(row, after(50)).standing is Standing.LET_GO
    assert Alert.objects.get(kind="integration_closing").state == "closed"


@pytest.mark.parametrize("reason", ["", "no"])
def test_letting_go_says_why(reason: str) -> None:
    row = window()
    make_rounds(after(48))
    with clock.at(after(49)), pytest.raises(Invalid) as refusal:
        actions.let_go(by=cast.therapist(), window=row, reason=reason)
    assert list(refusal.value.errors) == ["reason"]


def test_an_owner_who_has_left_hands_it_to_whoevers_turn_it_is() -> None:
    row = window()
    people.deactivate(by=cast.director(), person=cast.therapist())
    assert make_rounds(after(3)) == 1
    row.refresh_from_db()
    assert row.owner == cast.prescriber()
    assert make_rounds(after(3)) == 0


def test_a_colleague_can_be_asked_to_see_to_it() -> None:
    row = window()
    with clock.at(after(3)):
        actions.hand_on(by=cast.therapist(), window=row, to=cast.prescriber(), why="I am away on Wednesday")
        with pytest.raises(Invalid, match="may not hold an integration"):
            actions.hand_on(by=cast.therapist(), window=row, to=cast.nurse(), why="I am away on Wednesday")
    row.refresh_from_db()
    assert row.owner == cast.prescriber()


@pytest.mark.parametrize("role", ["nurse", "coordinator", "auditor", "researcher", "outsider"])
def test_who_may_not_judge_an_integration_cannot_end_one(role: str) -> None:
    row = window()
    with clock.at(after(30)), pytest.raises(Refused):
        actions.hold(by=cast.everyone()[role], window=row)


@pytest.mark.parametrize("role", ["auditor", "researcher", "outsider"])
def test_who_does_not_treat_cannot_book_one(role: str) -> None:
    row = window()
    with clock.at(after(2)), pytest.raises(Refused):
        actions.book(by=cast.everyone()[role], window=row, at=after(50))


def test_booking_twice_by_one_key_is_booking_once_and_a_second_booking_is_refused() -> None:
    row, key = window(), uuid4()
    assert book(row, 50, client_id=key) == book(row, 50, client_id=key)
    with pytest.raises(Conflict, match="booked already"):
        book(row, 52)


def test_the_database_itself_keeps_an_end_that_says_nothing_out() -> None:
    row = window()
    with pytest.raises(IntegrityError), transaction.atomic():
        IntegrationWindow.objects.filter(pk=row.pk).update(let_go_at=after(80))
    with pytest.raises(IntegrityError), transaction.atomic():
        IntegrationWindow.objects.filter(pk=row.pk).update(held_at=DOSE_AT)


def test_a_step_of_a_window_is_written_once() -> None:
    step = WindowStep.objects.get(window=window())
    with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
        step.save(force_update=True)


def test_the_lists_show_what_closes_first_first() -> None:
    row = window()
    with clock.at(after(60)):
        (only,) = queries.still_open()
    assert (only.row, only.wants_someone, only.is_open) == (row, True, True)
