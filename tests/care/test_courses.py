"""The phases of a course: every move written out, and what each phase allows."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybreak.care import courses
from daybreak.care.courses import Phase
from daybreak.care.findings import Refused

MOVES = {
    ("preparation", "dosing"),
    ("dosing", "integration"),
    ("integration", "dosing"),
    ("integration", "follow_up"),
    ("preparation", "closed"),
    ("dosing", "closed"),
    ("integration", "closed"),
    ("follow_up", "closed"),
}


@pytest.mark.parametrize("to", Phase)
@pytest.mark.parametrize("start", Phase)
def test_each_move(start: Phase, to: Phase) -> None:
    assert courses.may_move(start, to) is ((start.value, to.value) in MOVES)


def test_the_phases_of_the_data_are_the_phases_of_the_code() -> None:
    assert tuple(courses.phases().states) == tuple(Phase)
    assert courses.phases().start == Phase.PREPARATION
    assert Phase.FOLLOW_UP.label == "follow-up"


def test_a_move_that_does_not_exist_is_refused_naming_where_one_may_go() -> None:
    with pytest.raises(Refused) as refusal:
        courses.permit_move("integration", "preparation")
    assert str(refusal.value) == (
        "A course in “integration” cannot move to “preparation”. From here it may go on to dosing, follow-up or closed."
    )
    courses.permit_move("integration", "dosing")


def test_nothing_follows_the_end() -> None:
    assert courses.next_phases("closed") == ()
    with pytest.raises(Refused, match="It stays as it is"):
        courses.permit_move("closed", "dosing")


@pytest.mark.parametrize("start", [phase for phase in Phase if phase is not Phase.CLOSED])
def test_a_patient_may_leave_at_any_time(start: Phase) -> None:
    assert courses.may_move(start, Phase.CLOSED)


@given(st.lists(st.sampled_from(Phase), max_size=12))
def test_no_path_reaches_a_dose_without_preparation_or_returns_from_the_end(wishes: list[Phase]) -> None:
    path = [Phase.PREPARATION]
    for wish in wishes:
        if courses.may_move(path[-1], wish):
            path.append(wish)
    assert Phase.CLOSED not in path[:-1]
    assert Phase.PREPARATION not in path[1:]
    assert all(before is not Phase.DOSING or after is not Phase.DOSING for before, after in pairwise(path))


@pytest.mark.parametrize(
    ("act", "phases"),
    [("order.write", {"dosing", "integration"}), ("session.open", {"dosing"}), ("staff.manage", set())],
)
def test_what_each_phase_allows(act: str, phases: set[str]) -> None:
    assert {phase.value for phase in Phase if courses.allows(phase, act)} == phases


def test_an_act_at_the_wrong_time_is_refused_naming_the_right_one() -> None:
    with pytest.raises(Refused) as refusal:
        courses.permit("preparation", "order.write", "Ordering an injection")
    assert str(refusal.value) == (
        "Ordering an injection is not possible: the course is in “preparation”. "
        "It can be done while the course is in “dosing” or “integration”."
    )
    courses.permit("dosing", "order.write", "Ordering an injection")


def test_a_phase_that_does_not_exist_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="is not a state of a course"):
        courses.may_move("dosing", "dozing")
