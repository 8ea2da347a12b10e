"""Whatever people and time do, in any order and after a restart: no check that is due is lost, none told twice."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from daybreak.care import followup_checks as care
from daybreak.clinic import clock
from daybreak.clinic.alerts import actions as alerts
from daybreak.clinic.alerts.models import Alert
from daybreak.clinic.courses import actions as courses
from daybreak.clinic.followup import actions, queries
from tests.clinic import cast
from tests.clinic.followup import scenes

pytestmark = pytest.mark.django_db
CHECKS = sorted(care.checks())


class FollowUp(RuleBasedStateMachine):
    """Doses are given, checks written down late, dated back, declined or amended; alerts are closed with words alone.

    The machine keeps a plain account beside the record: what was due once and was not written down since.
    """

    def __init__(self) -> None:
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.course = scenes.course()
        self.now: datetime = scenes.OPENED + timedelta(hours=3)
        self.waiting: dict[str, datetime] = {}
        self.doses = 0
        self._look()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    @rule(days=st.sampled_from([0.2, 1, 3, 15, 40, 90]))
    def time_passes_and_nobody_looks(self, days: float) -> None:
        self.now += timedelta(days=days)

    @rule()
    def a_dose_is_given(self) -> None:
        self.course.refresh_from_db()
        if self.doses < 3 and self.course.closed_at is None:
            self.doses += 1
            self.now += timedelta(days=4)
            scenes.dose(self.course, self._days(), f"V-{self.doses}")
            self.now += timedelta(hours=3)

    @rule(check=st.sampled_from(CHECKS), which=st.integers(0, 2))
    def a_check_is_done(self, check: str, which: int) -> None:
        kind = care.check(check)
        result = kind.results[which % len(kind.results)]
        self._write(check, was_done=True, result=result.id)

    @rule(check=st.sampled_from(CHECKS))
    def a_check_is_declined(self, check: str) -> None:
        self._write(check, was_done=False, note="The patient would rather not")

    @rule(check=st.sampled_from(CHECKS), hours=st.sampled_from([1, 30, 200]))
    def an_old_check_is_entered_late(self, check: str, hours: int) -> None:
        """What is dated to when it was due already answers it; what is older answers only what the rules let it."""
        at = self.now - timedelta(hours=hours)
        told = {"was_done": False, "note": "Asked on the telephone", "at": at}
        with clock.at(self.now):
            actions.record_check(by=cast.nurse(), course=self.course, check_id=check, **told)
        since = self.waiting.get(check)
        if since is not None and at >= since:
            still = self._due().get(check)
            assert still is None or still.since > since
            self.waiting.pop(check)
        elif since is not None and check not in self._due():
            assert at >= min(since - timedelta(hours=12), self.course.opened_at - timedelta(weeks=12))
            self.waiting.pop(check)

    @rule()
    def alerts_are_closed_with_words_alone(self) -> None:
        with clock.at(self.now):
            for alert in Alert.objects.filter(kind__in=("check_overdue", "check_finding"), closed_at=None):
                alerts.close(by=cast.prescriber(), alert=alert, note="I shall see to it")

    @rule()
    def the_course_is_closed(self) -> None:
        self.course.refresh_from_db()
        if self.doses and self.course.closed_at is None:
            with clock.at(self.now):
                courses.move(by=cast.prescriber(), course=self.course, to="closed", reason="The series is over")
            self.course.refresh_from_db()

    @rule()
    def the_rounds_are_made_by_two_processes_after_a_restart(self) -> None:
        with clock.at(self.now):
            actions.make_rounds(self.now)
            assert actions.make_rounds(self.now) == 0

    @invariant()
    def what_was_due_and_is_not_written_down_is_still_due(self) -> None:
        due = self._due()
        assert set(self.waiting) <= set(due), f"lost: {set(self.waiting) - set(due)}"
        self._look()

    @invariant()
    def everything_overdue_reaches_a_person_with_the_next_rounds(self) -> None:
        with clock.at(self.now):
            actions.make_rounds(self.now)
            late = [one for one in queries.due(self.course).now if one.is_overdue]
        told = {(one.detail["check"], one.detail["since"]) for one in Alert.objects.filter(kind="check_overdue")}
        assert {(one.due.check.id, one.due.since.isoformat()) for one in late} <= told

    @invariant()
    def no_two_alerts_tell_of_the_same(self) -> None:
        told = [(one.detail["check"], one.detail["since"]) for one in Alert.objects.filter(kind="check_overdue")]
        assert len(told) == len(set(told))

    @invariant()
    def the_list_of_the_clinic_shows_what_the_page_of_the_course_shows(self) -> None:
        with clock.at(self.now):
            here = [one.due for one in queries.due_here()]
        assert here == list(self._due().values())

    def _write(self, check: str, **told: object) -> None:
        with clock.at(self.now):
            actions.record_check(by=cast.nurse(), course=self.course, check_id=check, **told)
        self.waiting.pop(check, None)
        self.now += timedelta(minutes=1)

    def _due(self) -> dict[str, care.Due]:
        with clock.at(self.now):
            return {one.due.check.id: one.due for one in queries.due(self.course).now}

    def _look(self) -> None:
        """What is due is remembered with the moment since when; a moment only ever becomes earlier until written."""
        for check, one in self._due().items():
            known = self.waiting.get(check)
            self.waiting[check] = one.since if known is None else min(known, one.since)

    def _days(self) -> float:
        return (self.now - scenes.OPENED) / timedelta(days=1)


def test_no_check_that_is_due_is_lost_over_any_order_of_events_and_restarts() -> None:
    run_state_machine_as_test(
        FollowUp,
        settings=settings(
            max_examples=6,
            stateful_step_count=14,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
