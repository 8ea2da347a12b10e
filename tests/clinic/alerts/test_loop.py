"""Any sequence of acts, absences, time and restarts: no alert is lost, none ends in silence, each step happens once."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from daybreak.care import alerts as care
from daybreak.care import rules
from daybreak.care.findings import Refused
from daybreak.clinic import clock, rounds
from daybreak.clinic.alerts import actions, turn
from daybreak.clinic.alerts.models import Alert, AlertStep, StepKind
from daybreak.clinic.audit.queries import verify
from daybreak.clinic.duty import actions as duty
from daybreak.clinic.duty import queries as roster
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people import actions as people
from daybreak.clinic.people.models import Person
from tests.clinic import cast
from tests.clinic.alerts.people_on_duty import assessed, everyone, raised
from tests.clinic.scenes import MORNING

USERNAMES = ("amara", "bela", "therapist", "nurse")
GOING_ON = (StepKind.ESCALATED, StepKind.PASSED_ON, StepKind.HANDED_ON)


class AlertLoop(RuleBasedStateMachine):
    """The alerts of one clinic, and what a person with a notebook would have written down about them."""

    team: dict[str, Person]
    patient: Patient

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.now: datetime = MORNING
        self.raised: set[int] = set()
        self.closed: set[int] = set()
        self.went_on: Counter[int] = Counter()
        self.late: set[int] = set()

    def teardown(self) -> None:
        assert verify().problems == ()
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize()
    def a_clinic_in_the_morning(self) -> None:
        with clock.at(self.now):
            self.team, self.patient = everyone(), cast.patient()

    @rule(kind=st.sampled_from(sorted(care.kinds())))
    def something_is_seen(self, kind: str) -> None:
        with clock.at(self.now):
            self.raised.add(raised(self.patient, kind=kind).pk)

    @rule(minutes=st.sampled_from((0, 1, 14, 15, 61, 500)))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(times=st.integers(1, 3))
    def rounds_are_made(self, times: int) -> None:
        """Each open alert whose clock is out, or whose holder is gone, goes on once, however often one looks."""
        due = {alert.pk for alert in self.open_alerts() if self.must_go_on(alert)}
        with clock.at(self.now):
            for _ in range(times):
                rounds.make()
        self.went_on.update(due)
        assert {alert.pk for alert in self.open_alerts() if self.must_go_on(alert)} == set()

    @rule(who=st.sampled_from((*USERNAMES, "director")), hours=st.sampled_from((None, 1, 9)))
    def someone_goes_away(self, who: str, hours: int | None) -> None:
        until = self.now + timedelta(hours=hours) if hours else None
        with clock.at(self.now):
            try:
                duty.go_away(by=self.team["director"], person=self.team[who], ends_at=until)
            except Conflict:
                assert who == "director"  # the only one: somebody must be left whom an alert can reach
            except Invalid:
                assert not self.person(who).is_active

    @rule(who=st.sampled_from(USERNAMES))
    def someone_comes_back(self, who: str) -> None:
        with clock.at(self.now):
            for absence in self.team[who].absences.all():
                duty.come_back(by=self.team["director"], absence=absence)

    @rule(who=st.sampled_from(USERNAMES))
    def someone_leaves_for_good(self, who: str) -> None:
        person = Person.objects.get(pk=self.team[who].pk)
        if person.is_active:
            with clock.at(self.now):
                people.deactivate(by=self.team["director"], person=person)

    @precondition(lambda self: self.raised - self.closed)
    @rule(data=st.data(), who=st.sampled_from((*USERNAMES, "director")))
    def someone_takes_one(self, data: st.DataObject, who: str) -> None:
        alert, person = self.any_open(data), self.person(who)
        with clock.at(self.now):
            try:
                actions.acknowledge(by=person, alert=alert)
            except (Refused, Conflict):
                assert not roster.is_here(person, self.now)
                return
        fresh = Alert.objects.get(pk=alert.pk)
        assert (fresh.state, fresh.owner) == ("acknowledged", person)

    @precondition(lambda self: self.raised - self.closed)
    @rule(data=st.data(), who=st.sampled_from((*USERNAMES, "director")), to=st.sampled_from((*USERNAMES, "director")))
    def someone_hands_one_on(self, data: st.DataObject, who: str, to: str) -> None:
        alert, person, other = self.any_open(data), self.person(who), self.person(to)
        with clock.at(self.now):
            try:
                actions.hand_on(by=person, alert=alert, to=other, why="I am in a session")
            except (Refused, Invalid):
                return
        self.went_on[alert.pk] += 1

    @precondition(lambda self: self.raised - self.closed)
    @rule(data=st.data(), who=st.sampled_from((*USERNAMES, "director")))
    def someone_writes_a_note(self, data: st.DataObject, who: str) -> None:
        alert = self.any_open(data)
        with clock.at(self.now):
            try:
                actions.note(by=self.person(who), alert=alert, text="Rang twice, nobody answered.")
            except Refused:
                assert not self.person(who).is_active

    @precondition(lambda self: self.raised - self.closed)
    @rule(data=st.data(), who=st.sampled_from((*USERNAMES, "director")), signed=st.booleans())
    def someone_assesses_the_risk(self, data: st.DataObject, who: str, signed: bool) -> None:
        alert = self.any_open(data)
        changes = {} if signed else {"proof": None}
        with clock.at(self.now):
            try:
                assessed(self.person(who), alert, **changes)
            except (Refused, Invalid):
                assert not signed or not self.person(who).is_active
                return
        self.closed.add(alert.pk)

    @precondition(lambda self: self.raised - self.closed)
    @rule(data=st.data())
    def someone_tries_to_close_without_an_assessment(self, data: st.DataObject) -> None:
        alert = self.any_open(data)
        if care.kind(alert.kind).needs_assessment:
            with clock.at(self.now), pytest.raises(Conflict):
                actions.close(by=self.team["director"], alert=alert, note="Nothing to see here.")

    @rule()
    def the_server_is_started_anew(self) -> None:
        """Nothing of it is in memory: what a process holds is forgotten, and the next looks at the rows alone."""
        care.kinds.cache_clear()
        rules.shipped.cache_clear()
        rules.read_toml.cache_clear()
        self.patient = Patient.objects.get(pk=self.patient.pk)
        self.team = {username: Person.objects.get(pk=person.pk) for username, person in self.team.items()}

    @invariant()
    def every_alert_is_there_and_open_until_it_was_closed_by_a_signed_assessment(self) -> None:
        rows = Alert.objects.filter(pk__in=self.raised)
        assert {row.pk for row in rows} == self.raised
        assert {row.pk for row in rows if not row.is_open} == self.closed
        for row in rows:
            assert row.is_open or row.assessment is not None

    @invariant()
    def every_open_alert_has_a_clock_and_went_on_exactly_as_often_as_it_should(self) -> None:
        for row in Alert.objects.filter(pk__in=self.raised):
            went = AlertStep.objects.filter(alert=row, kind__in=GOING_ON).count()
            assert (row.step, went) == (self.went_on[row.pk], self.went_on[row.pk])
            assert row.due_at is not None or not row.is_open
            numbers = list(AlertStep.objects.filter(alert=row).values_list("seq", flat=True))
            assert numbers == list(range(1, row.last_seq + 1))

    def open_alerts(self) -> list[Alert]:
        return [alert for alert in Alert.objects.select_related("owner") if alert.is_open]

    def any_open(self, data: st.DataObject) -> Alert:
        return Alert.objects.get(pk=data.draw(st.sampled_from(sorted(self.raised - self.closed))))

    def person(self, who: str) -> Person:
        return Person.objects.get(pk=self.team[who].pk)

    def must_go_on(self, alert: Alert) -> bool:
        of = care.kind(alert.kind)
        gone = alert.owner is None or not turn.may_take(alert.owner, of, self.now)
        return gone or (alert.due_at is not None and alert.due_at <= self.now)


@pytest.mark.django_db
def test_no_sequence_loses_an_alert_closes_one_in_silence_or_takes_a_step_twice() -> None:
    few = settings(
        max_examples=12,
        stateful_step_count=30,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(AlertLoop, settings=few)
    assert connection.in_atomic_block
