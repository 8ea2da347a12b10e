"""What people do with an alert: take it, hand it on, write beside it; and what they cannot do."""

import pytest

from daybreak.care.findings import Refused
from daybreak.clinic import clock
from daybreak.clinic.alerts import actions, queries
from daybreak.clinic.alerts.models import Alert, StepKind
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.duty import actions as duty
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.people.models import Person
from tests.clinic import cast
from tests.clinic.alerts.people_on_duty import assessed, everyone, raised
from tests.clinic.scenes import MORNING, minutes

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> dict[str, Person]:
    with clock.at(MORNING):
        return everyone()


@pytest.fixture
def alert(team: dict[str, Person]) -> Alert:
    with clock.at(MORNING):
        return raised()


def test_who_acknowledges_holds_it_and_has_the_time_of_the_rule_to_end_it(
    team: dict[str, Person], alert: Alert
) -> None:
    with clock.at(MORNING + minutes(4)):
        taken = actions.acknowledge(by=team["amara"], alert=alert)
    assert (taken.state, taken.owner, taken.acknowledged_by) == ("acknowledged", team["amara"], team["amara"])
    assert taken.due_at == MORNING + minutes(4 + 480)


def test_acknowledging_twice_leaves_one_step(team: dict[str, Person], alert: Alert) -> None:
    for _ in range(2):
        actions.acknowledge(by=team["amara"], alert=alert)
    assert [step.kind for step in alert.steps.all()] == [StepKind.RAISED, StepKind.ACKNOWLEDGED]


def test_taking_it_over_from_a_colleague_does_not_set_the_clock_back(team: dict[str, Person], alert: Alert) -> None:
    with clock.at(MORNING):
        actions.acknowledge(by=team["amara"], alert=alert)
    with clock.at(MORNING + minutes(400)):
        taken = actions.acknowledge(by=team["nurse"], alert=alert)
    assert (taken.owner, taken.due_at) == (team["nurse"], MORNING + minutes(480))


def test_a_coordinator_cannot_take_an_alert_of_risk_but_can_write_beside_it(alert: Alert) -> None:
    coordinator = cast.coordinator()
    with pytest.raises(Refused, match="Assessing a risk of suicide needs"):
        actions.acknowledge(by=coordinator, alert=alert)
    actions.note(by=coordinator, alert=alert, text="The sister rang and will call again.")
    assert alert.steps.last().words == "The sister rang and will call again."  # type: ignore[union-attr]


def test_who_is_marked_as_away_says_that_they_are_back_before_taking_one(team: dict[str, Person], alert: Alert) -> None:
    duty.go_away(by=team["amara"], person=team["amara"])
    with pytest.raises(Conflict, match="You are marked as away"):
        actions.acknowledge(by=team["amara"], alert=alert)


def test_handed_on_it_asks_the_colleague_with_their_whole_time(team: dict[str, Person], alert: Alert) -> None:
    with clock.at(MORNING + minutes(10)):
        handed = actions.hand_on(by=team["amara"], alert=alert, to=team["nurse"], why="I am in a session")
    assert (handed.owner, handed.state, handed.due_at) == (team["nurse"], "escalated", MORNING + minutes(25))


@pytest.mark.parametrize(("to", "field"), [("amara", "to"), ("coordinator", "to"), ("away", "to")])
def test_it_is_not_handed_to_its_holder_to_someone_away_or_to_someone_who_may_not_end_it(
    team: dict[str, Person], alert: Alert, to: str, field: str
) -> None:
    duty.go_away(by=team["bela"], person=team["bela"])
    people = {"amara": team["amara"], "coordinator": cast.coordinator(), "away": team["bela"]}
    with pytest.raises(Invalid) as refusal:
        actions.hand_on(by=team["amara"], alert=alert, to=people[to], why="I am in a session")
    assert list(refusal.value.errors) == [field]


def test_a_reason_of_two_letters_is_no_reason(team: dict[str, Person], alert: Alert) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.hand_on(by=team["amara"], alert=alert, to=team["nurse"], why="ok")
    assert refusal.value.errors == {
        "why": "Why it is handed on is too short to be understood next year: write a sentence."
    }


def test_a_sentence_does_not_end_an_alert_of_risk(team: dict[str, Person], alert: Alert) -> None:
    with pytest.raises(Conflict, match="ends with a signed risk assessment"):
        actions.close(by=team["amara"], alert=alert, note="Spoke with her, all well.")
    assert Alert.objects.get(pk=alert.pk).is_open


def test_a_closed_alert_takes_nothing_more(team: dict[str, Person], alert: Alert) -> None:
    assessed(team["amara"], alert)
    with pytest.raises(Conflict, match="Acknowledging is not possible"):
        actions.acknowledge(by=team["bela"], alert=alert)
    with pytest.raises(Conflict, match="Adding a note is not possible"):
        actions.note(by=team["bela"], alert=alert, text="One thing more.")


def test_the_same_cause_raises_one_alert_however_often_it_is_told(team: dict[str, Person]) -> None:
    from daybreak.clinic.alerts.silence import cause

    patient = cast.patient()
    key = cause("test", patient.public_id)
    alerts = [raised(patient, client_id=key) for _ in range(3)]
    assessed(team["amara"], alerts[0])
    assert {alert.pk for alert in [*alerts, raised(patient, client_id=key)]} == {alerts[0].pk}


def test_every_step_is_in_the_log_with_who_holds_it_and_no_name_of_a_patient(
    team: dict[str, Person], alert: Alert
) -> None:
    actions.acknowledge(by=team["amara"], alert=alert)
    actions.hand_on(by=team["amara"], alert=alert, to=team["nurse"], why="I am in a session")
    assessed(team["nurse"], alert)
    told = AuditEvent.objects.filter(subject_id=str(alert.public_id), act__startswith="alert.")
    assert [event.act for event in told] == ["alert.raise", "alert.acknowledge", "alert.hand_on", "alert.close"]
    assert not any(alert.patient.family_name in event.detail for event in told)


def test_an_alert_for_everyone_asks_all_who_may_take_it_and_nobody_else(team: dict[str, Person], alert: Alert) -> None:
    Alert.objects.filter(pk=alert.pk).update(for_everyone=True)
    asked = [name for name, person in team.items() if queries.asking(person)]
    assert asked == ["director", "amara", "bela", "therapist", "nurse"]
    assert queries.asking(cast.coordinator()) == []
