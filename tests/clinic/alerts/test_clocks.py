"""What time and absence do to an alert: it goes on once a step, to someone who is here, and never stops asking."""

from datetime import timedelta

import pytest

from daybreak.clinic import clock, rounds
from daybreak.clinic.alerts import actions
from daybreak.clinic.alerts.models import Alert, StepKind
from daybreak.clinic.duty import actions as duty
from daybreak.clinic.people import actions as people
from daybreak.clinic.people.models import Person
from tests.clinic import cast
from tests.clinic.alerts.people_on_duty import everyone, raised
from tests.clinic.scenes import MORNING, minutes

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> dict[str, Person]:
    with clock.at(MORNING):
        return everyone()


def at(after: float, *, times: int = 1) -> int:
    """Make the rounds so many minutes after the morning; how much was done by the last of them."""
    moment = MORNING + minutes(after)
    with clock.at(moment):
        for _ in range(times):
            done = rounds.make()
    return sum(done.values())


def now(alert: Alert) -> Alert:
    return Alert.objects.get(pk=alert.pk)


def stands(alert: Alert) -> tuple[str, str, int]:
    fresh = now(alert)
    return fresh.state, fresh.owner.username if fresh.owner else "", fresh.step


def test_an_unacknowledged_alert_goes_on_when_its_time_is_out_and_not_before(team: dict[str, Person]) -> None:
    with clock.at(MORNING):
        alert = raised()
    assert stands(alert) == ("raised", "amara", 0)
    assert at(14.9) == 0
    assert at(15) == 1
    assert stands(alert) == ("escalated", "bela", 1)
    assert now(alert).due_at == MORNING + minutes(30)


def test_rounds_made_again_at_the_same_moment_do_nothing_more(team: dict[str, Person]) -> None:
    with clock.at(MORNING):
        alert = raised()
    assert at(15, times=5) == 0
    assert stands(alert) == ("escalated", "bela", 1)


def test_rounds_that_come_late_escalate_one_step_and_give_the_next_person_their_whole_time(
    team: dict[str, Person],
) -> None:
    with clock.at(MORNING):
        alert = raised()
    assert at(600) == 1
    assert stands(alert) == ("escalated", "bela", 1)
    assert now(alert).due_at == MORNING + minutes(615)


def test_it_asks_each_role_in_turn_then_everyone_and_begins_again(team: dict[str, Person]) -> None:
    with clock.at(MORNING):
        alert = raised()
    asked = [stands(alert)[1]]
    for after in (15, 30, 45):
        at(after)
        asked.append(stands(alert)[1])
    assert asked == ["amara", "bela", "therapist", "director"]
    assert not now(alert).for_everyone
    at(60)
    assert (stands(alert), now(alert).for_everyone) == (("escalated", "amara", 4), True)
    assert now(alert).due_at == MORNING + minutes(120)


def test_who_is_on_call_is_asked_first_within_their_role(team: dict[str, Person]) -> None:
    with clock.at(MORNING):
        duty.put_on_call(
            by=team["director"], person=team["bela"], starts_at=MORNING, ends_at=MORNING + timedelta(hours=8)
        )
        assert stands(raised()) == ("raised", "bela", 0)


def test_who_is_away_is_not_asked_and_what_they_hold_goes_on_at_the_next_rounds(team: dict[str, Person]) -> None:
    with clock.at(MORNING):
        alert = raised()
    with clock.at(MORNING + minutes(2)):
        duty.go_away(by=team["amara"], person=team["amara"])
        assert stands(raised()) == ("raised", "bela", 0)
    assert at(2) == 1
    assert stands(alert) == ("escalated", "bela", 1)
    assert now(alert).due_at == MORNING + minutes(17)
    assert [step.kind for step in alert.steps.all()] == [StepKind.RAISED, StepKind.PASSED_ON]


def test_the_cover_of_who_is_away_is_asked_first(team: dict[str, Person]) -> None:
    with clock.at(MORNING):
        alert = raised()
        duty.go_away(by=team["amara"], person=team["amara"], covered_by=team["therapist"])
    at(1)
    assert stands(alert) == ("escalated", "therapist", 1)


def test_a_cover_who_may_not_end_it_is_passed_over(team: dict[str, Person]) -> None:
    with clock.at(MORNING):
        alert = raised()
        duty.go_away(by=team["amara"], person=team["amara"], covered_by=cast.coordinator())
    at(1)
    assert stands(alert) == ("escalated", "bela", 1)


def test_who_leaves_for_good_or_loses_the_role_holds_nothing(team: dict[str, Person]) -> None:
    with clock.at(MORNING):
        alert = raised()
        people.deactivate(by=team["director"], person=team["amara"])
        at(1)
        assert stands(alert) == ("escalated", "bela", 1)
        people.end_role(by=team["director"], person=team["bela"], role="prescriber")
        at(2)
        assert stands(alert) == ("escalated", "therapist", 2)


def test_an_acknowledged_alert_whose_holder_goes_on_leave_is_not_buried(team: dict[str, Person]) -> None:
    with clock.at(MORNING):
        alert = actions.acknowledge(by=team["amara"], alert=raised())
        duty.go_away(by=team["amara"], person=team["amara"], starts_at=MORNING + minutes(30))
    assert at(29) == 0
    assert at(30) == 1
    assert stands(alert) == ("escalated", "bela", 1)


def test_an_acknowledged_alert_that_is_not_ended_in_time_goes_on(team: dict[str, Person]) -> None:
    with clock.at(MORNING):
        alert = actions.acknowledge(by=team["amara"], alert=raised())
    assert at(479) == 0
    assert at(480) == 1
    assert stands(alert) == ("escalated", "bela", 1)
    assert alert.steps.last().words == "Not closed in time; goes on to Bela Example."  # type: ignore[union-attr]


def test_with_nobody_here_it_has_no_holder_everyone_sees_it_and_the_first_who_returns_gets_it(
    team: dict[str, Person],
) -> None:
    patient = cast.patient()
    with clock.at(MORNING):
        people.deactivate(by=team["director"], person=team["amara"])
        people.deactivate(by=team["director"], person=team["bela"])
        people.end_role(by=team["director"], person=team["therapist"], role="therapist")
        second = cast.person("second", "medical_director")
        duty.go_away(by=second, person=second)
        people.deactivate(by=second, person=team["director"])
        alert = raised(patient)
    assert stands(alert) == ("raised", "", 0)
    assert now(alert).for_everyone
    assert at(1) == 0
    with clock.at(MORNING + minutes(3)):
        duty.come_back(by=second, absence=second.absences.get())
    assert at(3) == 1
    assert stands(alert) == ("escalated", "second", 1)


def test_one_round_that_fails_keeps_no_other_from_being_made(
    team: dict[str, Person], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with clock.at(MORNING):
        alert = raised()
    monkeypatch.setattr(rounds, "ROUNDS", ("tests.clinic.alerts.test_clocks.breaks", *rounds.ROUNDS))
    at(15)
    assert stands(alert) == ("escalated", "bela", 1)
    assert "tests.clinic.alerts.test_clocks.breaks failed (ValueError)" in caplog.text
    assert "Ada" not in caplog.text


def breaks(moment: object) -> int:
    """A round with a mistake in it, whose error names a patient."""
    raise ValueError(str(cast.patient().name))
