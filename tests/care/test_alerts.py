"""The kinds of alert as data: who is asked in which order, how soon, what ends them."""

import pytest

from daybreak.care import alerts
from daybreak.care.alert_states import AlertState, states
from daybreak.care.alerts import ClosesWith, Kind
from daybreak.care.findings import Priority, Refused
from daybreak.care.roles import Role, act
from daybreak.care.rules import shipped

P, T, D = Role.PRESCRIBER, Role.THERAPIST, Role.MEDICAL_DIRECTOR
RISK = [
    # kind, priority, who is asked in turn, minutes to acknowledge, minutes to close
    ("risk_item", "high", (P, T, D), 15, 480),
    ("risk_scale", "high", (P, T, D), 15, 480),
    ("risk_words", "high", (P, T, D), 15, 480),
    ("concern", "high", (P, T, D), 15, 480),
    ("answer_absent", "high", (T, P, D), 60, 480),
    ("worsening", "medium", (P, T, D), 240, 2880),
]
MOVES = {
    ("raised", "acknowledged"), ("raised", "escalated"), ("raised", "closed"),
    ("escalated", "acknowledged"), ("escalated", "escalated"), ("escalated", "closed"),
    ("acknowledged", "acknowledged"), ("acknowledged", "escalated"), ("acknowledged", "closed"),
}  # fmt: skip


@pytest.mark.parametrize(("kind_id", "priority", "turn", "acknowledge", "close"), RISK, ids=[row[0] for row in RISK])
def test_each_kind_of_risk(kind_id: str, priority: str, turn: tuple[Role, ...], acknowledge: int, close: int) -> None:
    kind, policy = alerts.kind(kind_id), shipped()
    minutes = (kind.time_to_acknowledge(policy).total_seconds() / 60, kind.time_to_close(policy).total_seconds() / 60)
    assert (kind.priority, kind.turn, minutes) == (priority, turn, (acknowledge, close))
    assert (kind.closes_with, kind.act_to_close) == (ClosesWith.ASSESSMENT, "alert.assess")


@pytest.mark.parametrize("kind", alerts.kinds().values(), ids=lambda kind: kind.id)
def test_every_kind_ends_with_the_director_and_asks_nobody_who_may_not_see_it(kind: Kind) -> None:
    assert D in kind.turn
    assert len(set(kind.turn)) == len(kind.turn)
    assert set(kind.turn) <= set(act("alert.acknowledge").roles)
    assert kind.priority in set(Priority)
    assert kind.title
    assert kind.may_do.endswith(".")


@pytest.mark.parametrize("kind", alerts.kinds().values(), ids=lambda kind: kind.id)
def test_the_clocks_of_every_kind_are_rules_within_bounds(kind: Kind) -> None:
    policy = shipped()
    for rule_id in (kind.acknowledge_within, kind.close_within):
        assert policy[rule_id].unit == "min"
        assert not policy[rule_id].is_fixed
    assert kind.time_to_acknowledge(policy) < kind.time_to_close(policy)


def test_whoever_is_asked_about_a_risk_may_also_assess_it() -> None:
    for kind in alerts.kinds().values():
        if kind.needs_assessment:
            assert set(kind.turn) <= set(act("alert.assess").roles)


def test_a_misspelt_kind_swallows_no_alert() -> None:
    with pytest.raises(ValueError, match="There is no kind of alert 'risk_itme'"):
        alerts.kind("risk_itme")


@pytest.mark.parametrize("to", AlertState)
@pytest.mark.parametrize("start", AlertState)
def test_each_move(start: AlertState, to: AlertState) -> None:
    assert states().may_move(start, to) is ((start.value, to.value) in MOVES)


def test_every_state_but_the_last_leads_on_to_a_person_and_to_a_documented_end() -> None:
    for state in states().states.values():
        assert state.is_final or {"acknowledged", "escalated", "closed"} == set(state.next)
    assert [state.label for state in AlertState] == ["raised", "escalated", "acknowledged", "closed"]
    assert states().start == AlertState.RAISED


def test_a_closed_alert_is_not_opened_again() -> None:
    with pytest.raises(Refused) as refusal:
        states().permit_move("closed", "raised")
    assert str(refusal.value) == "An alert in “closed” cannot move to “raised”. It stays as it is."
