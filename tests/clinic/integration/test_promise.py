"""Whatever people and time do after a dose: no dose without a window, and no window closes without an answer."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from daybreak.care.findings import Refused
from daybreak.care.integration import Standing, is_kept
from daybreak.care.visits import State
from daybreak.clinic import clock
from daybreak.clinic.alerts import actions as alerts
from daybreak.clinic.alerts.models import Alert
from daybreak.clinic.duty import actions as duty
from daybreak.clinic.duty.models import Absence
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.integration import actions, queries
from daybreak.clinic.integration.models import IntegrationWindow
from daybreak.clinic.plans import actions as plans
from daybreak.clinic.plans.models import Appointment
from daybreak.clinic.sessions.models import Injection
from tests.clinic import cast
from tests.clinic.integration.scenes import DOSE_AT, window

pytestmark = pytest.mark.django_db
HOURS = st.floats(0.5, 110).map(lambda hours: DOSE_AT + timedelta(hours=round(hours, 1)))


class AfterADose(RuleBasedStateMachine):
    """A therapist books, forgets, cancels, hands on and holds; the clock runs, and the rounds with it or late."""

    def __init__(self) -> None:
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.now: datetime = DOSE_AT
        self.row = window()
        self.looked: datetime = self.now

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    @rule(hours=st.sampled_from([0.5, 5, 23, 40, 60]))
    def time_passes_and_the_rounds_are_made_each_hour(self, hours: float) -> None:
        until = self.now + timedelta(hours=hours)
        while self.now < until:
            nearest = [moment for moment in (self.row.closes_at, until) if moment > self.now]
            self.now = min(self.now + timedelta(hours=1), *nearest)
            with clock.at(self.now):
                actions.make_rounds(self.now)
            if self.now == self.row.closes_at:
                seen = queries.seen(queries.get(self.row.public_id), self.now)
                assert is_kept(seen.window), f"closed in silence: {seen}"
        self.looked = self.now

    @rule(at=HOURS)
    def the_therapist_books(self, at: datetime) -> None:
        with clock.at(self.now):
            self._tries(
                lambda: actions.book(by=cast.therapist(), window=self.row, at=at, reason="x" * 9, confirmed=("at",))
            )

    @rule()
    def the_patient_cancels(self) -> None:
        appointment = self._booked()
        if appointment is not None:
            with clock.at(self.now):
                plans.cancel(by=cast.coordinator(), appointment=appointment, reason="the patient is ill")

    @rule()
    def someone_holds_it(self) -> None:
        with clock.at(self.now):
            self._tries(lambda: actions.hold(by=cast.prescriber(), window=self.row))

    @rule()
    def someone_gives_it_up(self) -> None:
        with clock.at(self.now):
            self._tries(lambda: actions.let_go(by=cast.prescriber(), window=self.row, reason="The patient wants none"))

    @rule()
    def the_alert_is_closed_with_words_alone(self) -> None:
        with clock.at(self.now):
            for alert in Alert.objects.filter(kind="integration_closing", closed_at=None):
                alerts.close(by=cast.therapist(), alert=alert, note="I shall ring the patient")

    @rule()
    def it_is_handed_on(self) -> None:
        to = cast.prescriber() if queries.get(self.row.public_id).owner == cast.therapist() else cast.therapist()
        with clock.at(self.now):
            self._tries(
                lambda: actions.hand_on(by=cast.therapist(), window=self.row, to=to, why="I am away on Wednesday")
            )

    @rule()
    def the_owner_goes_away_or_comes_back(self) -> None:
        with clock.at(self.now):
            absence = Absence.objects.filter(cancelled_at=None).first()
            if absence is None:
                duty.go_away(by=cast.coordinator(), person=cast.therapist())
            else:
                duty.come_back(by=cast.coordinator(), absence=absence)

    @invariant()
    def no_dose_is_without_a_window(self) -> None:
        assert Injection.objects.filter(integration_window=None).count() == 0

    @rule()
    def the_rounds_are_made_after_a_restart_and_leave_nothing_that_is_due(self) -> None:
        with clock.at(self.now):
            actions.make_rounds(self.now)
            assert actions.make_rounds(self.now) == 0
        self.looked = self.now
        due = [queries.seen(row, self.now).tell_at for row in queries.open_rows()]
        assert [moment for moment in due if moment is not None and moment <= self.now] == []

    @invariant()
    def what_has_ended_asks_nobody_any_more(self) -> None:
        for row in IntegrationWindow.objects.all():
            if queries.seen(row, self.now).standing in (Standing.HELD, Standing.LET_GO) and row.is_ended:
                assert row.alert is None or row.alert.closed_at is not None

    @invariant()
    def each_telling_is_one_alert_and_one_step(self) -> None:
        row = IntegrationWindow.objects.get()
        told = Alert.objects.filter(kind="integration_closing").count()
        assert told == row.told_times == row.steps.filter(kind="told").count()

    def _booked(self) -> Appointment | None:
        return Appointment.objects.filter(kind="integration", state=State.BOOKED).first()

    def _tries(self, act: object) -> None:
        try:
            act()
        except (Conflict, Invalid, Refused):
            return


def test_no_dose_is_left_without_an_answer_whatever_people_and_time_do() -> None:
    run_state_machine_as_test(
        AfterADose,
        settings=settings(
            max_examples=10,
            stateful_step_count=16,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
