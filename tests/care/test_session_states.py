"""The states of a dosing session: every move written out, and what each state allows."""

import pytest

from daybreak.care import session_states
from daybreak.care.findings import Refused
from daybreak.care.session_states import SessionState

MOVES = {("open", "injected"), ("open", "abandoned"), ("injected", "ended")}
ALLOWED = {
    "open": {"session.record", "session.note", "session.inject"},
    "injected": {"session.record", "session.note", "session.end"},
    "ended": {"session.note"},
    "abandoned": {"session.note"},
}


@pytest.mark.parametrize("to", SessionState)
@pytest.mark.parametrize("start", SessionState)
def test_each_move(start: SessionState, to: SessionState) -> None:
    assert session_states.may_move(start, to) is ((start.value, to.value) in MOVES)


@pytest.mark.parametrize("state", SessionState)
def test_what_each_state_allows(state: SessionState) -> None:
    acts = {act for allowed in ALLOWED.values() for act in allowed}
    assert {act for act in acts if session_states.allows(state, act)} == ALLOWED[state]


def test_the_states_of_the_data_are_the_states_of_the_code() -> None:
    assert tuple(session_states.states().states) == tuple(SessionState)
    assert [state.label for state in SessionState] == ["open", "injected", "ended", "abandoned"]
    assert session_states.states().start == SessionState.OPEN


def test_an_injected_session_cannot_be_abandoned() -> None:
    with pytest.raises(Refused) as refusal:
        session_states.permit_move("injected", "abandoned")
    assert str(refusal.value) == (
        "A session in “injected” cannot move to “abandoned”. From here it may go on to ended."
    )


def test_a_second_injection_in_one_session_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        session_states.permit("injected", "session.inject", "Charting an injection")
    assert str(refusal.value) == (
        "Charting an injection is not possible: the session is in “injected”. "
        "It can be done while the session is in “open”."
    )


def test_an_act_that_no_state_allows_says_so() -> None:
    with pytest.raises(Refused, match="It is never done"):
        session_states.permit("open", "session.erase", "Erasing a session")
